import Yams

/// YAML text turned into `SpecNode`s. Knows YAML, knows nothing of sweeps.
struct YAMLDocument {
    /// Nil where the text holds nothing but comments and space.
    var root: SpecNode?
    /// Duplicate keys and misused merge keys, which leave a tree that can still be checked.
    var problems: [SpecDiagnostic]

    /// - Parameter place: the place of a line and column of the text.
    /// - Throws: `SpecErrors` where the text is not YAML.
    init(_ text: String, place: @escaping (_ line: Int, _ column: Int) -> SourcePlace) throws(SpecErrors) {
        var marked = MarkedText(text)
        let composed: Node?
        do {
            composed = try marked.compose()
        } catch {
            let (line, column, words) = Self.explain(error, in: text)
            let mark = marked.original(line: line, column: column)
            throw SpecErrors([SpecDiagnostic(place(mark.line, mark.column), .notYAML(words))], source: SourceLines(text))
        }
        var builder = SpecNodeBuilder(text: marked, source: SourceLines(text), place: place)
        // Yams reads an empty text as a document that holds one empty plain scalar.
        if let composed, composed.scalar.map({ $0.string.isEmpty && $0.style == .plain }) != true {
            root = builder.node(composed, key: "", depth: 0)
        }
        problems = builder.problems
    }

    /// Position and words of what the YAML parser objected to.
    private static func explain(_ error: any Error, in text: String) -> (line: Int, column: Int, words: String) {
        func words(_ context: YamlError.Context?, _ problem: String) -> String {
            guard let context else { return problem }
            return "\(context.text) at line \(context.mark.line), column \(context.mark.column): \(problem)"
        }
        guard let error = error as? YamlError else { return (1, 1, "\(error)") }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let found = (line: mark.line, column: mark.column, words: words(context, problem))
            guard let better = YAMLSlip(
                problem, at: (mark.line, mark.column), context: context.map { ($0.text, $0.mark.line, $0.mark.column) },
                SourceLines(text))
            else { return found }
            return (better.line, better.column, better.words)
        case .reader(let problem, let offset, _, _):
            let before = SourceLines(String(text.prefix(offset ?? 0))).lines
            return (before.count, (before.last?.unicodeScalars.count ?? 0) + 1, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            return (context.mark.line, context.mark.column, "duplicate key \(keys.sorted().joined(separator: ", "))")
        default: return (1, 1, error.description)
        }
    }
}
