import ArgumentParser
import Core
import Foundation
import Synchronization

/// Starts the run in a process of its own and starts it again when that one dies, until the run has ended
/// or goes no further.
final class Supervisor: Sendable {
    struct State {
        var worker: Worker?
        /// The first signal that was passed on.
        var signal: Int32?
        var firstSignal: SuspendingClock.Instant?
        /// What is run when the run is over, and the status that the run ended with.
        var last: (child: ChildProcess, status: ExitCode)?
        /// Whether a worker began with the work, and none said since that all is over.
        var isOpen = false
    }

    /// An end of a worker that is no end of the run.
    private typealias Loss = (ending: ChildEnding, lastWords: String?)

    let folder: ResultsFolder
    private let again: String
    let state = Mutex(State())
    /// Raised by the first signal, for who waits.
    let alarm = DispatchSemaphore(value: 0)

    init(folder: ResultsFolder, again: String) {
        self.folder = folder
        self.again = again
    }

    /// Whether the run was begun and has not told its end.
    var isOpen: Bool { state.withLock(\.isOpen) }

    /// From now on signals are for this child too.
    func passOn(to child: ChildProcess, status: ExitCode) { state.withLock { $0.last = (child, status) } }

    /// - Throws: the status that the run ended with.
    func run() throws {
        let signals = StopSignals.numbers
        passOn(signals)
        var earlier = 0
        var policy = RestartPolicy(GrowingPauses(environment: ProcessInfo.processInfo.environment))
        while true {
            let worker: Worker
            do throws(SpawnError) {
                worker = try start(earlier, signals)
            } catch {
                if !policy.hasBegun {
                    throw failure(ExitStatus.incomplete, "\(error)\nGo on without a supervisor: \(again) --no-supervise")
                }
                try follow(policy.didNotBegin(), "\(error)")
                continue
            }
            let ended = worker.wait()
            state.withLock { $0.worker = nil }
            let trace = kept(ended.report, of: worker, ended.ending)
            let told = ended.told.compactMap(WorkerRole.Word.init(rawValue:))
            let hasBegun = told.contains(.opened)
            if hasBegun {
                state.withLock { $0.isOpen = told.last != .ended }
                policy.began()
                earlier += 1
            }
            let isLost = if case .opened? = told.last { true } else { told.last == nil }
            if !isLost, let trace { StandardError.print("note: \(trace)") }
            switch told.last {
            case .ended?:
                guard case .exited(let status) = ended.ending else { throw stopped() }
                if hasBegun || !policy.hasBegun || isAnswer(status, signals) { throw ExitCode(status) }
                // It has said why.
                try follow(policy.didNotBegin(), "the run did not begin again: its process \(ended.ending)")
            case .startAgain?:
                if isStopping { throw stopped() }
                StandardError.print("note: the run is started again without the job that hangs")
            case .opened?, nil:
                awaitSignal(after: ended.ending, signals)
                if isStopping { throw stopped() }
                let cause = "the run's process was lost: \(ended.ending)" + (trace.map { "; \($0)" } ?? "")
                if hasBegun {
                    try goOn(after: (ended.ending, ended.lastWords), cause, &policy)
                } else {
                    try follow(policy.didNotBegin(), "\(cause), before any job began")
                }
            }
        }
    }

    /// Whether a status says all there is to say, also of a worker in which nothing began: there was nothing to do, or
    /// it was asked to stop.
    private func isAnswer(_ status: Int32, _ signals: [Int32]) -> Bool {
        isStopping || status == 0 || signals.contains(status - 128)
    }

    /// Whoever ends all processes at once reaches this one too, perhaps a moment after a worker that was
    /// still starting.
    private func awaitSignal(after ending: ChildEnding, _ signals: [Int32]) {
        let number: Int32 = switch ending {
        case .killed(let signal): signal
        case .exited(let status): status - 128
        }
        guard signals.contains(number) else { return }
        for _ in 0 ..< 50 where !isStopping { usleep(10_000) }
    }

    /// Swift's report of a crash would scroll the terminal away: it goes into a file.
    /// - Returns: where it is, in words; nil where there is none, or where it was written to standard error after all.
    private func kept(_ report: String?, of worker: Worker, _ ending: ChildEnding) -> String? {
        guard let report else { return nil }
        if let file = CrashReportFile.write(report, of: worker.process.pid, ending, program: Program.name, in: folder) {
            return "its backtrace is in \(file.relativePath)"
        }
        StandardError.print(report)
        return nil
    }

