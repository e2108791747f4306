import Dispatch
import Foundation

/// Ctrl-Z in a run that draws on a terminal: what it draws in place is taken away before the shell has the terminal, and
/// drawn anew after `fg`, below what the shell wrote.
enum PauseSignal {
    /// How long the writing thread is given for the last bytes.
    static let microseconds: UInt32 = 60_000

    /// For as long as the process lives. To be called once.
    /// - Parameters:
    ///   - isWatched: whether a supervisor stops this process a moment after it passed the signal on.
    ///   - before: takes the drawn lines away.
    static func hear(isWatched: Bool, before: @escaping @Sendable () -> Void) {
        signal(SIGTSTP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTSTP, queue: DispatchQueue(label: "sweep.pause"))
        source.setEventHandler {
            before()
            guard !isWatched else { return }
            usleep(microseconds)
            // To this thread, as in `Supervisor`.
            pthread_kill(pthread_self(), SIGSTOP)
        }
        source.resume()
        _ = Unmanaged.passRetained(source as AnyObject)
    }
}
