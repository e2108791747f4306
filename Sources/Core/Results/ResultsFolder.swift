import Foundation

/// `results/<name>/`: where a sweep leaves everything, and by which names.
public struct ResultsFolder: Sendable, Hashable {
    /// The folder itself; it need not exist.
    public let url: URL
    /// Of all its tables, figures' data included: a folder has one form.
    public let csv: CSVDialect
    /// Of whom, where it is a shard's view of the folder: its journal, checkpoints and status are its own, in a folder
    /// below `shards/`; models and tables are everybody's.
    public let shard: ShardPlace?

    /// - Parameters:
    ///   - csv: how tables are written.
    ///   - shard: nil for a whole sweep.
    public init(_ url: URL, csv: CSVDialect = .standard, shard: ShardPlace? = nil) {
        self.url = url
        self.csv = csv
        self.shard = shard
    }

    /// The same folder as one of its shards sees it.
    public func seen(by shard: ShardPlace?) -> ResultsFolder { ResultsFolder(url, csv: csv, shard: shard) }

    /// Where that shard has what nobody else writes; the folder itself where there is no shard.
    private var home: URL { shard.map { shards.appendingPathComponent($0.path, isDirectory: true) } ?? url }

    /// What a cluster's tasks leave of their own.
    public var shards: URL { url.appendingPathComponent("shards", isDirectory: true) }
    /// Scripts, logs and records of what was given to Slurm.
    public var slurm: URL { url.appendingPathComponent("slurm", isDirectory: true) }

    /// The sweep file as resolved.
    public var specification: URL { url.appendingPathComponent("sweep.yaml") }
    /// The sweep file as it was given to the last run, with what the command line changed in it as comments.
    public var source: URL { url.appendingPathComponent("source.yaml") }
    /// All in one page.
    public var report: URL { url.appendingPathComponent("report.html") }
    /// What a run that goes on there does at the moment.
    public var status: URL { home.appendingPathComponent("status.json") }
    /// The folder of the journal's files. Those of shards belong to the journal of the whole folder (`Journal.files`).
    public var journal: URL { shard == nil ? url.appendingPathComponent("journal", isDirectory: true) : home }
    /// Each job and what was measured of it.
    public var jobsTable: URL { url.appendingPathComponent("jobs.csv") }
    /// Means and deviations over seeds.
    public var summaryTable: URL { url.appendingPathComponent("table.csv") }
    /// Every probe of every search.
    public var searchTable: URL { url.appendingPathComponent("nu_search.csv") }
    /// A table by its name without extension: `differences`, `elements`, `drift_seeds`.
    public func table(_ name: String) -> URL { url.appendingPathComponent("\(name).csv") }
    /// Pictures, and their numbers.
    public var figures: URL { url.appendingPathComponent("figures", isDirectory: true) }
    /// A safetensors file per network, named by `Job.id`.
    public var models: URL { url.appendingPathComponent("models", isDirectory: true) }
    /// Tensors that analyses found.
    public var artefacts: URL { url.appendingPathComponent("artefacts", isDirectory: true) }
    /// Where trainings, measurings and analyses under way leave their state.
    public var checkpoints: URL { shard == nil ? url.appendingPathComponent("checkpoints", isDirectory: true) : home }
    /// Models that no search has asked for yet. Gone when the run is over.
    public var speculative: URL { home.appendingPathComponent("speculative", isDirectory: true) }
    /// Which samples train, test and validate.
    public var splits: URL { url.appendingPathComponent("splits.safetensors") }
    /// What the results were made with.
    public var provenance: URL { url.appendingPathComponent("provenance.json") }

    /// Where the permutations of a user's own group are kept, beside the sweep file that names them.
    public func group(_ name: String) -> URL { url.appendingPathComponent("groups/\(name).txt") }

    /// Keeps the permutation files of a sweep. - Throws: `FileError`.
    public func writeGroups(_ groups: some Sequence<OwnGroup>) throws(FileError) {
        for own in groups {
            try NewFolder.make(url.appendingPathComponent("groups", isDirectory: true).path)
            try AtomicFile.update(own.text, to: group(own.name))
        }
    }

