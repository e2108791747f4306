import Yams

/// A YAML text that can be composed in spite of duplicate keys.
///
/// Yams refuses a mapping with a duplicate key and tells the place of the first of the two only. A
/// person needs both places, and every other mistake of the file as well. So each key that Yams
/// objects to is renamed, by a private-use character in front of it, and the text is composed again;
/// `SpecNodeBuilder` takes the character off and finds both keys with their places.
struct MarkedText {
    static let mark: Unicode.Scalar = "\u{E000}"

    private var text: String
    private var insertions: [(line: Int, column: Int)] = []
    /// Renaming stops here: a file with more duplicates than this has other problems.
    private static let limit = 200

    init(_ text: String) { self.text = text }

    /// - Throws: `YamlError`; that for duplicate keys only where the key cannot be renamed.
    mutating func compose() throws -> Node? {
        while true {
            do {
                return try Yams.compose(yaml: text, .default, .default, .utf8)
            } catch let error as YamlError {
                guard case .duplicatedKeysInMapping(_, let context) = error, insertions.count < Self.limit,
                    rename(line: context.mark.line, column: context.mark.column)
                else { throw error }
            }
        }
    }

    /// The place in the text as it was given, of a place in the renamed text.
    func original(line: Int, column: Int) -> (line: Int, column: Int) {
        (line, column - insertions.count { $0.line == line && $0.column < column })
    }

    static func unmarked(_ key: String) -> String {
        String(String.UnicodeScalarView(key.unicodeScalars.drop { $0 == mark }))
    }

    private mutating func rename(line: Int, column: Int) -> Bool {
        var scalars = text.unicodeScalars
        guard var index = Self.index(of: line, column, in: scalars), index < scalars.endIndex else { return false }
        var inserted = column
        switch scalars[index] {
        case "\"", "'":
            index = scalars.index(after: index)
            inserted += 1
        // An alias, anchor, tag or collection as a key: there is no plain name to put a mark before.
        case "&", "*", "!", "?", "[", "{", "|", ">": return false
        default: break
        }
        scalars.insert(Self.mark, at: index)
        text = String(scalars)
        for i in insertions.indices where insertions[i].line == line && insertions[i].column >= inserted {
            insertions[i].column += 1
        }
        insertions.append((line, inserted))
        return true
    }

    private static func index(
        of line: Int, _ column: Int, in scalars: String.UnicodeScalarView
    ) -> String.UnicodeScalarView.Index? {
        var current = 1
        var index = scalars.startIndex
        while current < line {
            guard index < scalars.endIndex else { return nil }
            let scalar = scalars[index]
            index = scalars.index(after: index)
            switch scalar {
            case "\r" where index < scalars.endIndex && scalars[index] == "\n": continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": current += 1
            default: continue
            }
        }
        return scalars.index(index, offsetBy: column - 1, limitedBy: scalars.endIndex)
    }
}
