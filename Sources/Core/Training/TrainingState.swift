/// All that training carries from one epoch to the next: to go on from it gives the same bits as
/// never to have stopped.
///
/// Random streams are not in it. Each epoch draws from streams of its own, named by seed, purpose
/// and epoch (method: "Training"), so that the number of the epoch is their state.
public struct TrainingState: Sendable, Equatable {
    /// Epochs that are done.
    public var epoch: Int
    /// Counted from 1; 0 before the first epoch.
    public var bestEpoch: Int
    /// One report per epoch done.
    public var history: [EpochReport]
    /// In the network's own layout, padding included (`ParameterLayout`).
    public var parameters: [Float]
    /// Of the best epoch, likewise.
    public var bestParameters: [Float]
    /// Adam after the last epoch done.
    public var optimiser: AdamState

    /// - Parameters:
    ///   - epoch: epochs that are done.
    ///   - history: one report for each of them.
    ///   - parameters, bestParameters: in the network's own layout, padding included.
    public init(
        epoch: Int, bestEpoch: Int, history: [EpochReport], parameters: [Float], bestParameters: [Float],
        optimiser: AdamState
    ) {
        self.epoch = epoch
        self.bestEpoch = bestEpoch
        self.history = history
        self.parameters = parameters
        self.bestParameters = bestParameters
        self.optimiser = optimiser
    }
}

/// What Adam has come to.
public struct AdamState: Sendable, Equatable {
    /// First moments, in the parameters' layout.
    public var first: [Float]
    /// As `first`, of squared gradients.
    public var second: [Float]
    /// (H, padded): the first moments that the weights on pixels without ink share.
    public var idleFirst: [Float]
    /// As `idleFirst`, of squared gradients.
    public var idleSecond: [Float]
    /// β₁ᵗ after t steps.
    public var power1: Double
    /// β₂ᵗ after t steps.
    public var power2: Double

    /// - Parameters:
    ///   - first, second: in the parameters' layout.
    ///   - idleFirst, idleSecond: (H, padded).
    ///   - power1, power2: β₁ᵗ and β₂ᵗ after t steps.
    public init(
        first: [Float], second: [Float], idleFirst: [Float], idleSecond: [Float], power1: Double, power2: Double
    ) {
        self.first = first
        self.second = second
        self.idleFirst = idleFirst
        self.idleSecond = idleSecond
        self.power1 = power1
        self.power2 = power2
    }
}

/// A state that is another task's.
public struct TrainingStateMismatch: Error, Equatable, CustomStringConvertible {
    /// The array or number that does not fit.
    public var what: String
    /// Of the task at hand.
    public var expected: String
    /// Of the state.
    public var found: String

    /// What does not fit, as expected and as found.
    public var description: String { "\(what): expected \(expected), found \(found)" }
}

extension TrainingState {
    /// - Throws: `TrainingStateMismatch` where the state cannot be of a training of this form.
    func check(epochs: Int, parameterCount: Int, idleCount: Int) throws(TrainingStateMismatch) {
        func check(_ what: String, _ expected: Int, _ found: Int) throws(TrainingStateMismatch) {
            guard expected == found else {
                throw TrainingStateMismatch(what: what, expected: "\(expected)", found: "\(found)")
            }
        }
        guard (0 ... epochs).contains(epoch) else {
            throw TrainingStateMismatch(what: "epochs done", expected: "0 to \(epochs)", found: "\(epoch)")
        }
        try check("epochs in the history", epoch, history.count)
        guard history.enumerated().allSatisfy({ $1.epoch == $0 + 1 }) else {
            throw TrainingStateMismatch(
                what: "epochs in the history", expected: "1 to \(epoch) in order", found: "another order")
        }
        guard epoch == 0 ? bestEpoch == 0 : (1 ... epoch).contains(bestEpoch) else {
            throw TrainingStateMismatch(what: "best epoch", expected: "1 to \(epoch)", found: "\(bestEpoch)")
        }
        try check("parameters", parameterCount, parameters.count)
        try check("best parameters", parameterCount, bestParameters.count)
        try check("first moments", parameterCount, optimiser.first.count)
        try check("second moments", parameterCount, optimiser.second.count)
        try check("shared first moments", idleCount, optimiser.idleFirst.count)
        try check("shared second moments", idleCount, optimiser.idleSecond.count)
    }
}
