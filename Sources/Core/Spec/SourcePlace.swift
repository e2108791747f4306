/// Where a part of a sweep was written.
public enum SourcePlace: Sendable, Hashable, CustomStringConvertible {
    /// Line and column count from 1; a column is one Unicode scalar.
    case file(String, line: Int, column: Int)
    /// A file as a whole.
    case wholeFile(String)
    /// `--set` on the command line; the text is what follows it.
    case override(String)

    /// `sweeps/x.yaml:3:1`, the path alone, or `--set` and what follows it.
    public var description: String {
        switch self {
        case .file(let path, let line, let column): "\(path):\(line):\(column)"
        case .wholeFile(let path): path
        case .override(let text): "--set \(text)"
        }
    }

    /// Reading order: the file from top to bottom, then the command line.
    var order: (Int, Int, Int) {
        switch self {
        case .wholeFile: (0, 0, 0)
        case .file(_, let line, let column): (1, line, column)
        case .override: (2, 0, 0)
        }
    }
}

/// The lines of a text as YAML counts them.
struct SourceLines: Sendable {
    let lines: [String]

    /// Splits where YAML does: at LF, CR LF, CR, NEL, LS and PS. (`Character` views would see CR LF as
    /// one character and miss the others.)
    init(_ text: String) {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(String(line))
                line = String.UnicodeScalarView()
            default: line.append(scalar)
            }
        }
        lines.append(String(line))
        self.lines = lines
    }

    /// The text of a line counted from 1.
    subscript(_ number: Int) -> String? { lines.indices.contains(number - 1) ? lines[number - 1] : nil }
}
