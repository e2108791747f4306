/// Compares a tree with the schema and collects whatever does not fit. It reads no values: what is
/// left without a diagnostic can be read without further questions.
struct SchemaChecker {
    private(set) var diagnostics: [SpecDiagnostic] = []

    mutating func check(_ node: SpecNode, as kind: ValueKind, key: String) {
        guard kind.hasShape(of: node) else {
            return report(node, key, .wrongType(expected: kind.expectation, found: Self.found(node, kind)))
        }
        switch kind {
        case .name: checkName(node, key)
        case .integer(let range): checkInteger(node, range, kind, key)
        case .number(let range): checkNumber(node, range, kind, key)
        case .word(let words): checkWord(node, words, kind, key)
        case .text: checkText(node, kind, key)
        case .group: checkGroup(node, kind, key)
        case .condition: checkCondition(node, kind, key)
        case .list(let entry, let distinct, _): checkList(node, of: entry, distinct: distinct, kind, key)
        case .tuple(let kinds): checkTuple(node, kinds, kind, key)
        case .mapping(let keys, _): checkMapping(node, keys, key)
        case .either(let kinds):
            guard let match = kinds.first(where: { $0.hasShape(of: node) }) else { return }
            let before = diagnostics.count
            check(node, as: match, key: key)
            // A word where a number may stand could have been meant as any of the forms.
            if case .scalar = node.content, diagnostics.count > before, case .wrongType = diagnostics[before].problem {
                diagnostics[before].problem = .wrongType(
                    expected: kind.expectation, found: Self.found(node, kind), meant: node.text.flatMap { ListSlip.meant($0, as: kind) })
            }
        }
    }

    /// What a value is, and whether it lacks nothing but being without quotes.
    static func found(_ node: SpecNode, _ kind: ValueKind) -> String {
        guard case .scalar(let text, quoted: true) = node.content else { return node.found }
        var plain = SchemaChecker()
        plain.check(SpecNode(.scalar(text, quoted: false), node.place), as: kind, key: "")
        return node.found + (plain.diagnostics.isEmpty ? "; write \(text) without the quotes" : "")
    }

    mutating func report(_ node: SpecNode, _ key: String, _ problem: SpecProblem) {
        diagnostics.append(SpecDiagnostic(node.place, key: key, problem))
    }

    mutating func checkMapping(_ node: SpecNode, _ keys: [KeySchema], _ parent: String) {
        guard case .mapping(let entries) = node.content else { return }
        let valid = keys.map(\.name)
        var misspelt: Set<String> = []
        // The key without a value above, whose own keys may have been meant to stand below it.
        var open: KeySchema?
        for entry in entries {
            let path = parent.isEmpty ? entry.key : "\(parent).\(entry.key)"
            if let key = keys.first(where: { $0.name == entry.key }) {
                open = entry.value.isNothing && !key.children.isEmpty ? key : nil
                check(entry.value, as: key.kind, key: path)
                if let other = key.aliasOf, node[other] != nil {
                    diagnostics.append(SpecDiagnostic(entry.place, key: path, .conflictingKeys(other: other)))
                }
            } else if !(parent.isEmpty && entry.key.hasPrefix("x-")) {
                let below = open?.children.first { $0.name == entry.key }?.path
                let nearest = below ?? nearestKey(entry.key, parent: parent, among: valid)
                if let nearest { misspelt.insert(nearest) }
                diagnostics.append(SpecDiagnostic(entry.place, key: path, .unknownKey(nearest: nearest, valid: valid)))
            }
        }
        // A key that is there, only misspelt, was reported as that.
        for key in keys where key.required && node[key.name] == nil && !misspelt.contains(key.path) {
            report(node, key.path, .missingKey(example: "\(key.name): \(key.example)"))
        }
    }

    /// The paper's letters.
    private static let symbols = ["ν": "nu", "β": "beta", "λ": "weight_decay"]

    /// A key of the same mapping that is spelt alike; or else one of that very name elsewhere.
    private func nearestKey(_ word: String, parent: String, among valid: [String]) -> String? {
        let word = Self.symbols[word] ?? word
        if let near = NearestWord.find(word, among: valid) { return parent.isEmpty ? near : "\(parent).\(near)" }
        let elsewhere = SweepSchema.allKeys
        return elsewhere.first { $0.name == word }?.path
            ?? NearestWord.find(word, among: elsewhere.map(\.name)).flatMap { near in
                elsewhere.first { $0.name == near }?.path
            }
    }

    private mutating func checkList(
        _ node: SpecNode, of entry: ValueKind, distinct: Bool, _ kind: ValueKind, _ key: String
    ) {
        let nodes = node.entriesOrSelf
        if nodes.isEmpty { report(node, key, .emptyList(expected: kind.expectation)) }
        var seen: Set<String> = []
        // Told once, since they explain every repetition.
        var hasDecimalCommas = false
        for node in nodes {
            let before = diagnostics.count
            check(node, as: entry, key: key)
            offerList(node, kind, from: before)
            // A wrong entry is reported as such; that it is there twice is no news.
            guard distinct, diagnostics.count == before else { continue }
            let value = canonical(node, as: entry)
            if seen.insert(value).inserted || hasDecimalCommas { continue }
            guard case .number = entry, let meant = DecimalCommas.meant(nodes) else {
                report(node, key, .repeatedEntry(entry: value))
                continue
            }
            hasDecimalCommas = true
            report(node, key, .decimalCommas(entry: value, read: nodes.compactMap(\.text), meant: meant))
        }
    }

    /// Puts in place of a word that is spelt alike the list that a text in its place looks like.
    private mutating func offerList(_ node: SpecNode, _ kind: ValueKind, from first: Int) {
        guard first < diagnostics.count, let text = node.text, let list = ListSlip.meant(text, as: kind) else { return }
        switch diagnostics[first].problem {
        case .wrongType(let expected, let found, _):
            diagnostics[first].problem = .wrongType(expected: expected, found: found, meant: list)
        case .unknownWord(let found, let valid, _):
            diagnostics[first].problem = .unknownWord(found: found, valid: valid, nearest: list)
        case .noGroup(let found, _): diagnostics[first].problem = .noGroup(found: found, nearest: list)
        default: break
        }
    }

    private mutating func checkTuple(_ node: SpecNode, _ kinds: [ValueKind], _ kind: ValueKind, _ key: String) {
        guard case .list(let nodes) = node.content else { return }
        guard nodes.count == kinds.count else {
            return report(node, key, .wrongCount(expected: kind.expectation, found: nodes.count))
        }
        for (node, kind) in zip(nodes, kinds) { check(node, as: kind, key: key) }
    }

    /// The same text for entries that mean the same: `1`, `1.0`; `T3`, `T3x`.
    private func canonical(_ node: SpecNode, as kind: ValueKind) -> String {
        switch kind {
        case .integer: node.integer.map { "\($0)" } ?? node.found
        case .number: node.number.map(SpecWriter.number) ?? node.found
        case .group: node.text.flatMap(GroupName.init)?.description ?? node["name"]?.text ?? node.found
        default: node.text ?? node.found
        }
    }
}
