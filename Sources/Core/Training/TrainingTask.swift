/// All that decides the bytes of one trained network.
public struct TrainingTask: Sendable {
    /// Splits and their normalisation.
    public var data: PreparedData
    /// The elements that invariance is sought to.
    public var group: PermutationGroup
    /// How it is sought.
    public var method: Method
    /// The form of R; used by IR only.
    public var regulariser: Regulariser
    /// The weight of R in L = CE + ν·R (paper, equation 4); used by IR only.
    public var nu: Double
    /// Names the random streams of initialisation, order and augmentation.
    public var seed: UInt64
    /// What is the same for all methods.
    public var parameters: TrainingParameters

    /// - Parameter nu: 0 for WT and DA.
    public init(
        data: PreparedData, group: PermutationGroup, method: Method, regulariser: Regulariser = .logit,
        nu: Double = 0, seed: UInt64, parameters: TrainingParameters
    ) {
        self.data = data
        self.group = group
        self.method = method
        self.regulariser = regulariser
        self.nu = nu
        self.seed = seed
        self.parameters = parameters
    }

    /// P inputs of the padded image, the hidden widths, C logits.
    public var architecture: Architecture {
        Architecture(inputs: data.pixels, hidden: parameters.hidden, classes: data.classCount)
    }

    /// The weight tying of the network's first layer; nil unless the method is WT.
    public var tying: WeightTying? {
        method == .WT ? WeightTying(order: group.order, pooling: parameters.pooling) : nil
    }
}
