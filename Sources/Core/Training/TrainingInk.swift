/// The ink of the two splits that training reads, under one group.
public struct TrainingInk: Sendable {
    /// The images that batches are drawn from.
    public let train: SplitInk
    /// The images that choose the epoch.
    public let validation: SplitInk

    init(train: SplitInk, validation: SplitInk) {
        self.train = train
        self.validation = validation
    }

    /// - Parameter limit: bytes that the lists of each of the two may take.
    public init(_ data: PreparedData, group: PermutationGroup, kernels: KernelSet, limit: Int = SplitInk.defaultLimit) {
        let background = data.normalisation.background
        train = SplitInk(data.train.images, group: group, background: background, kernels: kernels, limit: limit)
        validation = SplitInk(
            data.validation.images, group: group, background: background, kernels: kernels, limit: limit)
    }
}
