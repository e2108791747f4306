import Core
import Dispatch
import Foundation
import Synchronization

/// Stops a run in good order before its time is over. It is told as a batch system tells it, by SIGUSR1, so that there
/// is one way.
struct RunDeadline {
    private var deadline: Deadline {
        didSet { warning?.set(deadline.stop) }
    }
    /// For whoever hears signals. Nil where the end is a person's: then a signal is another wish.
    let warning: EarlyWarning?
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

    private init(deadline: Deadline, job: SlurmJob?) {
        (self.deadline, self.job) = (deadline, job)
        warning = job.map { _ in EarlyWarning(stop: deadline.stop) }
    }

    /// - Parameter say: for people.
    mutating func look(_ say: (String) -> Void) {
        let now = Date.now.timeIntervalSince1970
        if warning?.take() == true, !isOver {
            // Somebody may have changed the limit, or the task is to make room for another one.
            if let end = endNow(), abs(end - deadline.end) > 2 {
                deadline = Deadline(end: end, now: now)
            }
            if now < deadline.stop {
                say(
                    "Slurm warns of the end, which is in \(Text.duration(deadline.end - now)): the run goes on until "
                        + "\(Text.duration(deadline.margin)) before it")
            }
        }
        guard !isOver, now >= deadline.stop else { return }
        // An administrator may have given more time meanwhile.
        if let later = endNow(), later > deadline.end + 30 {
            deadline = Deadline(end: later, now: now)
            return
        }
        isOver = true
        warning?.set(0)
        say("the time is over in \(Text.duration(max(0, deadline.end - now))): the run stops")
        kill(getpid(), SIGUSR1)
    }

    /// When Slurm would end the job, as it says now; nil where it does not say so soon. Who asks is also who stops the run:
    /// a controller that is slow, as where a thousand tasks ask it together, must not take the time for that.
    private func endNow() -> Double? {
        guard let job else { return nil }
        let answer = EndAnswer()
        Thread.detachNewThread {
            let end = job.facts().flatMap { Deadline.end($0) }
            answer.end.withLock { $0 = end }
            answer.isThere.signal()
        }
        _ = answer.isThere.wait(timeout: .now() + min(5, deadline.margin / 4))
        return answer.end.withLock { $0 }
    }

    /// What another thread is told, which may be late.
    private final class EndAnswer: Sendable {
        let end = Mutex<Double?>(nil)
        let isThere = DispatchSemaphore(value: 0)
    }

    // MARK: - Afterwards

    /// Puts a task that ran out of time back into the queue, and says so. Slurm ends this process a moment later.
    /// - Parameter status: that the run ended with.
    static func requeue(after status: Int32, again: String) {
        guard status == 128 + SIGUSR1, let job = SlurmJob(environment: ProcessInfo.processInfo.environment) else { return }
        let environment = ProcessInfo.processInfo.environment
        let ending = job.requeue(until: { job.end(environment: environment) }) { reason, pause in
            StandardError.print(
                "note: task \(job.label) could not be put back into the queue yet: \(reason); tried again in "
                    + Text.duration(pause))
        }
        switch ending {
        case .done: StandardError.print("note: task \(job.label) goes on when Slurm has room for it again (scontrol requeue)")
        case .held:
            StandardError.print(
                "note: task \(job.label) is back in the queue, but held: it goes on when somebody lets it go: scontrol release "
                    + job.label)
        case .cancelled: StandardError.print("note: task \(job.label) was cancelled, and is not put back into the queue")
        case .refused(let reason):
            StandardError.print(
                "warning: task \(job.label) could not be put back into the queue: \(reason). What is missing is submitted "
                    + "by: \(again)")
        }
    }
}
