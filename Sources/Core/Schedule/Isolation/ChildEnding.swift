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
