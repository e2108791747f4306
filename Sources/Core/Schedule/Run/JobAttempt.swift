/// What one attempt at a job may take, and how often it leaves a checkpoint.
public struct JobPace: Sendable {
    /// Minutes by `now` that one attempt may take; nil for no limit.
    public var minutes: Double?
    /// Seconds between two checkpoints of a job at least.
    public var checkpointSeconds: Double
    /// Seconds since some moment, on a clock that nobody can set, and that stands still while the machine sleeps
    /// or the process is stopped: none of that may use up a job's time.
    public var now: @Sendable () -> Double

    /// Seconds between two checkpoints of a job at least, unless a run says otherwise.
    public static let checkpointSeconds = 10.0

    /// - Parameter now: nil for `RunningClock.process`; then call it on a thread that is not bound.
    public init(
        minutes: Double? = nil, checkpointSeconds: Double = Self.checkpointSeconds,
        now: (@Sendable () -> Double)? = nil
    ) {
        self.minutes = minutes
        self.checkpointSeconds = checkpointSeconds
        let clock = RunningClock.process
        self.now = now ?? { clock.now }
    }
}

/// One attempt at a job: how long it has taken, and whether that is too long.
struct JobAttempt: Sendable {
    private let pace: JobPace
    private let start: Double

    init(_ pace: JobPace) {
        self.pace = pace
        start = pace.now()
    }

    /// Seconds.
    var elapsed: Double { pace.now() - start }

    var isLate: Bool { pace.minutes.map { elapsed > $0 * 60 } ?? false }

    /// `passed 30 minutes`.
    var lateness: String {
        let minutes = pace.minutes ?? 0
        return "passed \(SpecWriter.number(minutes)) minute\(minutes == 1 ? "" : "s")"
    }
}

/// When the next checkpoint of a training is due.
struct CheckpointTimer {
    private let pace: JobPace
    private var last: Double

    init(_ pace: JobPace) {
        self.pace = pace
        last = pace.now()
    }

    var isDue: Bool { pace.now() - last >= pace.checkpointSeconds }

    /// From the end of the writing on: a slow disk must not be written to all the time.
    mutating func restart() { last = pace.now() }
}
