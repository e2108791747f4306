/// `elements.csv`: every measure per group element, and `classes.csv`: per class, on the test split. A row per
/// row of `table.csv` and element or class, with mean, deviation, interval and n over the seeds.
///
/// Element 0 is the identity, the others stand in the group's order; class 0 is the first. A class without
/// samples has no row; a seed whose split has none of a class is in none of its means.
enum ListTables {
    static func elements(_ record: SweepRecord) -> RowSource {
        source(record, index: "element", counts: nil) { $0.elements }
    }

    static func classes(_ record: SweepRecord) -> RowSource {
        source(record, index: "class", counts: Measurements.classSamples) { $0.classes }
    }

    private typealias Lists = [(key: String, start: Int, count: Int)]

    /// - Parameter counts: the list of how many samples there are in each place; nil where there are some in all.
    private static func source(
        _ record: SweepRecord, index: String, counts: String?, _ lists: @escaping (MeasurementLayout) -> Lists
    ) -> RowSource {
        let measured = Set(record.layouts(.test).flatMap { lists($0).map(\.key) })
        let keys = MeasureColumn.ordered(measured, asked: record.spec.measures).filter(measured.contains)
        let cells = keys.isEmpty ? [] : record.parts.flatMap(SweepCell.all)
        let columns =
            CellColumns.names(record) + [index]
            + keys.flatMap { key in StatisticsColumns.names.map { "\(MeasureColumn.name(key))_\($0)" } }
        return RowSource(columns: columns, units: cells.count) { unit, take in
            let cell = cells[unit]
            let statistics = keys.map { self.statistics(cell, $0, counts, lists) }
            for place in 0 ..< (statistics.map(\.count).max() ?? 0) {
                let isEmpty = statistics.allSatisfy { !$0.indices.contains(place) || $0[place] == RunningStatistics() }
                if isEmpty { continue }
                var row: [CSVTable.Cell] = []
                CellColumns.append(cell, record, to: &row)
                row.append(.integer(place))
                for statistics in statistics {
                    StatisticsColumns.append(
                        statistics.indices.contains(place) ? statistics[place] : RunningStatistics(), to: &row)
                }
                take(row)
            }
        }
    }

    /// One measure over the seeds, by element or class.
    private static func statistics(
        _ cell: SweepCell, _ key: String, _ counts: String?, _ lists: (MeasurementLayout) -> Lists
    ) -> [RunningStatistics] {
        let isPercent = MeasureColumn.isPercent(key)
        var statistics: [RunningStatistics] = []
        /// Places of the list, and of the numbers of samples; the latter are empty where they are not known.
        var known: (layout: MeasurementLayout, list: Range<Int>, counts: Range<Int>)?
        for job in cell.jobs where !job.isFailed {
            guard let measured = job.packed(.test) else { continue }
            if known?.layout !== measured.layout {
                func places(_ key: String?) -> Range<Int> {
                    let list = lists(measured.layout).first { $0.key == key }
                    return list.map { $0.start ..< $0.start + $0.count } ?? 0 ..< 0
                }
                known = (measured.layout, places(key), places(counts))
            }
            guard let (_, list, counts) = known else { continue }
            while statistics.count < list.count { statistics.append(RunningStatistics()) }
            for (place, index) in list.enumerated() {
                if place < counts.count, measured.values[counts.lowerBound + place] == 0 { continue }
                let value = measured.values[index]
                statistics[place].add(isPercent ? MeasureColumn.percent(value) : value)
            }
        }
        return statistics
    }
}
