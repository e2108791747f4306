/// Trains one network (method: "Training"). All memory is allocated before the first epoch.
///
/// Not Sendable: made and used by one lane.
public final class Trainer {
    private let task: TrainingTask
    private let kernels: KernelSet
    private let network: Network
    private let best: Network
    private let propagation: Propagation
    private let batch: OrbitBatch
    private let head: LossHead
    private let validation: Validation
    /// Nil unless σmax is tracked.
    private let tracked: TrackedSpectrum?
    private var optimiser: Adam
    /// Samples of the epoch in the order they are drawn, and their group elements.
    private var order: [Int32]
    private var elements: [UInt8]
    private let labels: UnsafeMutableBufferPointer<UInt8>
    /// Of the epochs done; room for all is there from the beginning.
    public private(set) var history: [EpochReport] = []
    private var bestEpoch = 0

    /// - Parameter ink: of the task's data and group; made here if nil.
    public init(_ task: TrainingTask, kernels: KernelSet, ink: TrainingInk? = nil) {
        let ink = ink ?? TrainingInk(task.data, group: task.group, kernels: kernels)
        precondition(
            ink.train.images === task.data.train.images && ink.train.group == task.group, "ink of another task")
        self.task = task
        self.kernels = kernels
        let parameters = task.parameters
        let architecture = task.architecture
        network = Network(architecture, initialisation: parameters.initialisation, seed: task.seed)
        best = Network(architecture)
        let size = min(parameters.batch, task.data.train.count)
        let blocks = task.method == .IR ? task.group.order : 1
        propagation = Propagation(
            network.layout, normalisation: task.data.normalisation, kernels: kernels,
            rows: blocks * Panels.paddedRows(size), tying: task.tying, training: true, isActive: ink.train.isActive)
        let capacity = propagation.capacity
        batch = OrbitBatch(ink.train, method: task.method, capacity: propagation.inputCapacity)
        head = LossHead(
            kernels: kernels, classes: architecture.classes, blocks: blocks, regulariser: task.regulariser,
            nu: task.nu, capacity: capacity)
        validation = Validation(task, ink.validation, capacity: propagation.inputCapacity)
        tracked = TrackedSpectrum(task, network: network, kernels: kernels)
        optimiser = Adam(
            learningRate: parameters.learningRate, weightDecay: parameters.weightDecay, layout: network.layout,
            isActive: ink.train.isActive)
        order = [Int32](repeating: 0, count: task.data.train.count)
        elements = [UInt8](repeating: 0, count: task.data.train.count)
        labels = .allocate(capacity: size)
        labels.initialize(repeating: 0)
        history.reserveCapacity(parameters.epochs)
    }

    deinit { labels.deallocate() }

    /// A copy of all that goes on to the next epoch; to be taken between two epochs, as in
    /// `epochDone`. Allocates.
    public var state: TrainingState {
        TrainingState(
            epoch: history.count, bestEpoch: bestEpoch, history: history, parameters: network.parameters.values,
            bestParameters: best.parameters.values, optimiser: optimiser.state)
    }

    /// Goes on from what another trainer of the same task left, on whatever lane and kernels.
    /// - Throws: `TrainingStateMismatch`; then nothing was changed.
    public func restore(_ state: TrainingState) throws(TrainingStateMismatch) {
        try state.check(
            epochs: task.parameters.epochs, parameterCount: network.parameters.count,
            idleCount: optimiser.idleCount)
        history.replaceSubrange(history.indices, with: state.history)
        bestEpoch = state.bestEpoch
        network.parameters.copy(from: state.parameters)
        best.parameters.copy(from: state.bestParameters)
        optimiser.state = state.optimiser
    }

    /// Trains to the last epoch, from the first or from where a restored state left, and returns the
    /// parameters of the best.
    /// - Parameter epochDone: called after every epoch; false asks to stop.
    /// - Throws: `TrainingError.diverged`, `.stopped`.
    public func run(epochDone: (EpochReport) -> Bool = { _ in true }) throws(TrainingError) -> TrainedNetwork {
        while history.count < task.parameters.epochs {
            let epoch = history.count + 1
            let report = try trainEpoch(epoch)
            history.append(report)
            if bestEpoch == 0 || report.validationAccuracy >= history[bestEpoch - 1].validationAccuracy {
                bestEpoch = epoch
                best.parameters.copy(from: network.parameters)
            }
            guard epochDone(report) else { throw .stopped(epoch: epoch) }
        }
        return TrainedNetwork(network: best, bestEpoch: bestEpoch, history: history)
    }

    /// One pass over a fresh shuffle of the train split, then the validation accuracy.
    func trainEpoch(_ epoch: Int) throws(TrainingError) -> EpochReport {
        drawEpoch(epoch)
        let count = order.count
        var sums = LossHead.Sums()
        var start = 0
        while start < count {
            let size = min(task.parameters.batch, count - start)
            let batchSums = step(start: start, size: size)
            sums.crossEntropy += batchSums.crossEntropy
            sums.regulariser += batchSums.regulariser
            guard sums.crossEntropy.isFinite, sums.regulariser.isFinite else {
                throw .diverged(
                    epoch: epoch, crossEntropy: batchSums.crossEntropy / Double(size),
                    regulariser: batchSums.regulariser / Double(size))
            }
            start += size
        }
        propagation.prepare(network)
        guard let accuracy = validation.accuracy(propagation) else {
            throw .diverged(
                epoch: epoch, crossEntropy: sums.crossEntropy / Double(count),
                regulariser: sums.regulariser / Double(count))
        }
        return EpochReport(
            epoch: epoch, crossEntropy: sums.crossEntropy / Double(count),
            regulariser: task.method == .IR ? sums.regulariser / Double(count) : nil,
            validationAccuracy: accuracy, sigmaMax: tracked?.mean())
    }

    /// The order of the samples and the element of each, from streams of this epoch alone.
    private func drawEpoch(_ epoch: Int) {
        for i in order.indices { order[i] = Int32(i) }
        var shuffle = RandomStream(seed: task.seed, purpose: .shuffle, index: UInt32(epoch))
        shuffle.shuffle(&order)
        var draw = RandomStream(seed: task.seed, purpose: .augmentation, index: UInt32(epoch))
        let groupOrder = UInt32(task.group.order)
        for i in elements.indices { elements[i] = UInt8(draw.integer(below: groupOrder)) }
    }

    private func step(start: Int, size: Int) -> LossHead.Sums {
        let train = task.data.train
        let stride = Panels.paddedRows(size)
        for i in 0 ..< size { labels[i] = train.labels[Int(order[start + i])] }
        batch.write(
            count: size, sample: { Int(order[start + $0]) }, drawn: { Int(elements[start + $0]) },
            to: propagation.inputs, stride: stride)
        let rows = task.method == .IR ? task.group.order * stride : size
        propagation.prepare(network)
        propagation.forward(rows: rows)
        guard let labels = UnsafeBufferPointer(labels).baseAddress else { return LossHead.Sums() }
        let sums = head.apply(propagation, labels: labels, count: size, stride: stride)
        propagation.backward(rows: rows)
        optimiser.step(
            network, gradient: propagation.gradient, backgroundGradient: propagation.backgroundGradient,
            kernels: kernels)
        return sums
    }
}
