import Yams

/// Turns the nodes of Yams into `SpecNode`s: aliases copied, merge keys applied, duplicates noted.
struct SpecNodeBuilder {
    private let text: MarkedText
    private let source: SourceLines
    private let place: (Int, Int) -> SourcePlace
    private(set) var problems: [SpecDiagnostic] = []
    private var values = 0

    /// Aliases can multiply a few lines into billions of values, and nest deeper than the stack.
    private static let limit = 100_000
    private static let depthLimit = 64

    /// - Parameter source: the text as it was given.
    init(text: MarkedText, source: SourceLines, place: @escaping (Int, Int) -> SourcePlace) {
        self.text = text
        self.source = source
        self.place = place
    }

    mutating func node(_ node: Node, key: String, depth: Int) -> SpecNode {
        let here = position(node)
        values += 1
        guard values <= Self.limit, depth <= Self.depthLimit else {
            let problem = SpecProblem.tooManyValues(limit: Self.limit)
            if !problems.contains(where: { $0.problem == problem }) { problems.append(SpecDiagnostic(here, problem)) }
            return SpecNode(.list([]), here)
        }
        if let tag = foreignTag(node) { problems.append(SpecDiagnostic(here, key: key, .foreignTag(tag))) }
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, let (slip, first) = swallowedEntry(scalar.string, node) {
                problems.append(SpecDiagnostic(place(slip.line, slip.column), .notYAML(slip.words)))
                return SpecNode(.scalar(first, quoted: false), here)
            }
            let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            return SpecNode(.scalar(scalar.string, quoted: quoted), here)
        case .sequence(let sequence):
            return SpecNode(.list(sequence.map { self.node($0, key: key, depth: depth + 1) }), here)
        case .mapping(let mapping):
            return SpecNode(.mapping(entries(mapping, key: key, depth: depth + 1)), here)
        case .alias:
            // Composed trees hold the aliased node itself; this case exists for emitted trees only.
            return SpecNode(.scalar("", quoted: false), here)
        }
    }

    /// An entry of a list that is set in too far is no error to YAML: it goes on with the text above, `R4 - T3`.
    /// - Returns: the slip, and what the text was to be.
    private func swallowedEntry(_ string: String, _ node: Node) -> (slip: YAMLSlip, first: String)? {
        guard string.contains(" - "), let mark = node.mark else { return nil }
        let begin = text.original(line: mark.line, column: mark.column)
        let entry = (begin.line + 1 ..< source.lines.count + 1).first { source[$0].flatMap(YAMLLine.init)?.marks.isEmpty == false }
        // It is this text that went on there: looked at first, since a slip is looked for in all lines above.
        guard let entry, let rest = source[entry]?.drop(while: { $0 == " " }),
            string.contains(rest.prefix { $0 != "#" }.trimmedAtEnd), let line = source[begin.line],
            let slip = YAMLIndentation(source).slip(line: entry)
        else { return nil }
        let first = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(begin.column - 1)))
        return (slip, first.trimmedAtEnd)
    }

    private mutating func entries(_ mapping: Node.Mapping, key parent: String, depth: Int) -> [SpecNode.Entry] {
        var entries: [SpecNode.Entry] = []
        var merged: [SpecNode.Entry] = []
        for (keyNode, valueNode) in mapping {
            let here = position(keyNode)
            guard case .scalar(let scalar) = keyNode else {
                let found = self.node(keyNode, key: parent, depth: depth).found
                problems.append(SpecDiagnostic(here, key: parent, .keyNotText(found: found)))
                continue
            }
            let name = MarkedText.unmarked(scalar.string)
            if name == "<<", scalar.style == .plain {
                merged += sources(valueNode, key: parent, depth: depth)
                continue
            }
            let path = parent.isEmpty ? name : "\(parent).\(name)"
            let entry = SpecNode.Entry(key: name, place: here, value: node(valueNode, key: path, depth: depth))
            if let first = entries.first(where: { $0.key == name }) {
                problems.append(SpecDiagnostic(here, key: path, duplicate(of: first.place)))
            } else {
                entries.append(entry)
            }
        }
        // What is written beside a merge key outranks what it brings; of two sources the first wins.
        for entry in merged where !entries.contains(where: { $0.key == entry.key }) { entries.append(entry) }
        return entries
    }

    private mutating func sources(_ value: Node, key: String, depth: Int) -> [SpecNode.Entry] {
        let read = node(value, key: key, depth: depth)
        let nodes: [SpecNode] = if case .list(let list) = read.content { list } else { [read] }
        return nodes.flatMap { node in
            if case .mapping(let entries) = node.content { return entries }
            problems.append(SpecDiagnostic(node.place, key: key, .mergeOfNoMapping(found: node.found)))
            return []
        }
    }

    /// As it is written. The standard tags change nothing that is read here; and Yams resolves what it compares, which
    /// leaves them on nodes that nobody has tagged.
    private func foreignTag(_ node: Node) -> String? {
        let name: String
        switch node {
        case .scalar(let scalar): name = scalar.tag.rawValue
        case .sequence(let sequence): name = sequence.tag.rawValue
        case .mapping(let mapping): name = mapping.tag.rawValue
        case .alias: return nil
        }
        let standard = "tag:yaml.org,2002:"
        guard !["", "!"].contains(name), !Self.standardTags.contains(where: { name == standard + $0 }) else { return nil }
        return name.hasPrefix(standard) ? "!!" + name.dropFirst(standard.count) : name
    }

    private static let standardTags = [
        "str", "int", "float", "bool", "null", "seq", "map", "merge", "timestamp", "value", "binary",
    ]

    private func duplicate(of first: SourcePlace) -> SpecProblem {
        guard case .file(_, let line, let column) = first else { return .duplicateKey(firstLine: 1, firstColumn: 1) }
        return .duplicateKey(firstLine: line, firstColumn: column)
    }

    private func position(_ node: Node) -> SourcePlace {
        let mark = text.original(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        return place(mark.line, mark.column)
    }
}

extension StringProtocol {
    fileprivate var trimmedAtEnd: String {
        var text = String(self)
        while text.last == " " { text.removeLast() }
        return text
    }
}
