extension SchemaChecker {
    mutating func checkName(_ node: SpecNode, _ key: String) {
        guard let text = node.text else { return wrongType(node, .name, key) }
        func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "a" ... "z", "A" ... "Z", "0" ... "9", "-", "_", ".": true
            default: false
            }
        }
        let limit = 100
        let problem: SpecProblem.NameProblem? =
            if let bad = text.unicodeScalars.first(where: { !isAllowed($0) }) { .character(Self.visible(bad)) }
            else if text.isEmpty { .empty }
            else if let first = text.first, "-_.".contains(first) { .start(String(first)) }
            else if text.count > limit { .length(text.count, limit: limit) }
            else { nil }
        if let problem { report(node, key, .badName(found: text, reason: problem)) }
    }

    mutating func checkInteger(_ node: SpecNode, _ range: ClosedRange<Int>, _ kind: ValueKind, _ key: String) {
        if let value = node.integer {
            if !range.contains(value) {
                report(node, key, .outOfRange(found: node.text ?? "\(value)", expected: kind.expectation))
            }
        } else if let text = node.text, node.number != nil, SpecNumber.digits(text) != nil {
            // An integer, but one of more digits than the machine's.
            report(node, key, .outOfRange(found: text, expected: kind.expectation))
        } else {
            wrongType(node, kind, key)
        }
    }

    mutating func checkNumber(_ node: SpecNode, _ range: NumberRange, _ kind: ValueKind, _ key: String) {
        guard let value = node.number else { return wrongType(node, kind, key) }
        if !value.isFinite {
            report(node, key, .notFinite(found: node.text ?? "\(value)", expected: kind.expectation))
        } else if !range.contains(value) {
            report(node, key, .outOfRange(found: node.text ?? "\(value)", expected: kind.expectation))
        }
    }

    mutating func checkWord(_ node: SpecNode, _ words: [String], _ kind: ValueKind, _ key: String) {
        if node.isNothing, words.contains("none") { return }
        guard let text = node.text else { return wrongType(node, kind, key) }
        guard !words.contains(text) else { return }
        report(node, key, .unknownWord(found: text, valid: words, nearest: NearestWord.find(text, among: words)))
    }

    mutating func checkText(_ node: SpecNode, _ kind: ValueKind, _ key: String) {
        if node.text?.isEmpty ?? true { wrongType(node, kind, key) }
    }

    /// What a permutation file holds is another matter (`OwnGroupReader`).
    mutating func checkGroup(_ node: SpecNode, _ kind: ValueKind, _ key: String) {
        if case .mapping = node.content {
            checkMapping(node, OwnGroupReader.keys, key)
            if let name = node["name"], let text = name.text, GroupName(text) != nil {
                report(name, key, .groupNameTaken(text))
            }
            return
        }
        guard let text = node.text else { return wrongType(node, kind, key) }
        if let name = GroupName(text) {
            if name.isOwn { report(node, key, .groupWithoutFile(name.label)) }
            return
        }
        report(node, key, .noGroup(found: text, nearest: NearestWord.find(text, among: GroupName.examples)))
    }

    mutating func checkCondition(_ node: SpecNode, _ kind: ValueKind, _ key: String) {
        guard let text = node.text else { return wrongType(node, kind, key) }
        do {
            _ = try ThresholdCondition(text)
        } catch {
            report(node, key, .badCondition(error))
        }
    }

    private mutating func wrongType(_ node: SpecNode, _ kind: ValueKind, _ key: String) {
        report(node, key, .wrongType(expected: kind.expectation, found: Self.found(node, kind)))
    }

    /// Control characters would vanish, or worse, on a terminal.
    private static func visible(_ scalar: Unicode.Scalar) -> String {
        scalar.properties.generalCategory == .control && !"\n\r\t".unicodeScalars.contains(scalar)
            ? "U+" + String(scalar.value, radix: 16, uppercase: true) : String(scalar)
    }
}
