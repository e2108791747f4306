/// What one epoch of training came to.
public struct EpochReport: Sendable, Equatable, Codable {
    /// Counted from 1.
    public var epoch: Int
    /// Mean over the samples of the epoch, nats.
    public var crossEntropy: Double
    /// Mean of R over samples and g ≠ e; nil unless IR.
    public var regulariser: Double?
    /// Fraction of the validation split that is classified rightly, each sample under its element.
    public var validationAccuracy: Double
    /// σmax averaged over the first validation samples, at x; nil where it is not tracked.
    public var sigmaMax: Double?
}

/// A network with the parameters of its best epoch.
public struct TrainedNetwork {
    /// With the parameters of `bestEpoch`.
    public let network: Network
    /// Counted from 1; the later of equals.
    public let bestEpoch: Int
    /// One report per epoch, all of them, from the first on.
    public let history: [EpochReport]

    /// Of the best epoch, as a fraction from 0 to 1.
    public var validationAccuracy: Double { history[bestEpoch - 1].validationAccuracy }
}
