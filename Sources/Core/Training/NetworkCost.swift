/// Multiply-adds of training and measuring one network, from sizes alone: for the cost model, and for
/// plans on data that is not here.
public struct NetworkCost: Sendable {
    /// Widths of the network.
    public var architecture: Architecture
    /// Decides how often each layer is passed.
    public var method: Method
    /// |G|.
    public var order: Int
    /// Samples of the train split.
    public var train: Int
    /// Samples of the validation split.
    public var validation: Int
    /// What the first layer takes compared with a dense product.
    public var firstLayerShare: Double
    /// Samples at which σmax is taken after each epoch.
    public var tracked: Int

    /// - Parameters:
    ///   - order: |G|.
    ///   - firstLayerShare: of what a dense first layer takes; 1 for data that is not sparse.
    ///   - tracked: samples at which σmax is taken after each epoch; 0 for none.
    public init(
        architecture: Architecture, method: Method, order: Int, train: Int, validation: Int, firstLayerShare: Double,
        tracked: Int = 0
    ) {
        self.architecture = architecture
        self.method = method
        self.order = order
        self.train = train
        self.validation = validation
        self.firstLayerShare = firstLayerShare
        self.tracked = tracked
    }

    /// Of one row's forward pass: ink only, at what one of its multiply-adds takes compared with one
    /// of a dense product; all pixels where those are too many.
    var firstLayer: Double {
        let layer = architecture.layers[0]
        return Double(layer.inputs * layer.outputs) * firstLayerShare
    }

    /// Of one row's forward pass after the first layer.
    var laterLayers: Double {
        architecture.layers.dropFirst().reduce(0) { $0 + Double($1.inputs * $1.outputs) }
    }

    /// Of one epoch: forward, weight gradient and (but for the first layer) input gradient of every
    /// row, and the forward pass of the validation split.
    public var perEpoch: Double {
        let (first, others, order) = (firstLayer, laterLayers, Double(order))
        let firstRows = method == .DA ? 1 : order
        let otherRows = method == .IR ? order : 1
        return Double(train) * (2 * first * firstRows + 3 * others * otherRows)
            + Double(validation) * (first * (method == .WT ? order : 1) + others)
            + (tracked > 0 ? Double(min(tracked, validation)) * perSpectrum : 0)
    }

    /// As many steps of a ray as its runs of linear behaviour take, at the speed of training: their number does not grow with
    /// the steps (docs/architecture.md, "Integrated gradients by runs"). Measured on trained networks, 50 steps took as long
    /// as some 20 taken one by one would.
    private static let stepsOfRuns = 20

    /// Of measuring one sample under all group elements.
    public func perOrbit(_ saliency: SaliencyOptions?) -> Double {
        let order = Double(order)
        let first = firstLayer * (method == .WT ? order : 1)
        let others = laterLayers
        var perImage = first + others
        if let saliency {
            // The last layer's gradient is a look-up.
            let inner = others - Double((architecture.hidden.last ?? 0) * architecture.classes)
            perImage += 2 * first + Double(min(saliency.steps, Self.stepsOfRuns)) * 2 * inner
        }
        return order * perImage
    }

    /// Of σmax at one sample.
    public var perSpectrum: Double {
        let layers = architecture.layers.map { Double($0.inputs * $0.outputs) }
        let blocks = method == .WT ? Double(order) : 1
        let inner = layers.dropFirst().dropLast().reduce(0, +)
        let width = blocks * Double(architecture.layers[0].outputs)
        return blocks * layers[0] + inner + Double(architecture.classes) * (inner + width * width)
    }
}

extension TrainingTask {
    /// What the formulas of `NetworkCost` need to know of the task.
    public var cost: NetworkCost {
        NetworkCost(
            architecture: architecture, method: method, order: group.order, train: data.train.count,
            validation: data.validation.count,
            firstLayerShare: data.normalisation.isSparse ? data.normalisation.inkShare * 2.5 : 1,
            tracked: parameters.trackedSamples)
    }
}