    /// The user's own groups among some names, as the folder has them.
    /// - Throws: `OwnGroupError`, also where a file holds other permutations by now.
    public func ownGroups(_ names: [GroupName]) throws(OwnGroupError) -> [GroupName: OwnGroup] {
        var groups: [GroupName: OwnGroup] = [:]
        for name in names {
            guard case .own(let label, let digest, _) = name.kind else { continue }
            let own = try OwnGroup(name: label, path: group(label).path)
            guard own.groupName == name else {
                throw OwnGroupError(file: group(label).path, .changed(expected: digest, found: own.digest))
            }
            groups[name] = own
        }
        return groups
    }

    /// - Parameter id: `Job.id`.
    public func model(_ id: String) -> URL { models.appendingPathComponent("\(id).safetensors") }

    /// Of a further data set of the run.
    /// - Parameter number: from 2.
    public func splits(_ dataset: DatasetName, number: Int) -> URL {
        url.appendingPathComponent("splits-\(number)-\(dataset.rawValue).safetensors")
    }

    /// - Parameter id: `Evaluation.id`.
    public func artefact(_ id: String) -> URL { artefacts.appendingPathComponent("\(id).safetensors") }

    /// What Swift's runtime wrote of a crash; a shard's are its own. Not in a folder below, which would have to be made
    /// while the program crashes.
    /// - Parameter name: as `CrashReportFile.name` makes it.
    public func crash(_ name: String) -> URL { home.appendingPathComponent("crash-\(name).txt") }

    /// Makes the folder and those in it, where they are missing. - Throws: `FileError`.
    public func create() throws(FileError) {
        let own = shard == nil ? [] : [seen(by: nil).journal]
        for folder in [url] + own + [journal, models, artefacts, checkpoints] { try NewFolder.make(folder.path) }
    }

    /// The folder itself and those of the whole sweep in it: the journal's before the others, since it says that it is one.
    public var folders: [URL] { [url, journal, models, artefacts, checkpoints] }
    /// Who works there on one machine.
    public var lock: URL { url.appendingPathComponent(".lock") }

    /// Whether it holds files, and none that a sweep would have left: then it is somebody's own.
    public var isForeign: Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        // Nothing but a lock is there where somebody begins at this moment.
        return !names.allSatisfy { $0 == lock.lastPathComponent } && !names.contains("journal") && !hasLostJournal
    }

    /// Whether a sweep left files there, and the journal that tells what they are is gone.
    public var hasLostJournal: Bool {
        let names = Set((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
        return !names.contains("journal") && names.contains(specification.lastPathComponent)
            && !names.isDisjoint(with: [models, jobsTable, summaryTable, provenance].map(\.lastPathComponent))
    }

    /// How many models lie there that a journal must have told of which is empty now, or whose files are gone; 0 where the
    /// journal holds anything.
    public var forgottenModels: Int {
        let files = FileManager.default
        let shards = (try? files.contentsOfDirectory(atPath: shards.path)) ?? []
        guard shards.isEmpty, let names = try? files.contentsOfDirectory(atPath: journal.path) else { return 0 }
        let isEmpty = names.allSatisfy { name in
            let size = (try? files.attributesOfItem(atPath: journal.path + "/" + name))?[.size] as? Int
            return size == 0 || !name.hasSuffix(".jsonl") || name.hasSuffix(CurvesEvent.suffix)
        }
        guard isEmpty else { return 0 }
        return ((try? files.contentsOfDirectory(atPath: models.path)) ?? []).count { $0.hasSuffix(".safetensors") }
    }

    /// Writes `jobs.csv`, `table.csv`, `nu_search.csv`, and of the others (`Tables.optional`) those that have rows,
    /// each atomically, where they are not there with the same content. The same events make the same bytes.
    /// - Throws: `FileError`.
    public func writeTables(_ record: SweepRecord) throws(FileError) {
        var jobs = ReplacingFile(jobsTable)
        try JobsTable.write(record, csv) { bytes throws(FileError) in try jobs.append(bytes) }
        try jobs.finish()
        try AtomicFile.update(CSVWriter.text(SearchTable.table(record), csv), to: searchTable)
        try AtomicFile.update(CSVWriter.text(SummaryTable.table(record), csv), to: summaryTable)
        for (name, source) in Tables.optional(record) { try source.write(to: table(name), csv) }
    }

    /// Writes `report.html`, where it is not there with the same content.
    /// - Throws: `FileError`.
    public func writeReport(_ report: Report) throws(FileError) { try AtomicFile.update(report.html, to: self.report) }
}
