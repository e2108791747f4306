/// Takes Swift's crash report out of what a process says on standard error, as it comes: dozens of lines, which would scroll
/// a terminal away. `LastWords` has the report; the line before it, with the message, is passed on.
struct CrashReportCut {
    private static let beginnings = ["*** Signal ", "*** Program crashed"].map { Array($0.utf8) }

    /// What may yet turn out to be the beginning of a report, and the empty lines before it.
    private var held: [UInt8] = []
    /// Whether the line under way is no report's first.
    private var isInLine = false
    /// Whether a report was met: it lasts until the process is at its end.
    private(set) var isInReport = false

    /// - Returns: what to pass on.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        guard !isInReport else { return [] }
        var passed: [UInt8] = []
        for byte in bytes {
            if isInLine {
                passed.append(byte)
                isInLine = byte != UInt8(ascii: "\n")
                continue
            }
            held.append(byte)
            let line = held.drop { $0 == UInt8(ascii: "\n") }
            if line.isEmpty { continue }
            if Self.beginnings.contains(where: { $0.elementsEqual(line) }) {
                isInReport = true
                held = []
                return passed
            }
            if Self.beginnings.contains(where: { $0.starts(with: line) }) { continue }
            passed += rest()
            isInLine = byte != UInt8(ascii: "\n")
        }
        return passed
    }

    /// What is still held: to be passed on where no more comes.
    mutating func rest() -> [UInt8] {
        defer { held = [] }
        return held
    }
}
