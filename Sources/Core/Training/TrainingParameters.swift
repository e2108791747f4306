/// How invariance is sought (paper, section 4.1).
public enum Method: String, Sendable, Codable, CaseIterable {
    /// Weight tying in the first layer.
    case WT
    /// Data augmentation alone.
    case DA
    /// Data augmentation and an invariance regulariser, L = CE + ν·R (equation 4).
    case IR
}

/// Everything about training that is the same for all methods.
public struct TrainingParameters: Sendable, Hashable, Codable {
    /// Passes over the train split.
    public var epochs = 300
    /// B, samples drawn per step; the last batch of an epoch may be smaller.
    public var batch = 512
    /// η of Adam.
    public var learningRate = 0.0008
    /// Width of each hidden layer (paper, section 4.1: five of 128).
    public var hidden = [128, 128, 128, 128, 128]
    /// How weights are drawn.
    public var initialisation = Initialisation.uniform
    /// Used by WT only.
    public var pooling = OrbitPooling.max
    /// λ of decoupled weight decay: every step first multiplies all parameters by 1 − learning rate · λ
    /// (Loshchilov and Hutter, 2019). 0 for none.
    public var weightDecay = 0.0
    /// After each epoch σmax is averaged over so many validation samples, from the first on; 0 for none.
    public var trackedSamples = 0

    /// What a sweep file has that says nothing else.
    public init() {}
}

extension TrainingParameters {
    private enum Key: String, CodingKey {
        case batch, epochs, hidden, initialisation, learningRate, pooling, trackedSamples, weightDecay
    }

    /// Journals of earlier versions lack what came later.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        batch = try container.decode(Int.self, forKey: .batch)
        epochs = try container.decode(Int.self, forKey: .epochs)
        hidden = try container.decode([Int].self, forKey: .hidden)
        initialisation = try container.decode(Initialisation.self, forKey: .initialisation)
        learningRate = try container.decode(Double.self, forKey: .learningRate)
        pooling = try container.decode(OrbitPooling.self, forKey: .pooling)
        trackedSamples = try container.decodeIfPresent(Int.self, forKey: .trackedSamples) ?? 0
        weightDecay = try container.decodeIfPresent(Double.self, forKey: .weightDecay) ?? 0
    }

    /// Without tracking and weight decay where they are 0, so that journals stay as earlier versions wrote them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(batch, forKey: .batch)
        try container.encode(epochs, forKey: .epochs)
        try container.encode(hidden, forKey: .hidden)
        try container.encode(initialisation, forKey: .initialisation)
        try container.encode(learningRate, forKey: .learningRate)
        try container.encode(pooling, forKey: .pooling)
        if trackedSamples != 0 { try container.encode(trackedSamples, forKey: .trackedSamples) }
        if weightDecay != 0 { try container.encode(weightDecay, forKey: .weightDecay) }
    }
}
