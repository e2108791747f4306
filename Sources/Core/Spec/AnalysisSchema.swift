/// The keys of the analyses' options: each analysis has one of its own name.
enum AnalysisSchema {
    static let keys = [layers, drift, latent, saliencyMaps, decay]

    private static let layers = KeySchema(
        "layer_LI",
        .mapping([samples("layer_LI", default: "0", meaning: "Test samples, from the first on; 0 for all.")], shorthand: nil),
        meaning: "Options of measure: layer_LI, the invariance error of every layer's activations.",
        example: "{samples: 5000}")

    private static let drift = KeySchema(
        "drift",
        .mapping(
            [
                KeySchema(
                    "drift.with", .word(DatasetName.allCases.map(\.rawValue)), default: "fashion-mnist",
                    meaning: "The data set D₂ that the test samples drift to.", example: "silhouettes"),
                KeySchema(
                    "drift.fallback", .word(DatasetName.allCases.filter(\.isEmbedded).map(\.rawValue) + ["none"]),
                    default: "none",
                    meaning: "The data set that is used instead, with a notice, where the files of drift.with cannot be had.",
                    example: "silhouettes"),
                KeySchema(
                    "drift.beta", .list(of: .number(.from(0, through: 1)), distinct: true, single: true),
                    default: "[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]",
                    meaning: "The mixtures (1 − β)·D₁ + β·D₂ that are measured.", example: "[0, 0.5, 1]"),
                KeySchema(
                    "drift.measure",
                    .list(
                        of: .word([Measure.accuracy, .LI, .DI, .SI].map(\.rawValue)), distinct: true, single: true),
                    default: "[accuracy, LI, DI]", meaning: "What is measured of each mixture.",
                    example: "[accuracy, DI, SI]"),
                samples("drift", default: "0", meaning: "Test samples, from the first on; 0 for all."),
            ], shorthand: "with"),
        meaning: "Options of measure: drift, invariance as the data drifts to another set.",
        example: "{with: fashion-mnist, beta: [0, 0.5, 1]}")

    private static let latent = KeySchema(
        "latent",
        .mapping(
            [
                samples("latent", from: 10, to: 20_000, default: "1000", meaning: "Test samples in the picture."),
                KeySchema(
                    "latent.traced", .integer(0 ... 100), default: "5",
                    meaning: "How many of them are shown with their whole orbit.", example: "3"),
                KeySchema(
                    "latent.perplexity", .number(.above(1, through: 1000)), default: "30",
                    meaning: "The perplexity of t-SNE: about how many neighbours a point has.", example: "20"),
                KeySchema(
                    "latent.iterations", .integer(50 ... 100_000), default: "1000",
                    meaning: "Gradient steps of t-SNE.", example: "500"),
                seeds("latent", "embedded"),
            ], shorthand: nil),
        meaning: "Options of measure: latent, t-SNE of the penultimate layer.", example: "{samples: 500, traced: 3}")

    private static let saliencyMaps = KeySchema(
        "saliency_maps",
        .mapping(
            [
                samples(
                    "saliency_maps", from: 1, to: 9, default: "3",
                    meaning: "Test samples that are shown: the first of each of so many classes."),
                seeds("saliency_maps", "shown"),
            ], shorthand: nil),
        meaning: "Options of measure: saliency_maps, pictures of saliency over the orbit.", example: "{samples: 2}")

    private static let decay = KeySchema(
        "decay",
        .mapping(
            [
                samples(
                    "decay", from: 1, to: 1000, default: "64",
                    meaning: "Train samples that the linear model sees, each with a difference x − gx for every group element but "
                        + "the identity: samples × (elements − 1) may be at most \(LinearDecay.largestDifferences).",
                    example: "100"),
                KeySchema(
                    "decay.steps", .integer(1 ... 100_000), default: "400", meaning: "Gradient descent steps.",
                    example: "100"),
                KeySchema(
                    "decay.rate", .number(.above(0, through: 10)), default: "0.05",
                    meaning: "The step size as a fraction of the largest that is stable, 2/λmax.", example: "0.5"),
            ], shorthand: nil),
        meaning: "Options of measure: decay, Proposition 3.1 on a linear model.", example: "{steps: 200}")

    private static func samples(
        _ key: String, from least: Int = 0, to most: Int = 1_000_000, default value: String, meaning: String,
        example: String? = nil
    ) -> KeySchema {
        KeySchema(
            "\(key).samples", .integer(least ... most), default: value, meaning: meaning,
            example: example ?? (most < 10 ? "2" : "500"))
    }

    private static func seeds(_ key: String, _ verb: String) -> KeySchema {
        KeySchema(
            "\(key).seeds", .integer(1 ... 10_000), default: "1",
            meaning: "Networks of so many seeds, from the first on, are \(verb).", example: "4")
    }
}
