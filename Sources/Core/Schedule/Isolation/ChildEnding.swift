import Foundation

/// How a child process ended.
public enum ChildEnding: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    case killed(signal: Int32)

    /// From what `waitpid` says. The macros that take it apart do not reach Swift.
    init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
    }

    /// Whether somebody else ended it: a system that is short of memory, a batch system, a person. No process does
    /// that to itself, so it says nothing of what was running.
    public var isFromOutside: Bool {
        if case .killed(let signal) = self { [SIGKILL, SIGTERM, SIGINT, SIGHUP].contains(signal) } else { false }
    }

    /// `killed by signal 4 (Illegal instruction)`, `exited with status 3`.
    public var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .killed(let signal): "killed by signal \(signal) (\(Self.name(signal)))"
        }
    }

    private static func name(_ signal: Int32) -> String {
        guard let words = strsignal(signal) else { return "unknown" }
        return String(cString: words)
    }
}
