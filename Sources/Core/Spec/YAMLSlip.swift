/// The slips that people make most often in YAML, told by what they did and where. The parser's own words name the place
/// at which it could not go on, which may be lines below.
struct YAMLSlip {
    let line: Int
    let column: Int
    let words: String

    init(line: Int, column: Int, words: String) {
        (self.line, self.column, self.words) = (line, column, words)
    }

    /// Nil where the parser's words are the best there are.
    /// - Parameters:
    ///   - problem: the parser's words.
    ///   - place: where it stopped; line and column count from 1.
    ///   - context: what it was at, and where that began.
    init?(
        _ problem: String, at place: (line: Int, column: Int), context: (text: String, line: Int, column: Int)?,
        _ source: SourceLines
    ) {
        if let slip = Self.indentation(problem, at: place, source) {
            self = slip
            return
        }
        func at(_ place: (line: Int, column: Int), _ words: String) -> (Int, Int, String) { (place.line, place.column, words) }
        let begin = context.map { (line: $0.line, column: $0.column) } ?? place
        let doing = context?.text ?? ""
        let isBelow = place.line > begin.line
        let scalars = (source[place.line] ?? "").unicodeScalars
        let isTab = scalars.dropFirst(place.column - 1).first == "\t"
        let found: (Int, Int, String)? =
            switch problem {
            case _ where isTab && (problem.contains("cannot start any token") || problem.contains("tab character")):
                at(place, "a tab; YAML indents with spaces")
            case "could not find expected ':'": at(begin, "no ':' behind this key; expected key: value")
            case "did not find expected ',' or ']'" where isBelow: at(begin, "this '[' has no ']'")
            case "did not find expected ',' or '}'" where isBelow: at(begin, "this '{' has no '}'")
            case "found unexpected end of stream" where doing.contains("quoted scalar"): at(begin, "this quoted text has no end")
            case "mapping values are not allowed in this context":
                at(place, "a ':' where none can stand: one too many in this line, or one missing in the line before")
            case "but found another document":
                at(place, "a second document begins here; expected one sweep a file: delete this line, or move what follows elsewhere")
            case _ where problem.contains("nesting level"):
                at(place, "this nests too deeply; expected a few levels of brackets")
            case "did not find expected key":
                at(place, "\(doing) at line \(begin.line), column \(begin.column): \(problem), in this line or before it")
            default: nil
            }
        guard let found else { return nil }
        (line, column, words) = found
    }

    /// Of the lines at which the parser stops where one is set in wrongly.
    private static func indentation(_ problem: String, at place: (line: Int, column: Int), _ source: SourceLines) -> YAMLSlip? {
        guard let text = source[place.line], let line = YAMLLine(text) else { return nil }
        let scalars = Array(text.unicodeScalars)
        switch problem {
        case "mapping values are not allowed in this context":
            // The ':' must be that of the line's own key.
            let key = line.marks.last.map { scalars[min($0.column - 1, scalars.count) ..< min(place.column - 1, scalars.count)] }
            guard let key, !key.contains(":") else { return nil }
        case "did not find expected key", "did not find expected '-' indicator":
            guard place.column == line.column else { return nil }
        case "did not find expected <document start>":
            return YAMLIndentation(source).slip(firstLineBefore: place)
        default: return nil
        }
        return YAMLIndentation(source).slip(line: place.line)
    }
}
