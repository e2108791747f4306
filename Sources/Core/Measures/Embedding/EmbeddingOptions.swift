/// How t-SNE is run. The defaults are those in common use; where van der Maaten and Hinton (2008,
/// section 3.4) have another value, it is named.
public struct EmbeddingOptions: Sendable, Equatable {
    /// Where the points start. Either way the spread is small (a standard deviation of 1e-4 along the
    /// first axis, as in the authors' program), so that the early gradients decide, not the start.
    public enum Start: Sendable, Equatable {
        /// The first two principal components: the same picture for the same points, and large
        /// distances that mean more than after a random start.
        case principalComponents
        /// Normal draws (the paper's choice) from a stream of the caller's.
        case random(RandomStream)
    }

    /// 2^entropy of each point's neighbour distribution: how many neighbours count. At most n/3.
    public var perplexity = 30.0
    /// Gradient steps in all.
    public var iterations = 1000
    /// P is multiplied by `exaggeration` for the first `exaggeratedIterations`. Paper: 4, for 50.
    public var exaggeration = 12.0
    /// Iterations under exaggeration, from the first on.
    public var exaggeratedIterations = 250
    /// Nil for max(50, n / (4·exaggeration)), which grows with n as it must (Belkina et al., 2019).
    /// Paper: 100.
    public var learningRate: Double?
    /// Up to and including iteration `momentumSwitch`.
    public var earlyMomentum = 0.5
    /// After iteration `momentumSwitch`.
    public var lateMomentum = 0.8
    /// The last iteration with the early momentum. Paper: 250.
    public var momentumSwitch = 250
    /// Where the points start.
    public var start = Start.principalComponents
    /// The KL divergence is computed every so many iterations and after the last.
    public var traceEvery = 50

    /// Those in common use.
    public init() {}

    /// The step size for n points.
    public func stepSize(points: Int) -> Double {
        learningRate ?? max(50, Double(points) / (4 * exaggeration))
    }

    func check(points: Int) throws(EmbeddingError) {
        func need(_ holds: Bool, _ name: String, _ expected: String, _ found: some Any) throws(EmbeddingError) {
            if !holds { throw .badOption(name: name, expected: expected, found: "\(found)") }
        }
        try need(perplexity.isFinite && perplexity > 1, "perplexity", "a number above 1", perplexity)
        try need(iterations >= 1, "iterations", "at least 1", iterations)
        try need(exaggeration.isFinite && exaggeration >= 1, "exaggeration", "a number from 1 on", exaggeration)
        try need(exaggeratedIterations >= 0, "exaggerated iterations", "at least 0", exaggeratedIterations)
        if let learningRate {
            try need(learningRate.isFinite && learningRate > 0, "learning rate", "a positive number", learningRate)
        }
        for momentum in [earlyMomentum, lateMomentum] {
            try need(momentum >= 0 && momentum < 1, "momentum", "a number from 0 to below 1", momentum)
        }
        try need(momentumSwitch >= 0, "momentum switch", "at least 0", momentumSwitch)
        try need(traceEvery >= 1, "trace", "every 1 or more iterations", traceEvery)
        if Double(points) < 3 * perplexity { throw .tooFewPoints(points: points, perplexity: perplexity) }
    }
}
