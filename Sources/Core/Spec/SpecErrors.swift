/// One thing that is wrong with a sweep, and where.
public struct SpecDiagnostic: Sendable, Hashable, CustomStringConvertible {
    /// Where it was written.
    public var place: SourcePlace
    /// The dotted path of the key, for instance `training.epochs`; empty where no key is at fault.
    public var key: String
    /// What is wrong; the words are `message`.
    public var problem: SpecProblem
    /// The text of the line that `place` points into.
    public var sourceLine: String?

    init(_ place: SourcePlace, key: String = "", _ problem: SpecProblem) {
        self.place = place
        self.key = key
        self.problem = problem
    }

    /// `sweeps/x.yaml:3:1: methdos: unknown key; did you mean methods?`, without the source line.
    public var message: String {
        SpecMessage.visible("\(place): " + (key.isEmpty ? "" : "\(key): ") + SpecMessage.text(problem))
    }

    /// The message, and below it the source line with a caret under the place.
    public var description: String {
        guard case .file(_, let line, let column) = place, let sourceLine else { return message }
        let margin = String(repeating: " ", count: "\(line)".count)
        let excerpt = SourceExcerpt(sourceLine, column: column)
        let shown = sourceLine.isEmpty ? "" : " " + excerpt.text
        return "\(message)\n  \(line) |\(shown)\n  \(margin) | \(excerpt.indent)^"
    }
}

/// Everything that is wrong with a sweep, in reading order: all of it at once, since a person would
/// rather correct a file once than run the program once per slip.
public struct SpecErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// Never empty.
    public let diagnostics: [SpecDiagnostic]

    init(_ diagnostics: [SpecDiagnostic], source: SourceLines? = nil) {
        // A mistake in a value that aliases repeat is one mistake.
        var seen: Set<Mistake> = []
        let distinct = diagnostics.filter { seen.insert(Mistake(place: $0.place, problem: $0.problem)).inserted }
        self.diagnostics = distinct.map { diagnostic in
            guard case .file(_, let line, _) = diagnostic.place else { return diagnostic }
            var located = diagnostic
            located.sourceLine = source?[line]
            return located
        }.enumerated().sorted { a, b in
            a.element.place.order != b.element.place.order
                ? a.element.place.order < b.element.place.order : a.offset < b.offset
        }.map(\.element)
    }

    private struct Mistake: Hashable {
        let place: SourcePlace
        let problem: SpecProblem
    }

    /// The diagnostics one after another, each with its source line.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// Something in a sweep that is valid but will have no effect, or deserves a second look.
public struct SpecNotice: Sendable, Hashable, CustomStringConvertible {
    /// Why it is worth a word.
    public enum Kind: Sendable, Hashable {
        /// The key is used by one method only, which the sweep does not run.
        case unusedWithout(Method)
        /// The key says how saliency maps are made, and nothing asks for any.
        case unusedWithoutMaps
        /// The key has options of an analysis that is not made.
        case unusedWithoutAnalysis(Analysis)
        /// ν is tuned on the split that the tables report.
        case tunedOnTest
        /// `logspace` goes from the larger end to the smaller.
        case descends
        /// The data set that the samples drift to is their own.
        case driftsToItself(DatasetName)
    }

    /// Where the key was written.
    public var place: SourcePlace
    /// The dotted path of the key.
    public var key: String
    /// Why it is worth a word.
    public var kind: Kind

    /// One line: the place, the key, and why it is worth a word.
    public var description: String {
        let text = switch kind {
        case .unusedWithout(let method): "has no effect, since methods does not list \(method.rawValue)"
        case .unusedWithoutMaps: "has no effect, since nothing that is measured or searched for needs saliency maps"
        case .unusedWithoutAnalysis(let analysis):
            "has no effect, since measure does not list \(analysis.rawValue)"
        case .descends: "goes down, from the larger ν to the smaller; the same networks, told in that order"
        case .driftsToItself(let name): "\(name.rawValue) is the data set itself: nothing drifts; another one was probably meant"
        case .tunedOnTest: "tunes ν on the test split, which the tables report; validation keeps them honest"
        }
        return "\(place): \(key): \(text)"
    }
}
