/// The slips that people make most often in YAML, told by what they did and where. The parser's own words name the place
/// at which it could not go on, which may be lines below.
struct YAMLSlip {
    let line: Int
    let column: Int
    let words: String

    /// Nil where the parser's words are the best there are.
    /// - Parameters:
    ///   - problem: the parser's words.
    ///   - place: where it stopped; line and column count from 1.
    ///   - context: what it was at, and where that began.
    init?(
        _ problem: String, at place: (line: Int, column: Int), context: (text: String, line: Int, column: Int)?,
        _ source: SourceLines
    ) {
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
            case "did not find expected key":
                at(place, "\(doing) at line \(begin.line), column \(begin.column): \(problem), in this line or before it")
            default: nil
            }
        guard let found else { return nil }
        (line, column, words) = found
    }
}
