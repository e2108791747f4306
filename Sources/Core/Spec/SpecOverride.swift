/// One `--set key=value`: a dotted path and a value in YAML.
struct SpecOverride {
    let text: String
    let path: [String]
    let value: SpecNode

    init(_ text: String) throws(SpecErrors) {
        self.text = text
        let place = SourcePlace.override(text)
        guard let equals = text.firstIndex(of: "=") else { throw SpecErrors([SpecDiagnostic(place, .overrideWithoutValue)]) }
        path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
            throw SpecErrors([SpecDiagnostic(place, .overrideBadKey)])
        }
        let document = try YAMLDocument(String(text[text.index(after: equals)...])) { _, _ in place }
        guard document.problems.isEmpty else { throw SpecErrors(document.problems) }
        value = document.root ?? SpecNode(.scalar("", quoted: false), place)
    }

    /// Puts the value where the path leads, making mappings on the way.
    ///
    /// - Throws: where the path leads into something that has no keys.
    func apply(to root: inout SpecNode) throws(SpecErrors) {
        try set(path[...], in: &root, parent: "")
    }

    private func set(_ path: ArraySlice<String>, in node: inout SpecNode, parent: String) throws(SpecErrors) {
        guard let name = path.first else {
            node = value
            return
        }
        if node.isNothing { node = SpecNode(.mapping([]), .override(text)) }
        guard case .mapping(var entries) = node.content else {
            throw SpecErrors([
                SpecDiagnostic(.override(text), .overrideInsideValue(parent: parent, found: node.found))
            ])
        }
        // A setting outranks what the file says, under whichever of its two spellings.
        let key = SweepSchema.key(parent.isEmpty ? name : "\(parent).\(name)")
        let rivals = SweepSchema.keys.filter { $0.aliasOf == key?.path || key?.aliasOf == $0.path }.map(\.name)
        if key != nil, parent.isEmpty { entries.removeAll { rivals.contains($0.key) } }

        let index = entries.firstIndex { $0.key == name } ?? entries.endIndex
        if index == entries.endIndex {
            let empty = SpecNode(.mapping([]), .override(text))
            entries.append(SpecNode.Entry(key: name, place: .override(text), value: empty))
        }
        if path.count == 1 { entries[index].place = .override(text) }
        try set(path.dropFirst(), in: &entries[index].value, parent: parent.isEmpty ? name : "\(parent).\(name)")
        node.content = .mapping(entries)
    }
}
