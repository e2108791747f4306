import Foundation
import Synchronization

/// Notices that something calls `exit` in the middle of a run: a library does that when it is at its wits' end, often with
/// status 0, and a script that called the program would take the night for done.
enum ExitGuard {
    /// The command to go on with, while a run is on in this process.
    private static let again = Mutex<String?>(nil)
    private static let isRegistered = Atomic<Bool>(false)

    static func arm(again command: String) {
        again.withLock { $0 = command }
        guard !isRegistered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        atexit {
            // Whoever holds the lock at this moment is arming or disarming: then no run is on.
            guard let command = ExitGuard.again.withLockIfAvailable({ $0 }) ?? nil else { return }
            StandardError.print(
                "the program was ended by a call of exit in the middle of the run; what was recorded is kept; "
                    + "go on with: \(command)")
            _exit(ExitStatus.incomplete.rawValue)
        }
    }

    static func disarm() { again.withLock { $0 = nil } }
}
