/// What `sweep explain` says about a key, a word, or the whole format, as lines for a terminal.
public struct KeyExplanation: Sendable {
    /// For a page of at most 80 columns.
    public let lines: [String]

    /// All keys at the top of a sweep file.
    /// - Parameter columns: of a narrower page; nil for the usual one.
    public init(columns: Int? = nil) {
        let page = KeyPage(columns: columns)
        lines = page.table(SweepSchema.keys.filter { $0.aliasOf == nil }.map { ($0.name, $0.meaning) })
            + ["", "sweep explain KEY tells more, as in: sweep explain nu.within"]
    }

    /// - Parameter word: a key's path (`training.epochs`), the last part of one (`epochs`), or a word that
    ///   some key takes (`SI`, `IR`).
    /// - Parameter columns: of a narrower page; nil for the usual one.
    /// - Throws: `UnknownKey`.
    public init(_ word: String, columns: Int? = nil) throws(UnknownKey) {
        let page = KeyPage(columns: columns)
        let found = Self.keys(word)
        if !found.isEmpty {
            lines = Array(found.map(page.about).joined(separator: [""]))
        } else if let key = Self.replaced(word) {
            let words = "\(word) is \(key.path) of one variant; a variant without it has the sweep's own."
            lines = page.wrapped(words, indent: "") + [""] + page.about(key)
        } else if let meaning = WordMeaning.of(word) {
            let takers = Self.takers(of: word)
            lines = [word, ""] + page.wrapped(meaning, indent: "  ")
                + (takers.isEmpty ? [] : [""] + page.table([("taken by", takers.joined(separator: ", "))])) + page.seeAlso(word)
        } else {
            let takers = Self.takers(of: word)
            guard !takers.isEmpty else { throw UnknownKey(word) }
            lines = ["\(word) is a value of \(takers.joined(separator: " and of "))", ""]
                + Array(takers.compactMap(SweepSchema.key).map(page.about).joined(separator: [""]))
        }
    }

    /// The key of that path, or all keys of that name.
    private static func keys(_ word: String) -> [KeySchema] {
        if let key = all.first(where: { $0.path == word }) { return [key] }
        return all.filter { $0.name == word && $0.path.hasPrefix("variants.") == false }
    }

    /// The sweep's own key that one of a variant replaces: `training.epochs` for `variants.training.epochs`.
    private static func replaced(_ word: String) -> KeySchema? {
        let key = VariantReader.treeKey(word)
        guard key != word, VariantReader.keys.contains(where: { key == $0 || key.hasPrefix($0 + ".") }) else { return nil }
        return SweepSchema.key(key)
    }

    /// Those below `variants` that merely repeat the top are not explained twice.
    static var all: [KeySchema] {
        var seen: Set<String> = []
        return (SweepSchema.allKeys + OwnGroupReader.keys + ofVariants).filter { seen.insert($0.path).inserted }
    }

    /// Keys that only a variant has.
    private static var ofVariants: [KeySchema] {
        guard case .list(of: .mapping(let keys, _), _, _)? = SweepSchema.key("variants")?.kind else { return [] }
        return keys.filter { $0.path.hasPrefix("variants.") }
    }

    private static func takers(of word: String) -> [String] {
        if GroupName(word) != nil || WordMeaning.groups.contains(where: { $0.0 == word }) { return ["groups"] }
        return all.filter { key in
            key.aliasOf == nil && key.children.isEmpty && !key.path.hasPrefix("variants.") && key.kind.words.contains(word)
        }.map(\.path)
    }

    /// Where a reader of one entry finds the rest of the story.
    static let related: [String: [String]] = [
        "SI": ["nu.smallest", "saliency"],
        "nu.smallest": ["SI", "nu.on", "nu.from", "nu.to", "nu.within", "nu.max_probes"],
        "nu.within": ["nu.smallest"],
    ]

    static func defaultText(_ key: KeySchema) -> String {
        if let value = key.defaultValue { return value }
        if key.required { return "none: it must be there" }
        return key.children.contains { $0.defaultValue != nil } ? "the defaults of its keys" : "none"
    }

    /// As it stands in a file, for readers of YAML 1.1 too.
    static func example(_ key: KeySchema) -> String {
        let parts = key.path.split(separator: ".").map(String.init)
        guard parts.count > 1 else { return line(key) }
        guard ["groups", "variants"].contains(parts[0]) else { return "\(parts[0]): {\(line(key))}" }
        // With what an entry of that list cannot do without.
        let needed = all.filter { $0.path.hasPrefix(parts[0] + ".") && ($0.required || $0.path == key.path) }
        return "\(parts[0]): [{\(needed.map(line).joined(separator: ", "))}]"
    }

    private static func line(_ key: KeySchema) -> String { "\(SpecWriter.quotedIfNeeded(key.name)): \(key.example)" }
}

/// A word that `sweep explain` does not know.
public struct UnknownKey: Error, Sendable, Hashable, CustomStringConvertible {
    /// As it was typed.
    public let word: String
    /// The key or word that was probably meant; nil where none is near.
    public let nearest: String?

    init(_ word: String) {
        self.word = word
        let keys = KeyExplanation.all
        nearest = NearestWord.find(word, among: keys.map(\.path) + Array(WordMeaning.meanings.keys).sorted())
            ?? NearestWord.find(word, among: keys.map(\.name)).flatMap { name in keys.first { $0.name == name }?.path }
    }

    /// For people: the word, and what it may have been meant for.
    public var description: String {
        let hint = nearest.map { "did you mean \($0)?" } ?? "sweep explain lists the keys"
        return "\(word): neither a key of a sweep file nor a word that one takes; \(hint)"
    }
}
