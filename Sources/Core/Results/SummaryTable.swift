/// `table.csv`: a row per data set × group × method × regulariser × choice of ν, on the test split.
///
/// Each measure has a mean, a sample standard deviation (n − 1) and an n in columns of their own. With n = 1
/// the standard deviation is an empty cell, with n = 0 the mean too.
public enum SummaryTable {
    public static func table(_ record: SweepRecord) -> CSVTable {
        let measures = record.spec.measures
        var table = CSVTable(
            columns: ["dataset", "group", "method", "regulariser", "nu_choice", "nu", "outcome"]
                + measures.flatMap { measure in
                    ["mean", "std", "n"].map { "\(MeasureColumn.name(measure.rawValue))_\($0)" }
                } + ["n_failed", "n_nonfinite"])
        for row in Summary.rows(record) {
            table.append(
                [
                    .text(row.dataset.rawValue), .text(row.group.label), .text(row.method.rawValue),
                    .text(row.regulariser?.rawValue), .text(row.nuChoice), .number(row.nu), .text(row.outcome),
                ]
                    + measures.flatMap { measure -> [CSVTable.Cell] in
                        let statistics = row.statistics[measure] ?? RunningStatistics()
                        return [
                            .number(statistics.mean), .number(statistics.standardDeviation),
                            .integer(statistics.count),
                        ]
                    } + [.integer(row.failed), .integer(row.nonFinite)])
        }
        return table
    }
}
