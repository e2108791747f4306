import Foundation

/// A run as it leaves itself in `status.json` while it goes on, for `sweep status` and whoever else looks.
public struct RunStatus: Sendable, Codable {
    public enum State: String, Sendable, Codable {
        case running
        /// Finishing epochs and chunks after a signal.
        case stopping
        case ended
    }

    public var sweep: String
    public var program: String
    public var holder: LockHolder
    public var state = State.running
    /// Seconds since the run began, and until it is expected to be done.
    public var seconds: Double
    public var secondsLeft: Double?
    /// ISO 8601.
    public var updated: String
    public var progress: RunProgress
    /// The command to go on with, where the run ended without being done.
    public var again: String?
    /// Of the process, once ended.
    public var exitStatus: Int32?

    public init(sweep: String, program: String, progress: RunProgress, seconds: Double, secondsLeft: Double?) {
        self.sweep = sweep
        self.program = program
        self.progress = progress
        self.seconds = seconds
        self.secondsLeft = secondsLeft
        holder = .current()
        updated = Self.now
    }

    private static var now: String { ISO8601DateFormatter().string(from: Date()) }

    /// Replaces the file, without waiting for the disk: after a power failure nobody asks for it.
    public func write(to url: URL) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(self) else { return }
        // By a name of this process's own, and a rename: a reader never sees half of it.
        try? data.write(to: url, options: .atomic)
    }

    /// Nil where there is none that can be read.
    public init?(contentsOf url: URL) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? Data(contentsOf: url), let status = try? decoder.decode(RunStatus.self, from: data)
        else { return nil }
        self = status
    }
}
