/// The data that a job was given, as it really was (after any fallback).
public struct DataIdentity: Sendable, Hashable, Codable {
    /// The set that was really used, which may be the fallback.
    public var dataset: DatasetName
    /// SHA-256 over the pooled images and labels.
    public var digest: String
    /// Samples of the train split.
    public var train: Int
    /// Samples of the test split.
    public var test: Int
    /// Samples of the validation split.
    public var validation: Int
    /// Of the shuffle that the splits are cut from.
    public var splitSeed: UInt64
    /// Zero pixels added on each side.
    public var pad: Int

    /// - Parameters:
    ///   - digest: of the set's content.
    ///   - request: sizes, split seed and padding; its source is not looked at.
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
    /// Set, content, splits and padding.
    public var data: DataIdentity
    /// By name; an own group by its content too.
    public var group: GroupName
    /// How invariance is sought.
    public var method: Method
    /// Nil unless the method is IR.
    public var regulariser: Regulariser?
    /// ν; nil unless the method is IR.
    public var nu: Double?
    /// Names the random streams of the training.
    public var seed: UInt64
    /// Epochs, batch, widths and the rest.
    public var training: TrainingParameters

    /// - Parameters:
    ///   - regulariser: nil unless the method is IR.
    ///   - nu: likewise.
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
    /// The split that is measured.
    public var split: SplitName
    /// Empty for an analysis.
    public var measures: [Measure]
    /// Counts where a measure or the analysis needs maps.
    public var saliency: SaliencyOptions
    /// Nil for a plain measuring.
    public var analysis: AnalysisRequest?

    /// - Parameter job: `Job.id` of the network.
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
