/// The curves that analyses found, as they stand in `Measurements.series`: `layers.csv`, `drift.csv` and
/// `decay.csv` with mean, deviation, interval and n over the seeds in a row per point, as in `table.csv`;
/// `layers_seeds.csv` and so on with a row per seed and point. Two files, so that neither needs to be filtered
/// before it can be charted.
///
/// `point` counts from 0. `beta`, `with` (drift): how far the data drifted, and to which set.
enum AnalysisTables {
    /// Those that have tables. Maps and embeddings are pictures; what they come to in numbers stands in
    /// `analyses.csv`.
    static let all: [(analysis: Analysis, name: String)] = [(.layers, "layers"), (.drift, "drift"), (.decay, "decay")]

    static func means(_ analysis: Analysis, _ record: SweepRecord) -> RowSource {
        let table = Series(analysis, record)
        let columns =
            CellColumns.names(record) + table.pointColumns
            + table.keys.flatMap { key in StatisticsColumns.names.map { "\(MeasureColumn.name(key))_\($0)" } }
        return RowSource(columns: columns, units: table.curves.count) { unit, take in
            let curve = table.curves[unit]
            for point in 0 ..< curve.points {
                var row: [CSVTable.Cell] = []
                CellColumns.append(curve.cell, record, to: &row)
                row += table.pointCells(curve, point)
                for key in table.keys {
                    let values = curve.seeds.compactMap { table.value($0.found, key, point) }
                    StatisticsColumns.append(RunningStatistics(values), to: &row)
                }
                take(row)
            }
        }
    }

    static func seeds(_ analysis: Analysis, _ record: SweepRecord) -> RowSource {
        let table = Series(analysis, record)
        let columns = CellColumns.names(record) + ["seed"] + table.pointColumns + table.keys.map(MeasureColumn.name)
        return RowSource(columns: columns, units: table.curves.count) { unit, take in
            let curve = table.curves[unit]
            for (seed, found) in curve.seeds {
                for point in 0 ..< curve.points {
                    var row: [CSVTable.Cell] = []
                    CellColumns.append(curve.cell, record, to: &row)
                    row.append(.text(String(seed)))
                    row += table.pointCells(curve, point)
                    for key in table.keys { row.append(.number(table.value(found, key, point))) }
                    take(row)
                }
            }
        }
    }

    /// The numbers of one analysis over a sweep.
    private struct Series {
        let analysis: Analysis
        /// The names of the series, in the order of their columns.
        let keys: [String]
        let curves: [AnalysisCurve]

        init(_ analysis: Analysis, _ record: SweepRecord) {
            self.analysis = analysis
            curves = AnalysisCurve.all(analysis, record)
            let found = Set(curves.flatMap { $0.seeds.flatMap { $0.found.measurements.series.keys } })
            keys = MeasureColumn.ordered(found, asked: Measure.allCases).filter(found.contains)
        }

        var pointColumns: [String] { analysis == .drift ? ["with", "point", "beta"] : ["point"] }

        func pointCells(_ curve: AnalysisCurve, _ point: Int) -> [CSVTable.Cell] {
            guard analysis == .drift else { return [.integer(point)] }
            return [.text(curve.with?.rawValue), .integer(point), .number(curve.beta(point))]
        }

        func value(_ found: JobRecord.Analysed, _ key: String, _ point: Int) -> Double? {
            guard let series = found.measurements.series[key], series.indices.contains(point) else { return nil }
            return MeasureColumn.scaled(series[point], key)
        }
    }
}

/// One analysis of the networks of one row of `table.csv`, over the seeds.
struct AnalysisCurve: Sendable {
    let cell: SweepCell
    /// The second data set of a drift; nil for others.
    let with: DatasetName?
    /// In the order of the seeds.
    let seeds: [(seed: UInt64, found: JobRecord.Analysed)]

    /// Of the longest series.
    var points: Int { seeds.flatMap { $0.found.measurements.series.values.map(\.count) }.max() ?? 0 }

    /// Of a drift.
    func beta(_ point: Int) -> Double? {
        guard case .drift(let options, _)? = seeds.first?.found.request, options.betas.indices.contains(point) else {
            return nil
        }
        return options.betas[point]
    }

    /// In the order of the tables. Nothing of jobs that failed.
    static func all(_ analysis: Analysis, _ record: SweepRecord) -> [AnalysisCurve] {
        record.spec.analyses.contains(analysis) ? all(analysis, record.parts.flatMap(SweepCell.all)) : []
    }

    /// Of some cells, in their order. Nothing of jobs that failed.
    static func all(_ analysis: Analysis, _ cells: [SweepCell]) -> [AnalysisCurve] {
        cells.flatMap { cell -> [AnalysisCurve] in
            let found = cell.jobs.filter { !$0.isFailed }.flatMap { job in
                job.analyses.filter { $0.request.analysis == analysis }.map { (seed: job.job.seed, found: $0) }
            }
            var sets: [DatasetName?] = []
            for set in found.map(\.found.request.with) where !sets.contains(set) { sets.append(set) }
            return sets.map { set in
                AnalysisCurve(cell: cell, with: set, seeds: found.filter { $0.found.request.with == set })
            }
        }
    }
}

extension AnalysisRequest {
    /// The second data set of a drift; nil for others.
    var with: DatasetName? {
        if case .drift(_, let data) = self { data.dataset } else { nil }
    }
}

/// `analyses.csv`: the single numbers that analyses found, such as the Kullback-Leibler divergence of an embedding: a row
/// per network, analysis and number. `evaluation` names the file in `artefacts/` where the analysis has one.
enum AnalysesTable {
    static func source(_ record: SweepRecord) -> RowSource {
        let cells = record.spec.analyses.isEmpty ? [] : record.parts.flatMap(SweepCell.all)
        let columns =
            CellColumns.names(record) + ["seed", "analysis", "with", "split", "samples", "name", "value", "evaluation"]
        return RowSource(columns: columns, units: cells.count) { unit, take in
            for job in cells[unit].jobs where !job.isFailed {
                for found in job.analyses {
                    for name in found.measurements.values.keys.sorted(by: <) {
                        var row: [CSVTable.Cell] = []
                        CellColumns.append(cells[unit], record, to: &row)
                        row += [
                            .text(String(job.job.seed)), .text(found.request.analysis.rawValue),
                            .text(found.request.with?.rawValue), .text(found.split.rawValue),
                            .integer(found.measurements.samples), .text(MeasureColumn.name(name)),
                            .number(found.measurements.values[name].map { MeasureColumn.scaled($0, name) }),
                            .text(found.id),
                        ]
                        take(row)
                    }
                }
            }
        }
    }
}
