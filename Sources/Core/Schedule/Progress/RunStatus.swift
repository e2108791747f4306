import Foundation

/// A run as it leaves itself in `status.json` while it goes on, for `sweep status` and whoever else looks.
///
/// It decides nothing: the journal is the truth, and a run with a disk too full for this file goes on without it.
public struct RunStatus: Sendable, Codable {
    /// Where the run is, by its own word.
    public enum State: String, Sendable, Codable {
        case running
        /// Finishing epochs and chunks after a signal.
        case stopping
        /// The process is gone, and the one that watches it waits before it starts it again.
        case waiting
        /// The process is about to be gone, or is.
        case ended
    }

    /// The sweep's name.
    public var sweep: String
    /// Name, version and what it was built from: `sweep 0.2.0 (b8619b42a357)`.
    public var program: String
    /// The process, its host, and when it began.
    public var holder: LockHolder
    /// The process that starts it again should it crash; nil where none watches.
    public var supervisor: Int32?
    /// Of that process; nil where an earlier version wrote this.
    public var supervisorMark: ProcessMark?
    /// As of `updated`.
    public var state = State.running
    /// Seconds since the run began.
    public var seconds = 0.0
    /// Expected seconds until the run is done; nil where that cannot be told.
    public var secondsLeft: Double?
    /// When this was last brought up to date, ISO 8601.
    public var updated: String
    /// What the lanes do, and what is done.
    public var progress: RunProgress
    /// The command to go on with.
    public var command: String
    /// Of the run's process, once ended; nil before.
    public var exitStatus: Int32?
    /// While waiting: until when, ISO 8601; nil otherwise.
    public var waitsUntil: String?

    /// This process's, at its start.
    /// - Parameters:
    ///   - supervisor: the process that watches this one; nil where none does.
    ///   - command: to go on with.
    public init(sweep: String, program: String, supervisor: Int32?, command: String, progress: RunProgress) {
        self.sweep = sweep
        self.program = program
        self.supervisor = supervisor
        supervisorMark = supervisor.map(ProcessMark.of)
        self.command = command
        self.progress = progress
        holder = .current()
        updated = holder.since
    }

    /// Takes up how far the run is now.
    /// - Parameters:
    ///   - seconds: since the run began.
    ///   - secondsLeft: what is not finite is not kept.
    public mutating func note(_ progress: RunProgress, seconds: Double, secondsLeft: Double?, isStopping: Bool) {
        self.progress = progress
        self.seconds = seconds
        self.secondsLeft = secondsLeft.flatMap { $0.isFinite ? $0 : nil }
        state = isStopping ? .stopping : .running
        waitsUntil = nil
        updated = Date.now.formatted(.iso8601)
    }

    /// The last word of the process. - Parameter exitStatus: of the process.
    public mutating func end(_ progress: RunProgress, seconds: Double, exitStatus: Int32) {
        note(progress, seconds: seconds, secondsLeft: nil, isStopping: false)
        state = .ended
        self.exitStatus = exitStatus
    }

    /// By the process that watches: the other one is gone, and is started again after some seconds. What it said last
    /// stays, with its time.
    public mutating func wait(seconds: Double) {
        state = .waiting
        exitStatus = nil
        waitsUntil = Date.now.addingTimeInterval(seconds).formatted(.iso8601)
    }

    /// Replaces the file, without waiting for the disk: after a power failure nobody asks for it.
    /// - Throws: `FileError`; then the file is as it was.
    public func write(to url: URL) throws(FileError) { try AtomicFile.replace(Array(json.utf8), at: url) }

    /// One line, keys sorted.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = Self.nonFinite
        let data = try? encoder.encode(self)
        return data.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    private static let nonFinite = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

    /// Nil where there is none that can be read.
    public init?(contentsOf url: URL) {
        guard let data = try? Data(contentsOf: url) else { return nil }
        self.init(json: data)
    }

    init?(json data: Data) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let status = try? decoder.decode(RunStatus.self, from: data) else { return nil }
        self = status
    }
}
