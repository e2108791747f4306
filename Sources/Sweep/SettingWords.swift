import Core

/// What completes the value of `--set`, from the table of keys: keys, each with its `=`, and behind that the words that the
/// key takes.
struct SettingWords {
    /// Whether the shell puts a space behind whatever is the only one: then no list may be left open.
    let addsSpaces: Bool

    /// - Parameter typed: as in `data.so`, `data.source=st`, `groups=[R4,T`; also with what a shell quotes by.
    /// - Returns: whole values, also some that do not begin so.
    func offered(_ typed: String) -> [String] {
        let typed = typed.filter { !"\\'\"".contains($0) }
        guard let equals = typed.firstIndex(of: "=") else { return SweepSchema.allKeys.map { "\($0.path)=" } }
        let head = String(typed[...equals])
        guard let kind = SweepSchema.key(String(head.dropLast()))?.kind else { return [] }
        let value = String(typed[typed.index(after: equals)...])
        let entries = Self.entries(kind)
        if value.hasPrefix("[") { return list(value, entries).map { head + $0 } }
        return (Self.words(kind) + (entries.isEmpty ? [] : ["["])).map { head + $0 }
    }

    /// Of a list that is begun: its next entry; of one that is typed whole, what may stand behind it.
    private func list(_ value: String, _ words: [String]) -> [String] {
        let begin = value.lastIndex { $0 == "," || $0 == "[" } ?? value.startIndex
        let (head, last) = (String(value[...begin]), value[value.index(after: begin)...])
        let named = head.dropFirst().split(separator: ",")
        return words.filter { !named.contains(Substring($0)) }.flatMap { word in
            addsSpaces || word == last ? ["\(head)\(word),", "\(head)\(word)]"] : [head + word]
        }
    }

    /// Those that may stand alone.
    private static func words(_ kind: ValueKind) -> [String] {
        switch kind {
        case .word(let words): words
        case .group: GroupName.offered
        case .list(let kind, _, let single): single ? words(kind) : []
        case .either(let kinds): kinds.flatMap(words)
        case .mapping(let keys, let shorthand): keys.first { $0.name == shorthand }.map { words($0.kind) } ?? []
        default: []
        }
    }

    /// Those that a list takes; empty of what is no list, or not one of words.
    private static func entries(_ kind: ValueKind) -> [String] {
        switch kind {
        case .list(let kind, _, _): words(kind)
        case .either(let kinds): kinds.flatMap(entries)
        default: []
        }
    }
}
