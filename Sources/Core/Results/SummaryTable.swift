/// `table.csv`: a row per (variant ×) data set × group × method × regulariser × choice of ν, on the test split.
///
/// Each measure has a mean, a sample standard deviation (n − 1), half the width of the 95 % interval of the mean
/// (Student's t) and an n in columns of their own. With n = 1 deviation and interval are empty cells, with n = 0
/// the mean too. Sweeps with rows of the paper's Table 1 have the paper's mean and deviation beside.
public enum SummaryTable {
    /// `table.csv`: a row per `SummaryRow`.
    public static func table(_ record: SweepRecord) -> CSVTable {
        let measures = record.spec.measures
        let rows = Summary.rows(record)
        let inPaper = measures.filter { measure in rows.contains { $0.paper?[measure] != nil } }
        var table = CSVTable(
            columns: CellColumns.names(record) + ["search_outcome"]
                + measures.flatMap { measure in
                    (StatisticsColumns.names + (inPaper.contains(measure) ? ["paper_mean", "paper_std"] : []))
                        .map { "\(MeasureColumn.name(measure.rawValue))_\($0)" }
                } + ["n_failed", "n_nonfinite"])
        for row in rows {
            var cells: [CSVTable.Cell] = record.hasVariants ? [.text(row.variant)] : []
            cells += [
                .text(row.dataset.rawValue), .text(row.group.label), .text(row.method.rawValue),
                .text(row.regulariser?.rawValue), .text(row.nuChoice), .number(row.nu), .text(row.outcome),
            ]
            for measure in measures {
                StatisticsColumns.append(row.statistics[measure] ?? RunningStatistics(), to: &cells)
                guard inPaper.contains(measure) else { continue }
                cells.append(.number(row.paper?[measure]?.mean))
                cells.append(.number(row.paper?[measure]?.standardDeviation))
            }
            table.append(cells + [.integer(row.failed), .integer(row.nonFinite)])
        }
        return table
    }
}

/// Mean, deviation, interval and count, as the tables have them.
enum StatisticsColumns {
    static let names = ["mean", "std", "ci95", "n"]

    static func append(_ statistics: RunningStatistics, to row: inout [CSVTable.Cell]) {
        row.append(.number(statistics.mean))
        row.append(.number(statistics.standardDeviation))
        row.append(.number(ConfidenceInterval(of: statistics)?.margin))
        row.append(.integer(statistics.count))
    }
}
