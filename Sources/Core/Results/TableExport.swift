import Foundation

/// The tables that `sweep export` gives, made from the journal as it is now.
public enum TableExport: String, Sendable, CaseIterable {
    /// A row per network and epoch.
    case history
    /// `jobs.csv`: a row per network.
    case jobs
    /// `table.csv`: a row per data set, group, method and choice of ν.
    case table

    /// Gives the CSV text in pieces of whole rows.
    /// - Parameter curves: asked for where they are needed.
    /// - Throws: what `take` throws.
    public func write(
        _ record: SweepRecord, curves: CurvesArchive, _ dialect: CSVDialect = .standard,
        _ take: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) {
        switch self {
        case .history: try HistoryTable.source(record, curves).write(dialect, take)
        case .jobs: try JobsTable.write(record, dialect, take)
        case .table: try take(CSVWriter.bytes(SummaryTable.table(record), dialect))
        }
    }

    /// Into a file, whole or not at all. - Throws: `FileError`; then the file is as it was before.
    public func write(
        _ record: SweepRecord, curves: CurvesArchive, _ dialect: CSVDialect = .standard, to url: URL
    ) throws(FileError) {
        var file = ReplacingFile(url)
        try write(record, curves: curves, dialect) { bytes throws(FileError) in try file.append(bytes) }
        try file.finish()
    }
}
