import Foundation

/// The two ends of a pipe, both closed on exec and neither among the first descriptors, which a
/// child's own are put in place of.
struct PipeEnds {
    let reading: Int32
    let writing: Int32

    /// Call it inside `ChildProcess.spawning`: between making a descriptor and marking it, a child
    /// that another thread starts would inherit it, and hold a lifeline open that is not its own.
    init() throws(SpawnError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SpawnError(step: "make a pipe", code: errno) }
        let raised = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        let code = errno
        for end in ends { close(end) }
        guard raised[0] >= 0, raised[1] >= 0 else {
            for end in raised where end >= 0 { close(end) }
            throw SpawnError(step: "make a pipe", code: code)
        }
        (reading, writing) = (raised[0], raised[1])
    }

    /// As `init`.
    /// - Parameter held: has both ends besides, to be closed where what they are for does not come about.
    static func held(by held: inout [Int32]) throws(SpawnError) -> PipeEnds {
        let ends = try PipeEnds()
        held += [ends.reading, ends.writing]
        return ends
    }
}

/// Why a child process could not be started.
public struct SpawnError: Error, Hashable, CustomStringConvertible {
    /// "make a pipe", "start".
    public var step: String
    /// The system's error number.
    public var code: Int32

    /// Whether that passes by itself: too many processes or open files at the moment, or no memory for one more.
    public var isPassing: Bool { [EAGAIN, ENOMEM, EMFILE, ENFILE].contains(code) }

    /// One line: what was tried, the system's words for why not, and where to look.
    public var description: String {
        "could not \(step)\(step == "start" ? " a child process" : " for a child process"): \(SystemError.text(code)); "
            + (isPassing || step != "start"
                ? "are there too many processes or open files, or is memory short?"
                : "is the program still where it was started from?")
    }
}
