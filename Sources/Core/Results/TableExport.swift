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
        _ record: SweepRecord, curves: CurvesArchive, _ take: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) {
        switch self {
        case .history: try HistoryTable.source(record, curves).write(take)
        case .jobs: try JobsTable.write(record, take)
        case .table: try take(Array(CSVWriter.text(SummaryTable.table(record)).utf8))
        }
    }

    /// Into a file, whole or not at all. - Throws: `FileError`; then the file is as it was before.
    public func write(_ record: SweepRecord, curves: CurvesArchive, to url: URL) throws(FileError) {
        var file = ReplacingFile(url)
        try write(record, curves: curves) { bytes throws(FileError) in try file.append(bytes) }
        try file.finish()
    }
}
