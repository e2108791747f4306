/// A line for a person, who may be asked to copy a command out of it. On a terminal too narrow for it prose is broken
/// between words, never inside a path. A command stands on a line of its own there, and is never broken: what the
/// terminal itself breaks is copied as one line.
struct ProseLine: Equatable {
    var before = ""
    /// As it is typed; nil where there is none.
    var command: String?
    /// Behind the command.
    var after = ""
    /// Whether it is about something that went wrong.
    var isBad = false
    /// What of the prose stays in one piece though it may have blanks, as a path.
    var whole: [String] = []
    /// How far lines that continue another are set in beside it, so that it is seen where the next one begins.
    var hanging = 2

    init(
        _ prose: String, command: String? = nil, _ after: String = "", isBad: Bool = false, whole: [String] = [], hanging: Int = 2
    ) {
        (before, self.command, self.after, self.isBad, self.whole) = (prose, command, after, isBad, whole)
        self.hanging = hanging
    }

    /// As one line.
    var text: String { [before, command ?? "", after].filter { !$0.isEmpty }.joined(separator: " ") }

    /// - Parameter columns: of the terminal; nil where there is none, as in a log: its lines stay lines.
    func lines(columns: Int?) -> [String] {
        guard let columns, text.count >= columns else { return [text] }
        return broken(before, columns) + (command.map { [$0] } ?? []) + broken(after, columns)
    }

    private func broken(_ prose: String, _ columns: Int) -> [String] {
        guard !prose.isEmpty else { return [] }
        let margin = String(prose.prefix { $0 == " " })
        // A blank that is none, for as long as it takes.
        let glued = whole.filter { $0.contains(" ") }.reduce(String(prose.dropFirst(margin.count))) { text, piece in
            text.replacing(piece, with: piece.replacing(" ", with: Self.glue))
        }
        let lines = glued.broken(to: max(16, columns - 1 - hanging - margin.count))
        return lines.enumerated().map { index, line in
            margin + (index > 0 ? String(repeating: " ", count: hanging) : "") + line.replacing(Self.glue, with: " ")
        }
    }

    /// Of the private characters of Unicode, which no path has.
    private static let glue = "\u{E001}"
}

extension Terminal {
    /// Shows lines as broad as the terminal is, and as they are where there is none.
    static func show(_ lines: [ProseLine]) {
        let style = Style.standard
        for line in lines {
            for text in line.lines(columns: columns) { Self.line(line.isBad ? style.bad(text) : text) }
        }
    }

    static func show(_ line: ProseLine) { show([line]) }
}
