import Foundation

/// What `sweep status --json` says of a results folder.
public struct StatusReport: Encodable {
    /// A ν search, how far it is.
    public struct Search: Encodable {
        /// As people call it: `R4 IR logit`.
        public var search: String
        /// Nil while it goes on.
        public var outcome: String?
        /// The answer; nil unless passed.
        public var nu: Double?
        /// The largest probed ν that fails, below all that pass; nil where there is none.
        public var low: Double?
        /// The smallest probed ν that passes with all probed above it; nil where there is none.
        public var high: Double?
        /// Values of ν that were tried.
        public var probes: Int
    }

    /// A job that is failed now.
    public struct Failure: Encodable {
        /// As people call it.
        public var job: String
        /// What it was at: `training`, `measuring test`, or the name of an analysis.
        public var stage: String
        /// In the words of the error.
        public var reason: String
    }

    /// Absolute path.
    public var results: String
    /// `running`, `busy`, `restarting`, `lost`, `ended`, or `none` where no run has left a word; while a shard is at work
    /// `running`; while Slurm has something of it `running` or `queued`, and `unknown` where it was submitted and Slurm gives
    /// no answer.
    public var state: String
    /// `status.json`, where there is one to go by.
    public var run: RunStatus?
    /// By the journal; nil while a run goes on.
    public var done: Int?
    /// Networks that a run would train or measure now.
    public var missing: Int?
    /// Whether nothing is left to do.
    public var complete: Bool?
    /// In the order of the sweep file.
    public var searches: [Search]?
    /// Of the jobs that are failed now.
    public var failures: [Failure]?
    /// Its shards and their tasks; nil where nothing was submitted to Slurm.
    public var cluster: ClusterView?
    /// What a person types to go on; nil where nothing is left to do, or where Slurm goes on by itself.
    public var command: String?

    /// Everything that the journal tells is left nil.
    public init(_ folder: ResultsFolder, _ presence: RunPresence) {
        results = folder.url.standardizedFileURL.path
        state = presence.name
        run = presence.status
    }

    /// What Slurm has, at work or waiting, outranks what the folder says of a run, but for one that goes on here.
    public mutating func add(_ view: ClusterView?) {
        cluster = view
        guard let view, state != "running" else { return }
        if view.isUnreachable {
            state = "unknown"
        } else if view.goesOn {
            state = view.isRunning ? "running" : "queued"
        }
    }

    /// - Parameter command: to go on with; nil where Slurm goes on by itself.
    public mutating func add(_ status: FolderStatus, command: String?) {
        done = status.outline.done
        missing = status.outline.missing
        complete = status.isComplete
        searches = status.searches.map {
            Search(search: $0.label, outcome: $0.outcome, nu: $0.nu, low: $0.low, high: $0.high, probes: $0.probes.count)
        }
        failures = status.failures.map { Failure(job: $0.label, stage: $0.event.stage, reason: $0.event.reason) }
        self.command = status.isComplete ? nil : command
    }

    /// One line without its end, keys sorted.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
