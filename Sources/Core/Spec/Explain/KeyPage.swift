/// Explanations of keys as lines of a page.
struct KeyPage {
    private static let usual = 80
    /// Below it a column beside another has no room for words.
    private static let least = 32

    private let width: Int

    /// - Parameter columns: of the page; nil for the usual one, which no page is wider than.
    init(columns: Int?) { width = min(Self.usual, max(Self.least, columns ?? Self.usual)) }

    func about(_ key: KeySchema) -> [String] {
        var facts: [(String, String)] = []
        if let other = key.aliasOf { facts.append(("same as", other)) }
        if key.children.isEmpty { facts.append(("expects", key.kind.expectation)) }
        facts.append(("default", KeyExplanation.defaultText(key)))
        facts.append(("example", KeyExplanation.example(key)))
        if !key.path.hasPrefix("variants.") && !key.path.hasPrefix("groups.") {
            facts.append(("", "--set '\(key.path)=\(key.example)'"))
        }
        let words = key.kind.words.compactMap { word in WordMeaning.of(word).map { (word, $0) } }
        var lines = [key.path, ""] + wrapped(key.meaning, indent: "  ") + [""] + table(facts)
        if !words.isEmpty { lines += [""] + table(words) }
        if key.path == "groups" { lines += [""] + table(WordMeaning.groups) + [""] + wrapped(WordMeaning.ownGroup, indent: "  ") }
        if !key.children.isEmpty {
            lines += ["", "  Its keys:"] + table(key.children.map { ($0.name, $0.meaning) })
        }
        return lines + seeAlso(key.path)
    }

    func seeAlso(_ word: String) -> [String] {
        KeyExplanation.related[word].map { [""] + wrapped("see also: \($0.joined(separator: ", "))", indent: "  ") } ?? []
    }

    func table(_ rows: [(String, String)]) -> [String] {
        let column = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.flatMap { name, text in
            let lines = wrapped(text, indent: String(repeating: " ", count: 2 + column))
            guard let first = lines.first else { return ["  " + name] }
            return ["  " + name + String(repeating: " ", count: column - name.count) + first.dropFirst(2 + column)]
                + lines.dropFirst()
        }
    }

    /// Broken between words; a word that is wider than the line stays whole.
    func wrapped(_ text: String, indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent.count + line.count + 1 + word.count > width {
                lines.append(indent + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [indent + line]
    }
}
