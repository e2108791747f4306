/// How the regulariser weight ν of IR is chosen.
public enum NuChoice: Sendable, Hashable {
    /// Each of these; a row of the table per value.
    case values([Double])
    /// The smallest that reaches a threshold (method: "Tuning ν").
    case smallest(NuSearchSettings)
}

/// `nu: {smallest: SI >= 0.95, on: validation, from: 0.01, to: 1000, within: 1.25}`
public struct NuSearchSettings: Sendable, Hashable, Codable {
    public var measure = Measure.SI
    public var threshold = 0.95
    public var split = SplitName.validation
    public var from = 0.01
    public var to = 1000.0
    /// The answer is known to this ratio: the next smaller probe that failed is at most this
    /// factor below.
    public var within = 1.25
    /// At most this many values of ν are tried.
    public var maxProbes = 40

    public init() {}
}

/// A whole sweep as a person asked for it, validated, with defaults filled in.
public struct SweepSpec: Sendable, Hashable {
    public var name: String
    public var data = DataRequest()
    public var groups: [GroupName]
    public var methods: [Method]
    public var seeds: [UInt64] = [0, 1, 2, 3]
    public var nu = NuChoice.smallest(NuSearchSettings())
    public var regularisers: [Regulariser] = [.logit]
    public var training = TrainingParameters()
    public var saliency = SaliencyOptions()
    public var measures: [Measure] = Measure.standard
    public var analyses: [Analysis] = []
    public var options = AnalysisOptions()
    public var limits = RunLimits()
    /// The permutations of those groups, here and in variants, that come from files.
    public var ownGroups: [GroupName: OwnGroup] = [:]
    /// Of `variants`, the one that this is; nil for a sweep without.
    public var variant: String?
    /// The forms that are run instead of the sweep itself; none of them has variants.
    public var variants: [SweepSpec] = []

    /// What is run: the variants, or the sweep alone.
    public var parts: [SweepSpec] { variants.isEmpty ? [self] : variants }

    public init(name: String, groups: [GroupName], methods: [Method]) {
        self.name = name
        self.groups = groups
        self.methods = methods
    }
}
