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

    /// Multiply-adds of one epoch, for the cost model: forward, weight gradient and (but for the
    /// first layer) input gradient of every row, and the forward pass of the validation split.
    public var multiplyAddsPerEpoch: Double {
        let first = firstLayerCost
        let others = laterLayersCost
        let order = Double(group.order)
        let firstRows = method == .DA ? 1 : order
        let otherRows = method == .IR ? order : 1
        let train = Double(data.train.count) * (2 * first * firstRows + 3 * others * otherRows)
        let validation = Double(data.validation.count) * (first * (method == .WT ? order : 1) + others)
        return train + validation
    }

    /// Of one row's forward pass: ink only, at what one of its multiply-adds takes compared with one
    /// of a dense product; all pixels where those are too many.
    var firstLayerCost: Double {
        let layer = architecture.layers[0]
        return Double(layer.inputs * layer.outputs) * (data.normalisation.isSparse ? data.normalisation.inkShare * 2.5 : 1)
    }

    /// Multiply-adds of one row's forward pass after the first layer.
    var laterLayersCost: Double {
        architecture.layers.dropFirst().reduce(0) { $0 + Double($1.inputs * $1.outputs) }
    }
}
