import Foundation

/// When a process must have ended, and when it begins to.
public struct Deadline: Sendable, Equatable {
    /// Seconds since 1970.
    public let end: Double
    /// How long before the end a run stops: for the epoch and the chunk under way, and their checkpoints.
    public let margin: Double

    /// When to stop.
    public var stop: Double { end - margin }

    /// - Parameters:
    ///   - end: seconds since 1970.
    ///   - now: likewise; what is left from then on bounds the margin, so that a short time is not all margin.
    ///   - margin: nil for a tenth of what is left, 10 seconds to two minutes.
    public init(end: Double, now: Double, margin: Double? = nil) {
        self.end = end
        let left = max(0, end - now)
        self.margin = min(margin ?? min(120, max(10, left / 10)), left)
    }

    /// The end that Slurm tells in the environment; nil where it does not, as versions before 23 do.
    public static func end(environment: [String: String]) -> Double? {
        environment["SLURM_JOB_END_TIME"].flatMap(Double.init).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }

    /// The end that `scontrol show job` tells, seconds since 1970; nil for `Unknown`.
    public static func end(_ job: SlurmJobFacts) -> Double? { job["EndTime"].flatMap { time($0) } }

    /// `1766000000` (with SLURM_TIME_FORMAT=%s) or `2026-11-21T20:15:00`, of this machine's time zone.
    static func time(_ text: String, zone: TimeZone = .current) -> Double? {
        if let seconds = Double(text) { return seconds > 0 && seconds.isFinite ? seconds : nil }
        var style = Date.ISO8601FormatStyle(timeZone: zone)
        style = style.year().month().day().dateSeparator(.dash).time(includingFractionalSeconds: false).timeSeparator(.colon)
        return (try? style.parse(text))?.timeIntervalSince1970
    }
}
