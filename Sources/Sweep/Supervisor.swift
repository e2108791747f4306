import ArgumentParser
import Core
import Foundation
import Synchronization

/// Starts the run in a process of its own and starts it again when that one dies, until the run has ended
/// or goes no further.
final class Supervisor: Sendable {
    private struct State {
        var worker: Worker?
        /// The first signal that was passed on.
        var signal: Int32?
    }

    private let folder: ResultsFolder
    private let again: String
    private let state = Mutex(State())

    init(folder: ResultsFolder, again: String) {
        self.folder = folder
        self.again = again
    }

    /// - Throws: the status that the run ended with, unless that is 0.
    func run() throws {
        let signals = StopSignals.numbers
        let sources = passOn(signals)
        defer { for source in sources { source.cancel() } }
        var earlier = 0
        var policy = RestartPolicy()
        while true {
            let worker: Worker
            do throws(SpawnError) {
                worker = try start(earlier, signals)
            } catch {
                throw failure(ExitStatus.incomplete, "\(error)\nGo on without a supervisor: \(again) --no-supervise")
            }
            let ended = worker.wait()
            state.withLock { $0.worker = nil }
            let told = ended.told.compactMap(WorkerRole.Word.init(rawValue:))
            switch told.last {
            case .ended?:
                if case .exited(let status) = ended.ending { throw ExitCode(status) }
                throw stopped
            case .startAgain?:
                if state.withLock({ $0.signal }) != nil { throw stopped }
                earlier += 1
                StandardError.print("note: the run is started again without the job that hangs")
                continue
            case .opened?, nil: break
            }
            // Whoever ends all processes at once reaches this one too, perhaps a moment after a worker that was
            // still starting.
            if case .killed(let number) = ended.ending, signals.contains(number) {
                for _ in 0 ..< 50 where state.withLock({ $0.signal }) == nil { usleep(10_000) }
            }
            if state.withLock({ $0.signal }) != nil { throw stopped }
            let cause = "the run's process was lost: \(ended.ending)"
            guard told.contains(.opened) else {
                throw failure(ExitStatus.incomplete, "\(cause), before any job began; it is not started again")
            }
            let after = try record(ended.ending, ended.lastWords)
            let running = after.running.values.sorted().joined(separator: ", ")
            switch policy.crashed(after) {
            case .startAgain: break
            case .noProgress(let crashes):
                throw failure(
                    ExitStatus.incomplete,
                    "\(cause); \(crashes) times now without a job finished between. It is not started again. "
                        + "Running were: \(running.isEmpty ? "none" : running). Go on with: \(again)")
            }
            StandardError.print(
                "warning: \(cause). Running were: \(running.isEmpty ? "none, or jobs in processes of their own" : running). "
                    + "It is started again; a job that crashes once more is not run any more.")
            earlier += 1
        }
    }

    private func start(_ earlier: Int, _ signals: [Int32]) throws(SpawnError) -> Worker {
        var environment = ThisProgram.childEnvironment
        environment[WorkerRole.variable] = WorkerRole.handshake(earlierProcesses: earlier)
        let worker = try Worker(
            ThisProgram.path, CommandLine.arguments, environment: environment,
            lifeline: WorkerRole.descriptors.lifeline, farewell: WorkerRole.descriptors.farewell,
            signals: signals)
        let signal = state.withLock { state in
            state.worker = worker
            return state.signal
        }
        // It came while the worker was being started.
        if let signal { worker.process.signal(signal) }
        return worker
    }

    private var stopped: ExitCode {
        ExitCode(state.withLock { $0.signal }.map { 128 + $0 } ?? ExitStatus.incomplete.rawValue)
    }

    /// The worker is in a process group of its own, so that each signal reaches it once, through here.
    private func passOn(_ signals: [Int32]) -> [any DispatchSourceSignal] {
        let queue = DispatchQueue(label: "sweep.supervisor")
        var sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in
                let worker = state.withLock { state in
                    state.signal = state.signal ?? number
                    return state.worker
                }
                worker?.process.signal(number)
            }
            return source
        }
        // Ctrl-Z stops the worker with its own children, and then this process, as if they were one.
        signal(SIGTSTP, SIG_IGN)
        let pause = DispatchSource.makeSignalSource(signal: SIGTSTP, queue: queue)
        pause.setEventHandler { [self] in
            state.withLock { $0.worker }?.process.signal(SIGSTOP, group: true)
            // To this thread: `kill` lets another one take it, and returns meanwhile, so that the worker would go on at once.
            pthread_kill(pthread_self(), SIGSTOP)
            state.withLock { $0.worker }?.process.signal(SIGCONT, group: true)
        }
        sources.append(pause)
        for source in sources { source.resume() }
        return sources
    }

    /// Writes the crash down, in a journal file of its own: the worker's has one writer.
    private func record(_ ending: ChildEnding, _ words: String?) throws -> RunAftermath {
        do {
            // Nobody else may be at work there; whoever is, has its own supervisor.
            let lock = try ResultsLock(folder: folder.url.path, patience: 1)
            return try withExtendedLifetime(lock) {
                let after = RunAftermath(events: try Journal.read(folder: folder.journal.path).events)
                let journal = try JournalWriter(folder: folder.journal.path, shard: "supervisor")
                try journal.append(
                    .crashed(
                        CrashedEvent(
                            running: after.running.keys.sorted(), reason: "\(ending)", detail: words,
                            date: ISO8601DateFormatter().string(from: Date()), run: after.runs)))
                try journal.close()
                return after
            }
        } catch {
            throw failure(ExitStatus.incomplete, "the run's process was lost: \(ending). \(error)")
        }
    }
}
