/// All that decides the bytes of one trained network.
public struct TrainingTask: Sendable {
    public var data: PreparedData
    public var group: PermutationGroup
    public var method: Method
    /// The regulariser and its weight ν; used by IR only.
    public var regulariser: Regulariser
    public var nu: Double
    public var seed: UInt64
    public var parameters: TrainingParameters

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

    public var architecture: Architecture {
        Architecture(inputs: data.pixels, hidden: parameters.hidden, classes: data.classCount)
    }

    /// The weight tying of the network's first layer; nil unless the method is WT.
    public var tying: WeightTying? {
        method == .WT ? WeightTying(order: group.order, pooling: parameters.pooling) : nil
    }
}
