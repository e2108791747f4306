import Core
import Dispatch
import Foundation

extension Supervisor {
    /// The worker is in a process group of its own, so that each signal reaches it once, through here. For as long as
    /// the process lives.
    func passOn(_ signals: [Int32]) {
        let queue = DispatchQueue(label: "sweep.supervisor")
        var sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in
                let (worker, last, first) = state.withLock { state in
                    state.signal = state.signal ?? number
                    let first = state.firstSignal ?? .now
                    state.firstSignal = first
                    return (state.worker, state.last, first)
                }
                Output.hurry()
                (last?.child ?? worker?.process)?.signal(number)
                alarm.signal()
                // As in a run that nobody watches: a second signal does not wait for the user's command.
                guard let last, first.duration(to: .now) > .milliseconds(500), last.child.end(within: OnFinish.haste) == nil
                else { return }
                Output.endSoon()
                _exit(last.status.rawValue)
            }
            return source
        }
        // Ctrl-Z stops the worker with its own children, and then this process, as if they were one.
        signal(SIGTSTP, SIG_IGN)
        let pause = DispatchSource.makeSignalSource(signal: SIGTSTP, queue: queue)
        pause.setEventHandler { [self] in
            // First a word to the worker alone, which takes away what it draws on the terminal.
            state.withLock { $0.worker }?.process.signal(SIGTSTP)
            usleep(PauseSignal.microseconds)
            state.withLock { $0.worker }?.process.signal(SIGSTOP, group: true)
            // To this thread: `kill` lets another one take it, and returns meanwhile, so that the worker would go on at once.
            pthread_kill(pthread_self(), SIGSTOP)
            state.withLock { $0.worker }?.process.signal(SIGCONT, group: true)
        }
        sources.append(pause)
        for source in sources {
            source.resume()
            _ = Unmanaged.passRetained(source as AnyObject)
        }
    }
}
