import ArgumentParser
import Core
import Foundation

/// Stops a run in good order before its time is over. It is told as a batch system tells it, by SIGUSR1, so that there
/// is one way.
struct RunDeadline {
    private var deadline: Deadline
    /// Whose end it is; nil for one that a person set.
    private let job: SlurmJob?
    private var isOver = false

    /// Of `--time`, for the processes of one run: seconds since 1970. Not for people.
    private static let variable = "SWEEP_END_TIME"

    /// Begins to count; call it once in the first process of a run.
    static func begin(_ time: TimeLimit?) {
        guard let time else { return }
        setenv(variable, "\(Date.now.timeIntervalSince1970 + Double(time.seconds))", 1)
    }

    /// Nil where time has no end, or nobody knows it.
    /// - Parameter asksSlurm: whether the batch job's end counts.
    static func of(_ environment: [String: String], asksSlurm: Bool) -> RunDeadline? {
        let now = Date.now.timeIntervalSince1970
        let own = environment[variable].flatMap(Double.init)
        let job = asksSlurm ? SlurmJob(environment: environment) : nil
        let slurm = job?.end(environment: environment)
        guard let end = [own, slurm].compactMap(\.self).min() else { return nil }
        return RunDeadline(deadline: Deadline(end: end, now: now), job: end == slurm ? job : nil)
    }

    private init(deadline: Deadline, job: SlurmJob?) { (self.deadline, self.job) = (deadline, job) }

    /// - Parameter say: for people.
    mutating func look(_ say: (String) -> Void) {
        let now = Date.now.timeIntervalSince1970
        guard !isOver, now >= deadline.stop else { return }
        // An administrator may have given more time meanwhile.
        if let later = job?.facts().flatMap({ Deadline.end($0) }), later > deadline.end + 30 {
            deadline = Deadline(end: later, now: now)
            return
        }
        isOver = true
        say("the time is over in \(Text.duration(max(0, deadline.end - now))): the run stops")
        kill(getpid(), SIGUSR1)
    }

    // MARK: - Afterwards

    /// Puts a task that ran out of time back into the queue, and says so. Slurm ends this process a moment later.
    /// - Parameter status: that the run ended with.
    static func requeue(after status: Int32, again: String) {
        guard status == 128 + SIGUSR1, let job = SlurmJob(environment: ProcessInfo.processInfo.environment) else { return }
        switch job.requeue() {
        case .done: StandardError.print("note: task \(job.label) goes on when Slurm has room for it again (scontrol requeue)")
        case .cancelled: StandardError.print("note: task \(job.label) was cancelled, and is not put back into the queue")
        case .refused(let reason):
            StandardError.print(
                "warning: task \(job.label) could not be put back into the queue: \(reason). sweep submit submits what is "
                    + "missing; or by hand: \(again)")
        }
    }
}

extension TimeLimit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    /// With a word on what is expected. - Throws: `ValidationError`.
    @Sendable static func given(_ text: String) throws -> TimeLimit {
        guard let limit = TimeLimit(text) else {
            throw ValidationError("expected minutes, hours:minutes:seconds or days-hours:minutes:seconds, as in 90, 1:30:00, 2-0:0:0")
        }
        return limit
    }
}

extension ShardNumber: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    /// With a word on what is expected. - Throws: `ValidationError`.
    @Sendable static func given(_ text: String) throws -> ShardNumber {
        guard let number = ShardNumber(text) else {
            throw ValidationError("expected i/n, the i-th of n parts with i from 1 to n, as in 3/8")
        }
        return number
    }
}
