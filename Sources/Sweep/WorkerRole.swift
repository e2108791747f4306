import Core
import Foundation

/// What a process that a supervisor started knows of its role: how it dies with its supervisor, and how
/// it says that its end is in good order. An end without that word is a crash, whatever its status.
struct WorkerRole {
    /// How many processes this run had before this one.
    let earlierProcesses: Int
    /// The process that watches this one.
    let supervisor: Int32
    private let farewell: Int32

    /// Tells a process that it is a worker, in words that nobody sets by accident. Not for people.
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
        guard let text = ProcessInfo.processInfo.environment[variable] else { return nil }
        // Whatever it says, it was not said to the processes that this one starts.
        unsetenv(variable)
        guard let earlier = earlierProcesses(text) else {
            StandardError.print("note: \(variable) is set in the environment; it is the program's own, and passed over")
            return nil
        }
        _ = fcntl(descriptors.farewell, F_SETFD, FD_CLOEXEC)
        Lifeline.hold(descriptors.lifeline)
        return WorkerRole(earlierProcesses: earlier, supervisor: getppid(), farewell: descriptors.farewell)
    }

    /// What a supervisor tells its worker.
    static func handshake(earlierProcesses: Int) -> String { "worker \(earlierProcesses) of \(getpid())" }

    /// Nil where no supervisor can have said that: it speaks as `handshake` does, is this process's parent, and
    /// holds the other ends of two pipes.
    private static func earlierProcesses(_ text: String) -> Int? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, words[0] == "worker", words[2] == "of", let earlier = Int(words[1]), earlier >= 0,
            let parent = Int32(words[3]), isPipe(descriptors.lifeline, O_RDONLY), isPipe(descriptors.farewell, O_WRONLY)
        else { return nil }
        // A supervisor that is gone by now leaves its lifeline closed, which ends this process.
        var line = pollfd(fd: descriptors.lifeline, events: Int16(POLLIN), revents: 0)
        let isOrphan = poll(&line, 1, 0) > 0 && line.revents & Int16(POLLHUP) != 0
        return getppid() == parent || isOrphan ? earlier : nil
    }

    private static func isPipe(_ descriptor: Int32, _ direction: Int32) -> Bool {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO
            && fcntl(descriptor, F_GETFL) & O_ACCMODE == direction
    }

    func say(_ word: Word) {
        var byte = word.rawValue
        while write(farewell, &byte, 1) < 0, errno == EINTR {}
    }
}
