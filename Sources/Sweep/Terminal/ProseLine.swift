/// A line for a person, who may be asked to copy a command out of it. On a terminal too narrow for it prose is broken
/// between words. A command stands on a line of its own there, and is never broken: what the
/// terminal itself breaks is copied as one line.
struct ProseLine: Equatable {
    var before = ""
    /// As it is typed; nil where there is none.
    var command: String?
    /// Behind the command.
    var after = ""
    /// Whether it is about something that went wrong.
    var isBad = false

    init(_ prose: String, command: String? = nil, _ after: String = "", isBad: Bool = false) {
        (before, self.command, self.after, self.isBad) = (prose, command, after, isBad)
    }

    /// As one line.
    var text: String { [before, command ?? "", after].filter { !$0.isEmpty }.joined(separator: " ") }

    /// - Parameter columns: of the terminal; nil where there is none, as in a log: its lines stay lines.
    func lines(columns: Int?) -> [String] {
        guard let columns, text.count >= columns else { return [text] }
        return Self.broken(before, columns) + (command.map { [$0] } ?? []) + Self.broken(after, columns)
    }

    /// Lines that continue another are set in, so that it is seen where the next one begins.
    private static func broken(_ prose: String, _ columns: Int) -> [String] {
        guard !prose.isEmpty else { return [] }
        let margin = String(prose.prefix { $0 == " " })
        let lines = prose.dropFirst(margin.count).description.broken(to: max(16, columns - 3 - margin.count))
        return lines.enumerated().map { margin + ($0 > 0 ? "  " : "") + $1 }
    }
}

extension Terminal {
    /// Shows lines as broad as the terminal is, and as they are where there is none.
    static func show(_ lines: [ProseLine], style: Style = .standard) {
        let columns = isInteractive ? width : nil
        for line in lines {
            for text in line.lines(columns: columns) { Self.line(line.isBad ? style.bad(text) : text) }
        }
    }

    static func show(_ line: ProseLine) { show([line]) }
}
