import Synchronization

/// The ink of the training data under each group, shared by the jobs that run at the same time and
/// made anew when none is left: a run of many groups holds the lists of the groups in use only.
final class InkCache: Sendable {
    private struct Entry {
        weak var train: SplitInk?
        weak var validation: SplitInk?
    }

    private let data: PreparedData
    private let kernels: KernelSet
    private let entries = Mutex<[String: Entry]>([:])

    init(_ data: PreparedData, kernels: KernelSet) {
        self.data = data
        self.kernels = kernels
    }

    /// Whoever asks while the lists are being made waits for them.
    func ink(under group: PermutationGroup) -> TrainingInk {
        entries.withLock { entries in
            if let train = entries[group.name]?.train, let validation = entries[group.name]?.validation {
                return TrainingInk(train: train, validation: validation)
            }
            let ink = TrainingInk(data, group: group, kernels: kernels)
            entries[group.name] = Entry(train: ink.train, validation: ink.validation)
            return ink
        }
    }
}
