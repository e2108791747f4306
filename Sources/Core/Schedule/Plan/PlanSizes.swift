/// The sizes that costs follow from, for data that need not be here.
public struct PlanSizes: Sendable {
    /// Pixels of an image's side before padding, and classes: the same for all sets that are known.
    private static let side = 28
    private static let classes = 9
    /// Fraction of an unpadded image's pixels that are not background, about.
    private static let ink = 0.19

    /// Those of the known data sets: images of 28 × 28 pixels before padding, 9 classes.
    public init() {}

    /// Multiply-adds of the job's network, from the job's parameters and the share of ink that is typical.
    public func cost(_ job: Job) -> NetworkCost {
        let architecture = architecture(job.training, pad: job.data.pad)
        let share = Self.ink * Double(Self.side * Self.side) / Double(architecture.inputs)
        return NetworkCost(
            architecture: architecture,
            method: job.method, order: job.group.order, train: job.data.train, validation: job.data.validation,
            firstLayerShare: share * 2.5, tracked: job.training.trackedSamples)
    }

    func architecture(_ training: TrainingParameters, pad: Int) -> Architecture {
        let padded = Self.side + 2 * pad
        return Architecture(inputs: padded * padded, hidden: training.hidden, classes: Self.classes)
    }

    /// About what so many images have; half of an unpadded image in the one that has most.
    func ink(images: Int, pad: Int) -> InkExtent {
        let pixels = Self.side * Self.side
        return InkExtent(images: images, entries: Int(Self.ink * Double(pixels)) * images, largest: pixels / 2)
    }

    /// What is missing of a job, as `JobExecuting.work` tells it.
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        cost(job).work(of: job, isTrained: isTrained, evaluations: evaluations) { split in
            switch split {
            case .train: job.data.train
            case .validation: job.data.validation
            case .test: job.data.test
            }
        }
    }
}
