import Core
import Foundation

/// What a process that a supervisor started knows of its role: how it dies with its supervisor, and how
/// it says that its end is in good order. An end without that word is a crash, whatever its status.
struct WorkerRole {
    /// How many processes this run had before this one.
    let earlierProcesses: Int
    private let farewell: Int32

    /// Tells a process that it is a worker. Not for people.
    static let variable = "SWEEP_WORKER"
    /// Of the lifeline and the farewell, in the worker.
    static let descriptors: (lifeline: Int32, farewell: Int32) = (3, 4)

    enum Word: UInt8 {
        /// Work has begun: the journal has its `.opened`.
        case opened = 0x6F
        /// The status is the run's.
        case ended = 0x65
        /// Start me again: a lane is lost, the rest is in order.
        case startAgain = 0x61
    }

    /// The status beside `startAgain`, should anybody see it.
    static let startAgainStatus: Int32 = 75

    /// Nil in a process that no supervisor started. Call it once, on an unbound thread: from then on this
    /// process ends with its supervisor.
    static func take() -> WorkerRole? {
        guard let text = ProcessInfo.processInfo.environment[variable], let earlier = Int(text), earlier >= 0,
            fcntl(descriptors.lifeline, F_GETFD) >= 0, fcntl(descriptors.farewell, F_GETFD) >= 0
        else { return nil }
        unsetenv(variable)
        _ = fcntl(descriptors.farewell, F_SETFD, FD_CLOEXEC)
        Lifeline.hold(descriptors.lifeline)
        return WorkerRole(earlierProcesses: earlier, farewell: descriptors.farewell)
    }

    func say(_ word: Word) {
        var byte = word.rawValue
        while write(farewell, &byte, 1) < 0, errno == EINTR {}
    }
}
