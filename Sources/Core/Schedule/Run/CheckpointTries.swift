/// When a lane writes the next checkpoint, and what becomes of one that the disk refuses: the same for trainings,
/// measurings and analyses.
struct CheckpointTries {
    enum Outcome {
        case written
        /// It is tried again when the next one is due: what refuses now may not do so later (a folder on a network, a
        /// quota). Not at once: a try costs time too.
        case refused
        /// The disk takes nothing more of anybody.
        case stop(reason: String)
    }

    private let job: Job
    private let notify: @Sendable (RunEvent) -> Void
    private var timer: CheckpointTimer
    /// Refusals that were told: each kind once, however often it is met.
    private var told: Set<String> = []

    init(_ job: Job, _ executor: JobExecutor) {
        self.job = job
        notify = executor.notify
        timer = CheckpointTimer(executor.pace)
    }

    var isDue: Bool { timer.isDue }

    mutating func write(_ checkpoint: () throws -> Void) -> Outcome {
        defer { timer.restart() }
        do {
            try checkpoint()
            return .written
        } catch {
            if let file = error as? FileError, file.concernsAll { return .stop(reason: "\(file)") }
            if told.insert(Self.kind(error)).inserted {
                notify(.checkpointProblem(job, "no checkpoint could be written, it is tried again: \(error)"))
            }
            return .refused
        }
    }

    /// The same for refusals of the same call for the same cause.
    private static func kind(_ error: any Error) -> String {
        if case .refused(let operation, _, let code)? = error as? FileError { return "\(operation.rawValue) \(code)" }
        return "\(type(of: error))"
    }
}
