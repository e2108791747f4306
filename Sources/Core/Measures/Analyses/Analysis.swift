/// What can be found out about a trained network beyond one number: listed under `measure` like the
/// measures, each with options under a key of its own name.
public enum Analysis: String, Sendable, Codable, CaseIterable {
    /// Where in the network invariance appears: the invariance error of every layer's activations.
    case layers = "layer_LI"
    /// Invariance and accuracy as the data drifts away (paper, section 4.3 and figure 4).
    case drift
    /// t-SNE of the penultimate layer with orbits traced through it (figure 2).
    case latent
    /// Saliency maps of single samples over their orbits (figures 1 and 3).
    case saliencyMaps = "saliency_maps"
    /// Proposition 3.1 on a linear model, step by step.
    case decay

    /// Whether saliency maps are made on the way.
    func needsSaliency(_ options: AnalysisOptions) -> Bool {
        switch self {
        case .saliencyMaps: true
        case .drift: options.drift.measures.contains { $0.needsSaliency }
        case .layers, .latent, .decay: false
        }
    }
}

/// One analysis with its options, resolved: part of what an `Evaluation` asks for.
public enum AnalysisRequest: Sendable, Hashable, Codable {
    case layers(LayerOptions)
    /// - Parameter with: the second data set as it really is, after any fallback.
    case drift(DriftOptions, with: DataIdentity)
    case latent(LatentOptions)
    case saliencyMaps(SaliencyMapOptions)
    case decay(DecayOptions)

    /// Which analysis the options are of.
    public var analysis: Analysis {
        switch self {
        case .layers: .layers
        case .drift: .drift
        case .latent: .latent
        case .saliencyMaps: .saliencyMaps
        case .decay: .decay
        }
    }

    /// Whether saliency maps are made on the way, so that how they are made decides the result.
    public var needsSaliency: Bool {
        switch self {
        case .saliencyMaps: true
        case .drift(let options, _): options.measures.contains { $0.needsSaliency }
        case .layers, .latent, .decay: false
        }
    }
}

/// The options of all analyses, as a sweep file gives them.
public struct AnalysisOptions: Sendable, Hashable {
    /// Of `layer_LI`.
    public var layers = LayerOptions()
    /// Of `drift`.
    public var drift = DriftOptions()
    /// Of `latent`.
    public var latent = LatentOptions()
    /// Of `saliency_maps`.
    public var saliencyMaps = SaliencyMapOptions()
    /// Of `decay`.
    public var decay = DecayOptions()

    /// The defaults of a sweep file.
    public init() {}
}

/// `layer_LI: {samples: 2000}`
public struct LayerOptions: Sendable, Hashable, Codable {
    /// Of the split, from its beginning; 0 for all.
    public var samples = 0

    /// All samples.
    public init() {}
}

/// `drift: {with: fashion-mnist, beta: [0, 0.5, 1]}`
public struct DriftOptions: Sendable, Hashable, Codable {
    /// D₂, cut by the same split sizes and split seed as D₁.
    public var with = DatasetName.fashionMNIST
    /// Used where D₂'s files cannot be had.
    public var fallback: DatasetName?
    /// β of D(β) = (1 − β)·D₁ + β·D₂, each from 0 to 1.
    public var betas = (0 ... 10).map { Double($0) / 10 }
    /// Of accuracy, LI, DI, SI.
    public var measures: [Measure] = [.accuracy, .LI, .DI]
    /// Of the split, from its beginning; 0 for all.
    public var samples = 0

    /// Eleven mixtures with Fashion-MNIST.
    public init() {}
}

/// `latent: {samples: 1000, traced: 5}`
public struct LatentOptions: Sendable, Hashable, Codable {
    /// Points of single samples, at x.
    public var samples = 1000
    /// How many of them have their whole orbit in the picture.
    public var traced = 5
    /// 2^entropy of each point's neighbour distribution (van der Maaten and Hinton, 2008): about how many neighbours count.
    public var perplexity = 30.0
    /// Gradient steps.
    public var iterations = 1000
    /// Networks of so many seeds, from the first on, are embedded.
    public var seeds = 1

    /// 1000 points, five orbits, one seed.
    public init() {}
}

/// `saliency_maps: {samples: 3}`
public struct SaliencyMapOptions: Sendable, Hashable, Codable {
    /// Of the split: the first of each of so many classes.
    public var samples = 3
    /// Networks of so many seeds, from the first on, are shown.
    public var seeds = 1

    /// Three samples, one seed.
    public init() {}
}

/// `decay: {samples: 64, steps: 400}`
public struct DecayOptions: Sendable, Hashable, Codable {
    /// Of the train split, from its beginning: x of ε = x − gx.
    public var samples = 64
    /// Gradient descent steps.
    public var steps = 400
    /// The step size η as a fraction of the largest that is stable, 2/λ_max(Σ).
    public var rate = 0.05

    /// 64 samples, 400 steps.
    public init() {}
}
