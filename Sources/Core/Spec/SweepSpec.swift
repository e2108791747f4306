/// How the regulariser weight ν of IR is chosen.
public enum NuChoice: Sendable, Hashable {
    /// Each of these; a row of the table per value.
    case values([Double])
    /// The smallest that reaches a threshold (method: "The search for ν").
    case smallest(NuSearchSettings)
}

/// What a ν search looks for and where: `nu: {smallest: SI >= 0.95, "on": validation, from: 0.01, to: 1000, within: 1.25}`
public struct NuSearchSettings: Sendable, Hashable, Codable {
    /// Must rise with ν: SI alone does.
    public var measure = Measure.SI
    /// Greater than 0 and at most 1.
    public var threshold = 0.95
    /// The split that probes are measured on.
    public var split = SplitName.validation
    /// The least ν that may be tried.
    public var from = 0.01
    /// The largest ν that may be tried.
    public var to = 1000.0
    /// The answer is known to this ratio: the next smaller probe that failed is at most this
    /// factor below.
    public var within = 1.25
    /// At most this many values of ν are tried.
    public var maxProbes = 40

    /// The defaults of a sweep file.
    public init() {}
}

/// A whole sweep as a person asked for it, validated, with defaults filled in.
public struct SweepSpec: Sendable, Hashable {
    /// Names the folder of the results.
    public var name: String
    /// The images and how they are split.
    public var data = DataRequest()
    /// Without repetition, in the order of the file.
    public var groups: [GroupName]
    /// Without repetition, in the order of the file.
    public var methods: [Method]
    /// Every job is repeated for each.
    public var seeds: [UInt64] = [0, 1, 2, 3]
    /// How ν of IR is chosen.
    public var nu = NuChoice.smallest(NuSearchSettings())
    /// Each a sweep of its own for IR.
    public var regularisers: [Regulariser] = [.logit]
    /// What is the same for all methods.
    public var training = TrainingParameters()
    /// How saliency maps are made.
    public var saliency = SaliencyOptions()
    /// What is measured of each network on the test split.
    public var measures: [Measure] = Measure.standard
    /// What is made besides, under `measure` too.
    public var analyses: [Analysis] = []
    /// Of all analyses, also of those that are not asked for.
    public var options = AnalysisOptions()
    /// What one job may cost; decides no result.
    public var limits = RunLimits()
    /// The permutations of those groups, here and in variants, that come from files.
    public var ownGroups: [GroupName: OwnGroup] = [:]
    /// Of `variants`, the one that this is; nil for a sweep without.
    public var variant: String?
    /// The forms that are run instead of the sweep itself; none of them has variants.
    public var variants: [SweepSpec] = []

    /// What is run: the variants, or the sweep alone.
    public var parts: [SweepSpec] { variants.isEmpty ? [self] : variants }

    /// Everything else by default.
    public init(name: String, groups: [GroupName], methods: [Method]) {
        self.name = name
        self.groups = groups
        self.methods = methods
    }
}
