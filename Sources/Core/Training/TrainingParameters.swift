/// How invariance is sought (paper, section 4.1).
public enum Method: String, Sendable, Codable, CaseIterable {
    /// Weight tying in the first layer.
    case WT
    /// Data augmentation alone.
    case DA
    /// Data augmentation and an invariance regulariser, L = CE + ν·R (equation 4).
    case IR
}

/// The form of the invariance error R (paper, section 4.4).
public enum Regulariser: String, Sendable, Codable, CaseIterable {
    /// ½‖f(x') − f(gx')‖² (equation 2).
    case logit
    /// KL(softmax f(x') ‖ softmax f(gx')) (equation 1).
    case kl
    /// ‖f(x') − f(gx')‖² / ‖f(x')‖².
    case logitNormalised = "logit-normalised"
}

/// Everything about training that is the same for all methods.
public struct TrainingParameters: Sendable, Hashable, Codable {
    public var epochs = 300
    /// B, samples drawn per step; the last batch of an epoch may be smaller.
    public var batch = 512
    public var learningRate = 0.0008
    public var hidden = [128, 128, 128, 128, 128]
    public var initialisation = Initialisation.uniform
    /// Used by WT only.
    public var pooling = OrbitPooling.max

    public init() {}
}
