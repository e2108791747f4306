/// The format of a sweep file, key by key.
///
/// Top-level keys that begin with `x-` are passed over: a place for anchors that several values
/// share.
public enum SweepSchema {
    /// The keys at the top, in the order of the documentation and of a resolved file.
    public static let keys: [KeySchema] = [
        KeySchema(
            "name", .name, required: true,
            meaning: "Names the sweep, and the folder of its results.", example: "nu_search"),
        data,
        groups,
        methods,
        seeds,
        nu,
        regularisers,
        regulariser,
        training,
        saliency,
        KeySchema(
            "measure",
            .list(
                of: .word(Measure.allCases.map(\.rawValue) + Analysis.allCases.map(\.rawValue)), distinct: true,
                single: true),
            default: "[accuracy, LI, DI, SI]",
            meaning: "What is measured of each trained network on the test split.", example: "[accuracy, SI, sigma_max]"),
    ] + AnalysisSchema.keys + [variants, limits]

    /// Keys with children before their children.
    public static var allKeys: [KeySchema] { keys.flatMap(withDescendants) }

    /// The key at a dotted path.
    public static func key(_ path: String) -> KeySchema? { allKeys.first { $0.path == path } }

    /// A larger seed would not survive the doubles of a spreadsheet.
    static let largestSeed = 9_007_199_254_740_991

    static let root = ValueKind.mapping(keys, shorthand: nil)

    private static func withDescendants(_ key: KeySchema) -> [KeySchema] {
        [key] + key.children.flatMap(withDescendants)
    }

    private static let groups = KeySchema(
        "groups", .list(of: .group, distinct: true, single: true), required: true,
        meaning: "The symmetry groups to learn invariance to.", example: "[R4, T3]")

    private static let methods = KeySchema(
        "methods", .list(of: .word(Method.allCases.map(\.rawValue)), distinct: true, single: true), required: true,
        meaning: "How invariance is sought: weight tying (WT), data augmentation (DA), invariance regularisation (IR).",
        example: "[WT, DA, IR]")

    private static let seeds = KeySchema(
        "seeds",
        .either([.integer(1 ... 10_000), .list(of: .integer(0 ... largestSeed), distinct: true, single: false)]),
        default: "[0, 1, 2, 3]",
        meaning: "The seeds every job is repeated for; a number n alone stands for the seeds 0 to n − 1.",
        example: "[0, 1]")

    private static let forms = ValueKind.list(
        of: .word(Regulariser.allCases.map(\.rawValue)), distinct: true, single: true)

    private static let regularisers = KeySchema(
        "regularisers", forms, default: "[logit]",
        meaning: "The forms of IR's invariance error R, each with networks and a ν search of its own.", example: "[logit, kl]")

    private static let regulariser = KeySchema(
        "regulariser", forms, aliasOf: "regularisers",
        meaning: "The same as regularisers, for a sweep that has one.", example: "kl")

    /// As at the top, but that nothing is required.
    private static let keysOfVariants = [groups, methods, seeds, regularisers, regulariser].map { key in
        KeySchema(key.path, key.kind, aliasOf: key.aliasOf, meaning: key.meaning, example: key.example)
    }

    private static let data = KeySchema(
        "data",
        .mapping(
            [
                KeySchema(
                    "data.source", .word(DatasetName.allCases.map(\.rawValue)), default: "mnist",
                    meaning: "The data set.", example: "fashion-mnist"),
                KeySchema(
                    "data.fallback", .word(DatasetName.allCases.filter(\.isEmbedded).map(\.rawValue) + ["none"]),
                    default: "none",
                    meaning: "The data set that is used instead, with a notice, where the source's files cannot be had.",
                    example: "strokes"),
                KeySchema(
                    "data.train", .integer(1 ... 1_000_000), default: "10000",
                    meaning: "Samples in the train split.", example: "2000"),
                KeySchema(
                    "data.test", .integer(1 ... 1_000_000), default: "50000",
                    meaning: "Samples in the test split.", example: "2000"),
                KeySchema(
                    "data.validation", .integer(1 ... 1_000_000), default: "2000",
                    meaning: "Samples in the validation split, which chooses the epoch and ν.", example: "500"),
                KeySchema(
                    "data.split_seed", .integer(0 ... largestSeed), default: "0",
                    meaning: "Seeds the one shuffle that the splits are cut from.", example: "1"),
                KeySchema(
                    "data.pad", .integer(0 ... 64), default: "4",
                    meaning: "Zero pixels added on each side of the 28×28 image.", example: "1"),
            ], shorthand: "source"),
        meaning: "Which images, and how they are split; a word alone is the source.", example: "mnist")

    private static let variants = KeySchema(
        "variants",
        .list(
            of: .mapping(
                [
                    KeySchema(
                        "variants.name", .name, required: true,
                        meaning: "Names the variant in the tables; each has a name of its own.", example: "wide"),
                    data,
                ] + keysOfVariants + [nu, training], shorthand: nil),
            distinct: false, single: false),
        meaning: "Forms of the sweep that are run side by side, each with some of its keys replaced; where there are "
            + "any, only they are run.",
        example: "[{name: small, data: {train: 1000}}, {name: wide, training: {hidden: [512, 512]}}]")

