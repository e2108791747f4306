/// Rows of the benchmark for people: a table of at most 100 columns, or Markdown.
///
/// A note is shown once, below, and marked at every row that it belongs to.
public struct BenchTable {
    private var notes: [String] = []

    /// Before its first row.
    public init() {}

    private static let widths = [32, 9, 9, 9, 6, 19, 5]
    private static let titles = ["", "median", "unit", "bound", "ratio", "range", "times"]

    /// What the figures were measured on, and what the columns mean.
    public static func preface(_ machine: BenchMachine) -> [String] {
        let places = machine.lanes.joined(separator: ", ")
        return [
            "\(machine.cpu), \(machine.system)",
            "\(machine.instructionSet.rawValue) kernels: \(machine.instructionSetReason)",
            "\(machine.cores) cores, \(machine.processors) processors, lanes on \(places); one core, where nothing else is said",
            "GMAC/s: 10⁹ multiply-adds a second. bound: what the multiply-adds alone would allow at the peak",
            "measured beside each repetition. ratio: 100 % is as fast as the bound, more is faster.",
        ]
    }

    /// The titles over `line(_:)`, of the same widths.
    public static var header: String { line(titles) }

    /// The row in columns of fixed width, for a terminal.
    public mutating func line(_ row: BenchRow) -> String { Self.line(cells(row)) }

    /// The row between bars, numbers as in `line(_:)`.
    public mutating func markdown(_ row: BenchRow) -> String {
        var cells = cells(row)
        cells[0] = cells[0].replacing("*", with: "\\*")
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// The titles and the rule below them.
    public static var markdownHeader: [String] {
        ["| " + (["row"] + titles.dropFirst()).joined(separator: " | ") + " |", "|---|--:|---|--:|--:|--:|--:|"]
    }

    /// The notes of all rows so far, in lines of at most `width` characters where words allow it.
    public func footnotes(width: Int = .max) -> [String] {
        notes.enumerated().flatMap { index, note in
            var lines: [String] = []
            var line = "[\(index + 1)]"
            for word in note.split(separator: " ") {
                if line.count + 1 + word.count > width {
                    lines.append(line)
                    line = "   "
                }
                line += " " + word
            }
            return lines + [line]
        }
    }

    private mutating func cells(_ row: BenchRow) -> [String] {
        var name = row.name
        if let note = row.note {
            let number = notes.firstIndex(of: note) ?? notes.count
            if number == notes.count { notes.append(note) }
            name += " [\(number + 1)]"
        }
        var range = ""
        if let min = row.min, let max = row.max, row.repetitions > 1 {
            range = "\(Self.text(min)) … \(Self.text(max))"
        }
        return [
            name, row.value.map(Self.text) ?? "–", row.unit, row.bound.map(Self.text) ?? "",
            row.ratio.map(Self.percent) ?? "", range, row.repetitions > 0 ? "\(row.repetitions)" : "",
        ]
    }

    private static func percent(_ ratio: Double) -> String {
        guard ratio.isFinite, ratio.magnitude < 1e6 else { return "–" }
        return "\(Int((ratio * 100).rounded())) %"
    }

    /// Names and units to the left, numbers to the right.
    private static func line(_ cells: [String]) -> String {
        var line = ""
        for (index, (cell, width)) in zip(cells, widths).enumerated() {
            let space = String(repeating: " ", count: max(0, width - cell.count))
            let isText = index == 0 || index == 2
            line += (index == 0 ? "" : " ") + (isText ? cell + space : space + cell)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Three digits, or all of a whole number: rates of small things are large.
    private static func text(_ value: Double) -> String {
        NumberText.short(value.magnitude < 100_000 ? value : value.rounded())
    }
}
