/// Why a network was not trained to the end.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// The loss of some batch, or a logit after the epoch, was not finite.
    case diverged(epoch: Int, crossEntropy: Double, regulariser: Double)
    /// The caller asked to stop.
    case stopped(epoch: Int)

    /// The epoch in which it ended, counted from 1.
    public var epoch: Int {
        switch self {
        case .diverged(let epoch, _, _), .stopped(let epoch): epoch
        }
    }

    /// For people: the epoch, the two losses where they tell, and what may help.
    public var description: String {
        switch self {
        case .diverged(let epoch, let crossEntropy, let regulariser):
            if crossEntropy.isFinite && regulariser.isFinite {
                "the logits are not finite after epoch \(epoch); a smaller learning rate or ν may help"
            } else {
                "the loss is not finite in epoch \(epoch) (cross-entropy \(crossEntropy), regulariser \(regulariser)); "
                    + "a smaller learning rate or ν may help"
            }
        case .stopped(let epoch): "stopped in epoch \(epoch)"
        }
    }
}
