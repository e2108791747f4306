/// When a job that gives no sign of life is taken for hung. A job that reports is stopped by its own
/// deadline; this is for those that do not come to look at it.
public struct HangRule: Sendable, Hashable, Codable {
    /// Seconds that a job may take; nil where it may take any time: then it is never given up.
    public var limit: Double?
    /// Seconds beyond the limit, and without a sign of life, before a job is given up.
    public var grace: Double
    /// Seconds of silence that are worth a word where there is no limit.
    public var quiet: Double

    /// Environment variable that replaces grace and quiet, in seconds; for tests and rehearsals.
    public static let variable = "SWEEP_GRACE"

    /// - Parameter environment: `SWEEP_GRACE` is read.
    public init(_ limits: RunLimits, environment: [String: String] = [:]) {
        limit = limits.minutesPerJob.map { $0 * 60 }
        // An epoch of a job near its limit may take a good part of it, and ends it in good order.
        grace = max(60, 0.2 * (limit ?? 0))
        quiet = 1800
        if let seconds = environment[Self.variable].flatMap(Double.init), seconds > 0 {
            (grace, quiet) = (seconds, seconds)
        }
    }

    public func isHung(running seconds: Double, silent: Double) -> Bool {
        guard let limit else { return false }
        return seconds > limit + grace && silent > grace
    }

    /// Whether work that nobody wants has had its time to stop by itself.
    /// - Parameter unwanted: seconds since it was told to.
    public func isOverdue(unwanted seconds: Double, silent: Double) -> Bool { seconds > grace && silent > grace }

    public func isQuiet(silent: Double) -> Bool { limit == nil && silent > quiet }
}

/// How far a job was known to be, from its reports.
public struct JobProgress: Sendable, Hashable {
    /// `training`, `measuring test`.
    public var stage = "training"
    /// The last epoch that was reported; 0 before the first.
    public var epoch = 0

    public init() {}

    /// "since epoch 5", "since it began", "while measuring test".
    public var words: String {
        if stage != "training" { return "while \(stage)" }
        return epoch > 0 ? "since epoch \(epoch)" : "since it began"
    }

    /// The epoch that was under way, where training was.
    public var epochUnderWay: Int? { stage == "training" ? epoch + 1 : nil }

    mutating func note(_ event: RunEvent) {
        switch event {
        case .epochDone(_, _, let report, _): epoch = report.epoch
        case .measuringStarted(_, let split, _, _), .measuring(_, let split, _, _):
            stage = "measuring \(split.rawValue)"
        default: break
        }
    }
}
