import ArgumentParser
import Foundation
import Synchronization

/// Notices that something calls `exit` in the middle of a run: a library does that when it is at its wits' end, often with
/// status 0, and a script that called the program would take the night for done.
enum ExitGuard {
    /// While a run is on in this process: the command to go on with, and what is to be done before the end.
    private static let run = Mutex<(again: String, atEnd: @Sendable (ExitCode) -> Void)?>(nil)
    private static let isRegistered = Atomic<Bool>(false)

    static func arm(again command: String, atEnd: @escaping @Sendable (ExitCode) -> Void) {
        run.withLock { $0 = (command, atEnd) }
        guard !isRegistered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        atexit {
            // Whoever holds the lock at this moment is arming or disarming: then no run is on.
            guard let (command, atEnd) = ExitGuard.run.withLockIfAvailable({ $0 }) ?? nil else { return }
            StandardError.print(
                "the program was ended by a call of exit in the middle of the run; what was recorded is kept; "
                    + "go on with: \(command)")
            atEnd(ExitStatus.incomplete)
            Output.end()
            _exit(ExitStatus.incomplete.rawValue)
        }
    }

    static func disarm() { run.withLock { $0 = nil } }
}