    private static let nu = KeySchema(
        "nu",
        .either([
            .number(nuRange),
            .list(of: .number(nuRange), distinct: true, single: false),
            .mapping(
                [
                    KeySchema(
                        "nu.smallest", .condition, default: "SI >= 0.95",
                        meaning: "Search for the smallest ν that reaches this with the mean over the seeds, as every larger ν "
                            + "that was probed must too. Only SI can stand here, and only >=.",
                        example: "SI >= 0.9"),
                    KeySchema(
                        "nu.on", .word(SplitName.allCases.map(\.rawValue)), default: "validation",
                        meaning: "The split on which the search measures.", example: "test"),
                    KeySchema(
                        "nu.from", .number(searched), default: "0.01",
                        meaning: "The least ν that the search may try.", example: "0.1"),
                    KeySchema(
                        "nu.to", .number(searched), default: "1000",
                        meaning: "The largest ν that the search may try.", example: "100"),
                    KeySchema(
                        "nu.within", .number(.from(1.001, through: 1000)), default: "1.25",
                        meaning: "The search ends when the answer is known to this ratio.", example: "2"),
                    KeySchema(
                        "nu.max_probes", .integer(1 ... 1000), default: "40",
                        meaning: "The most values of ν that the search may try.", example: "12"),
                    KeySchema(
                        "nu.logspace",
                        .tuple([
                            .number(searched), .number(searched), .integer(points),
                        ]),
                        meaning: "Instead of a search: from a to b in n values at equal ratios, to four significant digits.",
                        example: "[0.1, 100, 7]"),
                ], shorthand: nil),
        ]),
        default: "{smallest: SI >= 0.95, \"on\": validation, from: 0.01, to: 1000, within: 1.25, max_probes: 40}",
        meaning: "The regulariser weight ν of IR: a number, a list, {logspace: [a, b, n]}, or a search for the smallest.",
        example: "[0.1, 1, 10]")

    private static let limits = KeySchema(
        "limits",
        .mapping(
            [
                KeySchema(
                    "limits.minutes_per_job", .number(.from(0, through: 1e6)), default: "0",
                    meaning: "Minutes after which a job counts as failed and its lane goes on with the next; 0 for no limit. "
                        + "Even without a limit a job is given up that is silent both for half an hour and for 50 times its usual epoch.",
                    example: "30"),
                KeySchema(
                    "limits.retries", .integer(0 ... 100), default: "2",
                    meaning: "How often a job that failed is tried again, within a run and by later runs.", example: "0"),
            ], shorthand: nil),
        meaning: "What one job may cost before the sweep goes on without it; decides no result.",
        example: "{minutes_per_job: 30}")

    private static let nuRange = NumberRange.from(0, through: 1e9)
    /// Of a search and of `logspace`, which divide by it.
    static let searched = NumberRange.from(1e-9, through: 1e9)
    /// Of `logspace`.
    static let points = 2 ... 1000

    private static let training = KeySchema(
        "training",
        .mapping(
            [
                KeySchema(
                    "training.epochs", .integer(1 ... 1_000_000), default: "300",
                    meaning: "Passes over the train split.", example: "30"),
                KeySchema(
                    "training.batch", .integer(1 ... 1_000_000), default: "512",
                    meaning: "Samples drawn per optimiser step, at most the train split.", example: "128"),
                KeySchema(
                    "training.learning_rate", .number(.above(0, through: 10)), default: "0.0008",
                    meaning: "Adam's step size.", example: "0.001"),
                KeySchema(
                    "training.hidden", .list(of: .integer(1 ... 4096), distinct: false, single: true),
                    default: "[128, 128, 128, 128, 128]",
                    meaning: "The widths of the hidden layers, input side first.", example: "[64, 64]"),
                KeySchema(
                    "training.initialisation", .word(Initialisation.allCases.map(\.rawValue)), default: "uniform",
                    meaning: "How weights are drawn before training.", example: "he"),
                KeySchema(
                    "training.pooling", .word(OrbitPooling.allCases.map(\.rawValue)), default: "max",
                    meaning: "How WT's first layer gathers the responses over the group into one.", example: "mean"),
                KeySchema(
                    "training.weight_decay", .number(.from(0, through: 10)), default: "0",
                    meaning: "Decoupled weight decay λ: each step first takes learning_rate·λ of every parameter away.",
                    example: "0.01"),
                KeySchema(
                    "training.track_sigma_max", .integer(0 ... 1_000_000), default: "0",
                    meaning: "After each epoch, sigma_max is averaged over so many validation samples; 0 for none.",
                    example: "100"),
            ], shorthand: nil),
        meaning: "How each network is built and trained.", example: "{epochs: 30}")

    private static let saliency = KeySchema(
        "saliency",
        .mapping(
            [
                KeySchema(
                    "saliency.target", .word(SaliencyOptions.Target.allCases.map(\.rawValue)), default: "label",
                    meaning: "The logit that is attributed: of the true label, or of the predicted class.",
                    example: "predicted"),
                KeySchema(
                    "saliency.steps", .integer(1 ... 10_000), default: "50",
                    meaning: "Points of the quadrature of integrated gradients.", example: "20"),
                KeySchema(
                    "saliency.rule", .word(SaliencyOptions.Rule.allCases.map(\.rawValue)), default: "midpoint",
                    meaning: "The quadrature rule.", example: "gauss-legendre"),
                KeySchema(
                    "saliency.baseline", .word(SaliencyOptions.Baseline.allCases.map(\.rawValue)), default: "zero",
                    meaning: "The image that attribution starts from: the mean grey (zero), or black.",
                    example: "black"),
                KeySchema(
                    "saliency.threshold", .number(.from(0, through: 1)), default: "0.9",
                    meaning: "Keep what is at least this fraction of a saliency map's maximum.", example: "0.5"),
            ], shorthand: nil),
        meaning: "How the saliency maps that SI compares are made.", example: "{steps: 20}")
}
