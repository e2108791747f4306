import Foundation

/// `results/<name>/`: where a sweep leaves everything, and by which names.
public struct ResultsFolder: Sendable, Hashable {
    public let url: URL

    public init(_ url: URL) {
        self.url = url
    }

    /// The sweep file as resolved.
    public var specification: URL { url.appendingPathComponent("sweep.yaml") }
    /// The folder of the journal's files.
    public var journal: URL { url.appendingPathComponent("journal", isDirectory: true) }
    public var jobsTable: URL { url.appendingPathComponent("jobs.csv") }
    public var summaryTable: URL { url.appendingPathComponent("table.csv") }
    public var searchTable: URL { url.appendingPathComponent("nu_search.csv") }
    public var models: URL { url.appendingPathComponent("models", isDirectory: true) }
    public var splits: URL { url.appendingPathComponent("splits.safetensors") }
    public var provenance: URL { url.appendingPathComponent("provenance.json") }

    /// - Parameter id: `Job.id`.
    public func model(_ id: String) -> URL { models.appendingPathComponent("\(id).safetensors") }

    /// Makes the folder and those in it, where they are missing. - Throws: `FileError`.
    public func create() throws(FileError) {
        for folder in [url, journal, models] {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
                // Without a cause: a file stands where the folder should be.
                throw .refused(.createFolder, path: folder.path, code: cause.map { Int32(truncatingIfNeeded: $0.code) } ?? EEXIST)
            }
        }
    }

    /// Writes `jobs.csv`, `table.csv` and `nu_search.csv`, each atomically. The same events make the
    /// same bytes. - Throws: `FileError`.
    public func writeTables(_ record: SweepRecord) throws(FileError) {
        try AtomicFile.write(CSVWriter.text(JobsTable.table(record)), to: jobsTable)
        try AtomicFile.write(CSVWriter.text(SearchTable.table(record)), to: searchTable)
        try AtomicFile.write(CSVWriter.text(SummaryTable.table(record)), to: summaryTable)
    }
}
