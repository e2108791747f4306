import Foundation

/// One `sweep submit`: what was given to Slurm. Kept in `slurm/submission-<array>.json`, for `sweep status`, `cancel`,
/// and the next `submit`.
public struct Submission: Sendable, Codable, Equatable {
    /// Slurm's number of the array.
    public var array: String
    /// That of the collecting job; nil where submitting was interrupted before it, and the tasks are held.
    public var collect: String?
    /// Whose numbers these are, where sbatch named a cluster; nil for the machine's own.
    public var cluster: String?
    /// `PlanCut.tag` of the cut.
    public var cut: String
    /// n of the cut: shards in all, whether or not each has a task.
    public var count: Int
    /// The shards that were submitted, as in `1-3,7`.
    public var tasks: String
    /// ISO 8601.
    public var date: String

    /// - Parameters:
    ///   - collect: nil as long as there is none.
    ///   - tasks: as `TaskList` writes them.
    ///   - date: ISO 8601.
    public init(
        array: String, collect: String?, cluster: String? = nil, cut: String, count: Int, tasks: String, date: String
    ) {
        (self.array, self.collect, self.cluster, self.cut, self.count) = (array, collect, cluster, cut, count)
        (self.tasks, self.date) = (tasks, date)
    }

    /// A person's command that lets its tasks begin.
    public var release: String { release(array) }

    /// A person's command that lets one of its jobs begin.
    public func release(_ job: String) -> String { "scontrol \(cluster.map { "--clusters=\($0) " } ?? "")release \(job)" }

    /// Numbers of the array and of the collecting job, as far as there is one.
    public var jobs: [String] { [array] + (collect.map { [$0] } ?? []) }
}

/// The cut that a results folder's shards belong to: `slurm/cut.json`.
public struct CutRecord: Sendable, Codable, Equatable {
    /// `PlanCut.tag`.
    public var tag: String
    /// n, the shards.
    public var count: Int

    /// - Parameter tag: `PlanCut.tag`.
    public init(tag: String, count: Int) { (self.tag, self.count) = (tag, count) }
}

extension ResultsFolder {
    /// The cut that the shards' folders were made by.
    public var cutFile: URL { slurm.appendingPathComponent("cut.json") }
    /// What sbatch was given for the shards.
    public var arrayScript: URL { slurm.appendingPathComponent("array.sbatch") }
    /// What sbatch was given for the job that makes the tables.
    public var collectScript: URL { slurm.appendingPathComponent("collect.sbatch") }
    /// Who submits at this moment.
    public var submitting: URL { slurm.appendingPathComponent("submitting") }
    /// What sbatch prints, for as long as nobody has read it.
    public var submittingOutput: URL { slurm.appendingPathComponent("submitting.out") }
    /// One for each submission, named by its array job.
    public func file(of submission: Submission) -> URL {
        slurm.appendingPathComponent("submission-\(submission.array).json")
    }
    /// What the tasks printed.
    public var slurmLogs: URL { slurm.appendingPathComponent("log", isDirectory: true) }

    /// Nil where nothing was submitted, or the file cannot be read.
    public var cut: CutRecord? {
        (try? Data(contentsOf: cutFile)).flatMap { try? JSONDecoder().decode(CutRecord.self, from: $0) }
    }

    /// - Throws: `FileError`.
    public func write(_ cut: CutRecord) throws { try AtomicFile.write(try Self.json(cut), to: cutFile) }

    /// - Throws: `FileError`.
    public func write(_ submission: Submission) throws {
        try AtomicFile.write(try Self.json(submission), to: file(of: submission))
    }

    /// The oldest first. Files that cannot be read are passed over.
    public var submissions: [Submission] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: slurm.path)) ?? []
        let found = names.filter { $0.hasPrefix("submission-") && $0.hasSuffix(".json") }.compactMap { name in
            (try? Data(contentsOf: slurm.appendingPathComponent(name)))
                .flatMap { try? JSONDecoder().decode(Submission.self, from: $0) }
        }
        return found.sorted { ($0.date, Int($0.array) ?? 0) < ($1.date, Int($1.array) ?? 0) }
    }

    /// Files that `sweep submit` may write before Slurm has said yes, but for splits and groups. Those that are not there
    /// are among them.
    public func submittedFiles(_ source: SourceRevision) -> [URL] {
        [specification, self.source, arrayScript, collectScript, cutFile] + (source.changes.map { [diff($0)] } ?? [])
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
