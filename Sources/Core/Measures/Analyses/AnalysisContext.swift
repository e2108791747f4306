/// What an analysis is given: a trained network, the data it belongs to, and a lane's attention.
public struct AnalysisContext {
    /// With the parameters of its best epoch.
    public var network: Network
    /// Data, group, method and seed of the network.
    public var task: TrainingTask
    /// The split that samples are taken from, but for `decay`.
    public var split: SplitName
    /// How saliency maps are made.
    public var saliency: SaliencyOptions
    /// D₂ of the drift; nil for other analyses.
    public var other: PreparedData?
    /// The functions that compute; all sets give the same bits.
    public var kernels: KernelSet
    /// Asked often: whether to end as soon as possible.
    public var shouldStop: () -> Bool
    /// Told often: steps done, of how many.
    public var progress: (_ done: Int, _ all: Int) -> Void
    /// Of the analyses that take long: `layer_LI`, `drift`, `latent`.
    public var checkpoints = AnalysisCheckpoints()

    /// - Parameters:
    ///   - other: D₂ of the drift.
    ///   - shouldStop: asked often; must be quick.
    ///   - progress: told often, steps done and steps in all.
    public init(
        network: Network, task: TrainingTask, split: SplitName, saliency: SaliencyOptions, other: PreparedData? = nil,
        kernels: KernelSet, shouldStop: @escaping () -> Bool = { false },
        progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) {
        self.network = network
        self.task = task
        self.split = split
        self.saliency = saliency
        self.other = other
        self.kernels = kernels
        self.shouldStop = shouldStop
        self.progress = progress
    }

    /// The first of the split's samples, all of them for 0.
    func samples(_ count: Int) -> PreparedData.Samples {
        let all = task.data.samples(split)
        return count == 0 ? all : all.prefix(count)
    }
}

/// What an analysis found.
public struct AnalysisResult {
    /// Scalars, and curves as `series`.
    public var measurements: Measurements
    /// What is too large for the journal: written to a file of its own. Empty for none.
    public var tensors: [SafetensorsTensor]
    /// Of that file.
    public var metadata: [String: String]

    /// - Parameter metadata: of the file that holds the tensors.
    public init(measurements: Measurements, tensors: [SafetensorsTensor] = [], metadata: [String: String] = [:]) {
        self.measurements = measurements
        self.tensors = tensors
        self.metadata = metadata
    }
}

/// An analysis cannot be made of this network and data.
public struct AnalysisError: Error, Hashable, CustomStringConvertible {
    /// Which one.
    public var analysis: Analysis
    /// What was expected, what was found, and what to do.
    public var problem: String

    /// - Parameter problem: what was expected, what was found, and what to do.
    public init(_ analysis: Analysis, _ problem: String) {
        self.analysis = analysis
        self.problem = problem
    }

    /// The name of the analysis and the problem.
    public var description: String { "\(analysis.rawValue): \(problem)" }
}