    private func start(_ earlier: Int, _ signals: [Int32]) throws(SpawnError) -> Worker {
        var environment = ThisProgram.childEnvironment
        environment[WorkerRole.variable] = WorkerRole.handshake(earlierProcesses: earlier)
        let worker = try Worker(
            ThisProgram.path, CommandLine.arguments, environment: environment,
            lifeline: WorkerRole.descriptors.lifeline, farewell: WorkerRole.descriptors.farewell,
            signals: signals, passOn: { Terminal.write($0, to: STDERR_FILENO) })
        let signal = state.withLock { state in
            state.worker = worker
            return state.signal
        }
        // It came while the worker was being started.
        if let signal { worker.process.signal(signal) }
        return worker
    }

    // MARK: - Stopping

    private var isStopping: Bool { state.withLock { $0.signal } != nil }

    /// The status of a run that was stopped while no worker could say anything.
    private func stopped() -> ExitCode {
        guard let signal = state.withLock({ $0.signal }) else {
            return failure(ExitStatus.incomplete, "the run's process was lost at its end; go on with: \(again)")
        }
        return failure(ExitCode(128 + signal), "stopped; go on with: \(again)")
    }

    // MARK: - After a loss

    /// - Throws: where the run is not started again.
    private func goOn(after loss: Loss, _ cause: String, _ policy: inout RestartPolicy) throws {
        let after = try recorded(loss, cause, &policy)
        let labels = after.running.values.sorted()
        // Of a machine with many cores the log needs not every name; the journal has them.
        let running = labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? " and \(labels.count - 8) more" : "")
        let decision = policy.crashed(after, loss.ending)
        guard case .startAgain = decision else {
            return try follow(decision, "\(cause). Running were: \(running.isEmpty ? "none" : running)")
        }
        StandardError.print(
            "warning: \(cause). Running were: \(running.isEmpty ? "none, or jobs in processes of their own" : running). "
                + "It is started again; a job that crashes once more is not run any more.")
    }

    /// The next process must know what was running in the lost one: nothing begins before that is written down.
    private func recorded(_ loss: Loss, _ cause: String, _ policy: inout RestartPolicy) throws -> RunAftermath {
        while true {
            do {
                return try record(loss)
            } catch {
                try follow(policy.didNotBegin(), "\(cause). That could not be written down: \(error)")
            }
        }
    }

    /// Writes the crash down, in a journal file of its own: the worker's has one writer.
    private func record(_ loss: Loss) throws -> RunAftermath {
        // Nobody else may be at work there; whoever is, has its own supervisor. A shard has its files to itself.
        let lock = folder.shard == nil ? try ResultsLock(folder: folder.url.path, patience: 1) : nil
        return try withExtendedLifetime(lock) {
            let after = try RunAftermath.read(journal: folder.journal.path)
            let name = folder.shard == nil
                ? "supervisor" : try JournalClaim.next(folder: folder.journal.path, prefix: "supervisor-")
            let journal = try JournalWriter(folder: folder.journal.path, shard: name)
            try journal.append(
                .crashed(
                    CrashedEvent(
                        running: after.running.keys.sorted(), reason: "\(loss.ending)", detail: loss.lastWords,
                        date: ISO8601DateFormatter().string(from: Date()), run: after.runs)))
            try journal.close()
            return after
        }
    }

    /// Waits as long as was decided.
    /// - Parameter why: for people, without its full stop.
    /// - Throws: where the run is not started again, or a signal asks to stop.
    private func follow(_ decision: RestartPolicy.Decision, _ why: String) throws {
        switch decision {
        case .startAgain: return
        case .pause(let seconds, let retry, let all):
            StandardError.print("warning: \(why); tried again in \(Text.duration(seconds)) (\(retry) of \(all))")
            noteWaiting(seconds)
            if !isStopping { _ = alarm.wait(timeout: .now() + seconds) }
            if isStopping { throw stopped() }
        case .neverBegan:
            throw failure(ExitStatus.incomplete, "\(why); it is not started again. Once that is put right: \(again)")
        case .outOfPatience(let tries):
            throw failure(
                ExitStatus.incomplete,
                "\(why); given up after \(tries.of("try", "tries")). What was recorded is kept. Go on with: \(again)")
        case .noProgress(let crashes):
            throw failure(
                ExitStatus.incomplete,
                "\(why); \(crashes) times now without a job finished between. It is not started again. Go on with: \(again)")
        }
    }
}
