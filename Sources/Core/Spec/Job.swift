/// The data that a job was given, as it really was (after any fallback).
public struct DataIdentity: Sendable, Hashable, Codable {
    public var dataset: DatasetName
    /// SHA-256 over the pooled images and labels.
    public var digest: String
    public var train: Int
    public var test: Int
    public var validation: Int
    public var splitSeed: UInt64
    public var pad: Int

    public init(dataset: DatasetName, digest: String, request: DataRequest) {
        self.dataset = dataset
        self.digest = digest
        train = request.train
        test = request.test
        validation = request.validation
        splitSeed = request.splitSeed
        pad = request.pad
    }
}

/// One network to train: a job *is* its resolved parameters.
public struct Job: Sendable, Hashable, Codable {
    public var data: DataIdentity
    public var group: GroupName
    public var method: Method
    /// Nil unless the method is IR.
    public var regulariser: Regulariser?
    /// ν; nil unless the method is IR.
    public var nu: Double?
    public var seed: UInt64
    public var training: TrainingParameters

    public init(
        data: DataIdentity, group: GroupName, method: Method, regulariser: Regulariser? = nil, nu: Double? = nil,
        seed: UInt64, training: TrainingParameters
    ) {
        self.data = data
        self.group = group
        self.method = method
        self.regulariser = regulariser
        self.nu = nu
        self.seed = seed
        self.training = training
    }
}

/// One measuring or analysis of one trained network.
public struct Evaluation: Sendable, Hashable, Codable {
    /// `Job.id` of the network.
    public var job: String
    public var split: SplitName
    /// Empty for an analysis.
    public var measures: [Measure]
    public var saliency: SaliencyOptions
    /// Nil for a plain measuring.
    public var analysis: AnalysisRequest?

    public init(
        job: String, split: SplitName, measures: [Measure], saliency: SaliencyOptions, analysis: AnalysisRequest? = nil
    ) {
        self.job = job
        self.split = split
        self.measures = measures
        self.saliency = saliency
        self.analysis = analysis
    }
}
