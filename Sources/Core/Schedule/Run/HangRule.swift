/// When a job that gives no sign of life is taken for hung. A job that reports is stopped by its own
/// deadline; this is for those that do not come to look at it.
public struct HangRule: Sendable, Hashable, Codable {
    /// Seconds that a job may take; nil where it may take any time.
    public var limit: Double?
    /// Seconds beyond the limit, and without a sign of life, before a job is given up.
    public var grace: Double
    /// Seconds of silence that are worth a word where there is no limit.
    public var quiet: Double
    /// Seconds of silence, at least, after which a job is hung whatever it may take.
    public var silence: Double
    /// Seconds of silence, at least, after which a run that was asked to stop waits for a job no longer. Batch systems
    /// send SIGKILL half a minute after SIGTERM; tables and verdict are to be written by then.
    public var stopGrace: Double

    /// Times a job's usual interval that it may be silent. A night has room for it, and nothing that happens to a busy
    /// machine (swapping, a disk that is slow, twenty processes on one core) makes one epoch take so much longer than
    /// another.
    static let factor = 50.0
    /// The same once the run was asked to stop: the epoch under way is to end, and whoever asked is waiting.
    static let stopFactor = 3.0

    /// Environment variable that replaces grace, quiet and stop grace, in seconds; for tests and rehearsals.
    public static let variable = "SWEEP_GRACE"
    /// The same for `silence`.
    public static let silenceVariable = "SWEEP_SILENCE"

    /// - Parameter environment: `SWEEP_GRACE` and `SWEEP_SILENCE` are read.
    public init(_ limits: RunLimits, environment: [String: String] = [:]) {
        limit = limits.minutesPerJob.map { $0 * 60 }
        // An epoch of a job near its limit may take a good part of it, and ends it in good order.
        grace = max(60, 0.2 * (limit ?? 0))
        (quiet, silence, stopGrace) = (1800, 1800, 20)
        if let seconds = Self.seconds(Self.variable, environment) { (grace, quiet, stopGrace) = (seconds, seconds, seconds) }
        if let seconds = Self.seconds(Self.silenceVariable, environment) { silence = seconds }
    }

    /// What is wrong with `SWEEP_GRACE` or `SWEEP_SILENCE`, which `init` passes over; nil where nothing is.
    public static func problem(environment: [String: String]) -> String? {
        for name in [variable, silenceVariable] {
            guard let text = environment[name], !text.isEmpty, seconds(name, environment) == nil else { continue }
            return "\(name)=\(text): expected seconds, more than 0, such as 5"
        }
        return nil
    }

    private static func seconds(_ name: String, _ environment: [String: String]) -> Double? {
        environment[name].flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Seconds that a job may be silent, whatever it may take.
    func patience(_ pulse: Pulse) -> Double { max(silence, Self.factor * pulse.interval) }

    func isHung(_ pulse: Pulse, at now: Double) -> Bool {
        let silent = pulse.silence(at: now)
        if silent > patience(pulse) { return true }
        return limit.map { now - pulse.began > $0 + grace && silent > grace } ?? false
    }

    /// Whether work that nobody wants has had its time to stop by itself.
    /// - Parameter since: when it was told to.
    func isOverdue(_ pulse: Pulse, unwanted since: Double, at now: Double) -> Bool {
        now - since > grace && pulse.silence(at: now) > grace
    }

    /// Whether a run that was asked to stop goes without a job: its epoch should long be over.
    /// - Parameter since: when it was asked.
    func isLeftBehind(_ pulse: Pulse, stopping since: Double, at now: Double) -> Bool {
        min(now - since, pulse.silence(at: now)) > max(stopGrace, Self.stopFactor * pulse.interval)
    }

    func isQuiet(_ pulse: Pulse, at now: Double) -> Bool { limit == nil && pulse.silence(at: now) > quiet }
}
