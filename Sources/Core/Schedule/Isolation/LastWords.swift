/// The end of what a process said, as text. Of a Swift crash report that is what matters: the message and
/// the thread that crashed, and not the other threads, registers and images that come after.
public struct LastWords: Sendable {
    private var bytes: [UInt8] = []
    private let limit: Int
    /// A crash report names every thread; its message stands at its beginning.
    private static let reach = 65_536

    /// - Parameter limit: of the text, in bytes.
    public init(limit: Int = 4096) {
        self.limit = limit
    }

    /// Takes up what was said next. Of what is further back than 64 kB nothing is told, and memory stays bounded.
    public mutating func add(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
        // Not at every line: moving the rest each time would be quadratic for a process that says much.
        if bytes.count > 4 * Self.reach { bytes.removeFirst(bytes.count - Self.reach) }
    }

    /// Nil where nothing was said. Begins with a whole line where lines were cut off.
    public var text: String? {
        let lines = String(decoding: bytes.suffix(Self.reach), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        let text = Self.crash(in: lines).map { Self.first($0, limit) } ?? Self.last(lines, limit)
        return text.isEmpty ? nil : text.joined(separator: "\n")
    }

    /// All of a Swift crash report, with the few lines before it; nil where there is none, also where the program that
    /// makes it could not be started and the runtime only says that it tries.
    public var report: String? {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = Self.beginning(of: lines), lines[start...].contains(where: { $0.hasPrefix("*** Program crashed") })
        else { return nil }
        let before = lines[..<start].filter { !$0.isEmpty }.suffix(Self.before)
        return (before + [""] + lines[start...]).joined(separator: "\n")
    }

    /// Lines before a report, the message among them.
    private static let before = 5

    /// The first line of the last report, which is the runtime's, where that says so, or that of its program; nil where there
    /// is none, and for one that somebody asked for by SIGQUIT: that is no crash's.
    private static func beginning(of lines: [String]) -> Int? {
        let signal = lines.lastIndex { $0.hasPrefix("*** Signal ") }
        let program = lines.lastIndex { $0.hasPrefix("*** Program crashed") }
        guard let last = [signal, program].compactMap(\.self).max() else { return nil }
        // The runtime says that it calls that program, if it does, right before.
        let isOne = signal.map { $0 < last && lines[$0 ..< last].allSatisfy { !$0.hasPrefix("Backtrace took ") } } == true
        let start = isOne ? signal ?? last : last
        return lines[start].hasPrefix("*** Signal 3:") ? nil : start
    }

    /// The few lines before the report, and the crashed thread. Nil where there is no report.
    private static func crash(in lines: [String]) -> [String]? {
        guard let start = beginning(of: lines),
            let thread = lines[start...].firstIndex(where: { $0.hasPrefix("Thread ") && $0.contains(" crashed") })
        else { return nil }
        let rest = lines[(thread + 1)...]
        let end = rest.firstIndex { !$0.hasPrefix(" ") && !$0.hasPrefix("...") } ?? rest.endIndex
        return Array(lines[..<start].suffix(before)) + lines[thread ..< end]
    }

    private static func first(_ lines: [String], _ limit: Int) -> [String] {
        var size = 0
        return Array(lines.prefix { line in
            size += line.utf8.count + 1
            return size <= limit
        })
    }

    private static func last(_ lines: [String], _ limit: Int) -> [String] {
        first(lines.reversed(), limit).reversed()
    }
}
