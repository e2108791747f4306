/// What can be measured of a trained network, by the name used in sweep files and columns.
public struct Measure: Registered {
    /// Mean over all g ∈ G of the accuracy on gx. A fraction.
    public static let accuracy = Measure(Measures.Accuracy.self)
    /// Logit invariance error (equation 2). Squared logits.
    public static let LI = Measure(Measures.LogitError.self)
    /// Predictive distribution invariance error (equation 1). Nats.
    public static let DI = Measure(Measures.DistributionError.self)
    /// Saliency invariance similarity (equation 3). A cosine.
    public static let SI = Measure(Measures.SaliencySimilarity.self)
    /// The largest singular value of the logits' Jacobian by the input, at x (section 4.4). Logits
    /// per unit of normalised input.
    public static let sigmaMax = Measure(Measures.SigmaMax.self)
    /// Top-1 consistency: the fraction of images gx, g ≠ e, that are given the class of x.
    public static let consistency = Measure(Measures.Consistency.self)
    /// Spearman's rank correlation of the saliency maps that SI compares, −1 … 1. A constant map counts as 0;
    /// their number is `SI_spearman_constant_maps`.
    public static let SISpearman = Measure(Measures.SaliencyRanks.self)
    /// Their structural similarity (Wang et al., 2004), −1 … 1, each map scaled to a maximum of 1. A constant
    /// map counts as 0; their number is `SI_ssim_constant_maps`.
    public static let SISSIM = Measure(Measures.SaliencyStructure.self)
    /// Completeness of integrated gradients: |Σ attributions − (f(gx) − f(x₀))|. Logits. With it comes
    /// `IG_residual_relative`, the sum of these over the sum of |f(gx) − f(x₀)|.
    public static let residual = Measure(Measures.Residual.self)

    /// The list, in the order of columns: a measure that stands here is known to sweep files, `sweep explain`,
    /// journals, tables and figures.
    public static let allCases: [Measure] = [
        .accuracy, .LI, .DI, .SI, .sigmaMax, .consistency, .SISpearman, .SISSIM, .residual,
    ]

    /// What is measured unless a sweep asks for something else: the columns of the paper's Table 1.
    public static let standard: [Measure] = [.accuracy, .LI, .DI, .SI]

    let definition: any MeasureDefinition.Type

    init(_ definition: any MeasureDefinition.Type) { self.definition = definition }

    /// As sweep files, tables and journals write it.
    public var rawValue: String { definition.name }
    /// Whether saliency maps are made on the way.
    public var needsSaliency: Bool { definition.needsSaliency }

    /// By the definition behind the name.
    public static func == (a: Measure, b: Measure) -> Bool { a.definition == b.definition }
    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(definition)) }
}

/// How a saliency map is made (paper, section 4.1; method: "Measures").
public struct SaliencyOptions: Sendable, Hashable, Codable {
    /// The logit whose gradients are integrated.
    public enum Target: String, Sendable, Codable, CaseIterable {
        /// The logit of the true class.
        case label
        /// The logit of the class predicted for the image at hand (gx has its own prediction).
        case predicted
    }

    /// Where on the path from x₀ to x the gradients are taken, and with which weights.
    public enum Rule: String, Sendable, Codable, CaseIterable {
        case midpoint
        case gaussLegendre = "gauss-legendre"
    }

    /// x₀ of the path, where attributions begin.
    public enum Baseline: String, Sendable, Codable, CaseIterable {
        /// 0 in normalised space: the mean grey of the train split.
        case zero
        /// The normalised value of a black pixel.
        case black
    }

    /// Which logit is explained.
    public var target = Target.label
    /// Points of the quadrature of integrated gradients.
    public var steps = 50
    /// Quadrature over α from 0 to 1.
    public var rule = Rule.midpoint
    /// The image that the path begins at.
    public var baseline = Baseline.zero
    /// Keep what is at least this fraction of the map's maximum.
    public var threshold = 0.9

    /// The defaults of a sweep file.
    public init() {}
}
