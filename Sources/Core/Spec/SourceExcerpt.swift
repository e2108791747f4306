/// A line of a sweep file as it stands below a message, and the space in front of the caret under it.
struct SourceExcerpt {
    let text: String
    let indent: String

    /// Longer lines are shown in part: on a terminal they would wrap, and the caret would stand under nothing.
    private static let longest = 120
    private static let window = 76

    /// - Parameter column: of the place, counted from 1 in Unicode scalars; may lie one behind the line's end.
    init(_ line: String, column: Int) {
        let scalars = Array(SpecMessage.printable(line).unicodeScalars)
        let at = min(max(column - 1, 0), scalars.count)
        let shown = Self.part(scalars, around: at)
        let isCut = (before: shown.lowerBound > 0, behind: shown.upperBound < scalars.count)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[shown])
        self.text = (isCut.before ? "…" : "") + String(text) + (isCut.behind ? "…" : "")
        // A tab stays a tab, so that the caret lands where the terminal shows the character.
        indent = (isCut.before ? " " : "")
            + scalars[shown.lowerBound ..< at].map { $0 == "\t" ? "\t" : String(repeating: " ", count: CellWidth.of($0)) }.joined()
    }

    /// All of a line that is short enough; else about half a window before the place and the rest behind it.
    private static func part(_ scalars: [Unicode.Scalar], around at: Int) -> Range<Int> {
        guard scalars.reduce(0, { $0 + CellWidth.of($1) }) > longest else { return 0 ..< scalars.count }
        var (first, last, width) = (at, at, 0)
        func fits(_ index: Int, _ limit: Int) -> Bool {
            scalars.indices.contains(index) && width + CellWidth.of(scalars[index]) <= limit
        }
        func take(_ index: Int) { width += CellWidth.of(scalars[index]) }
        while fits(first - 1, window / 2) {
            first -= 1
            take(first)
        }
        while fits(last, window) {
            take(last)
            last += 1
        }
        while fits(first - 1, window) {
            first -= 1
            take(first)
        }
        return first ..< last
    }
}
