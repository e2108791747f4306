import Synchronization

/// The ink of the training data under each group, shared by the jobs that run at the same time on one
/// NUMA node and made anew when none is left: a run of many groups holds the lists of the groups in use
/// only.
final class InkCache: Sendable {
    private struct Key: Hashable {
        var group: String
        /// Nil for lanes that share the original data.
        var node: Int?
    }

    private final class Slot: Sendable {
        struct Lists {
            weak var train: SplitInk?
            weak var validation: SplitInk?
        }

        let lists = Mutex(Lists())
    }

    private let data: NodeLocal<PreparedData>
    private let kernels: KernelSet
    private let slots = Mutex<[Key: Slot]>([:])

    init(_ data: NodeLocal<PreparedData>, kernels: KernelSet) {
        self.data = data
        self.kernels = kernels
    }

    /// Made of the node's copy of the data, on the thread of the lane that asks. Who asks for the same
    /// lists while they are being made waits for them; other groups and nodes do not.
    func ink(under group: PermutationGroup, on node: Int?) -> TrainingInk {
        let key = Key(group: group.name, node: data.place(of: node))
        let slot = slots.withLock { slots in
            if let slot = slots[key] { return slot }
            let slot = Slot()
            slots[key] = slot
            return slot
        }
        return slot.lists.withLock { lists in
            if let train = lists.train, let validation = lists.validation {
                return TrainingInk(train: train, validation: validation)
            }
            let ink = TrainingInk(data.value(on: node), group: group, kernels: kernels)
            lists = Slot.Lists(train: ink.train, validation: ink.validation)
            return ink
        }
    }
}
