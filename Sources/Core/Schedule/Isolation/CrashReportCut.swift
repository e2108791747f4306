/// Takes Swift's crash reports out of what a process says on standard error, as it comes: dozens of lines, which would scroll
/// a terminal away. `LastWords` has them; the line before, with the message, is passed on. A report that somebody asks a
/// running process for, by SIGQUIT, is no crash's, and stays.
struct CrashReportCut {
    private enum Place {
        case outside
        /// In a report: whether it is left out.
        case report(isCut: Bool)
    }

    private static let signal = Array("*** Signal ".utf8)
    private static let asked = Array("*** Signal 3:".utf8)
    private static let crash = Array("*** Program crashed".utf8)
    /// What its last line begins with.
    private static let last = Array("Backtrace took ".utf8)

    private var place = Place.outside
    /// Outside: what may yet turn out to be the beginning of a report, and the empty lines before it. In a report: the line
    /// under way.
    private var held: [UInt8] = []
    /// Whether the line under way is no report's first.
    private var isInLine = false
    /// Whether a crash's report was met.
    private(set) var hasReport = false

    /// - Returns: what to pass on.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var passed: [UInt8] = []
        for byte in bytes {
            switch place {
            case .report(let isCut):
                if !isCut { passed.append(byte) }
                note(byte)
            case .outside: passed += outside(byte)
            }
        }
        return passed
    }

    private mutating func outside(_ byte: UInt8) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        if isInLine {
            isInLine = byte != newline
            return [byte]
        }
        held.append(byte)
        let line = Array(held.drop { $0 == newline })
        if line.isEmpty { return [] }
        if line == Self.crash || line.starts(with: Self.signal) && line.count > Self.signal.count && byte == UInt8(ascii: ":") {
            let isCut = line != Self.asked
            place = .report(isCut: isCut)
            if isCut { hasReport = true }
            defer { held = line }
            return isCut ? [] : held
        }
        let isDigit = byte &- UInt8(ascii: "0") < 10
        if Self.crash.starts(with: line) || Self.signal.starts(with: line) || line.starts(with: Self.signal) && isDigit { return [] }
        isInLine = byte != newline
        return rest()
    }

    /// The runtime's last line ends a report: a process that goes on is heard again.
    private mutating func note(_ byte: UInt8) {
        guard byte == UInt8(ascii: "\n") else {
            if held.count < Self.last.count { held.append(byte) }
            return
        }
        if held.starts(with: Self.last) {
            place = .outside
            isInLine = false
        }
        held = []
    }

    /// What is still held: to be passed on where no more comes.
    mutating func rest() -> [UInt8] {
        guard case .outside = place else { return [] }
        defer { held = [] }
        return held
    }
}
