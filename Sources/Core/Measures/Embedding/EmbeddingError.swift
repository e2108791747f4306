/// Why some points cannot be embedded.
public enum EmbeddingError: Error, Equatable, CustomStringConvertible {
    case noFeatures(points: Int)
    case wrongCount(expected: Int, found: Int)
    case notFinite(point: Int, feature: Int, value: Double)
    case tooFewPoints(points: Int, perplexity: Double)
    case allPointsEqual(points: Int)
    case diverged(iteration: Int, learningRate: Double)
    case badOption(name: String, expected: String, found: String)

    /// For people: what was expected, what was found, and what to do where that is known.
    public var description: String {
        switch self {
        case .noFeatures(let points):
            "t-SNE of \(points) points: expected at least one feature per point, found none"
        case .wrongCount(let expected, let found):
            "t-SNE: expected \(expected) numbers (points × features), found \(found)"
        case .notFinite(let point, let feature, let value):
            "t-SNE, point \(point), feature \(feature): expected a finite number, found \(value); "
                + "leave out the points of a network that diverged"
        case .tooFewPoints(let points, let perplexity):
            "t-SNE of \(points) points: a perplexity of \(perplexity) needs at least \(Self.needed(perplexity)) "
                + "(three times the perplexity); take more points or a perplexity of at most \(Double(points) / 3)"
        case .allPointsEqual(let points):
            "t-SNE: all \(points) points are the same; there is nothing to embed"
        case .diverged(let iteration, let learningRate):
            "t-SNE, iteration \(iteration): positions are no longer finite; "
                + "expected a learning rate that converges, found \(learningRate): take a smaller one"
        case .badOption(let name, let expected, let found):
            "t-SNE, \(name): expected \(expected), found \(found)"
        }
    }

    private static func needed(_ perplexity: Double) -> String {
        let count = (3 * perplexity).rounded(.up)
        return count < 1e15 ? "\(Int(count))" : "\(count)"
    }
}
