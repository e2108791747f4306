import Synchronization

/// A value with a copy in the memory of each NUMA node, for the lanes that are bound there: memory belongs
/// to the node whose thread touches it first, and reading another node's takes longer.
///
/// On one node, and for lanes that are not bound, there is no copy: they read the original.
public final class NodeLocal<Value: Sendable>: Sendable {
    private final class Slot: Sendable {
        let copy = Mutex<Value?>(nil)
    }

    /// The value that every node's copy is made of.
    public let original: Value
    private let makeCopy: @Sendable (Value) -> Value
    private let slots: [Int: Slot]

    /// - Parameters:
    ///   - nodes: those that lanes are bound to.
    ///   - copy: must allocate and write all its memory on the calling thread.
    public init(_ original: Value, nodes: Set<Int>, copy: @escaping @Sendable (Value) -> Value) {
        self.original = original
        makeCopy = copy
        slots = nodes.count > 1 ? Dictionary(uniqueKeysWithValues: nodes.map { ($0, Slot()) }) : [:]
    }

    /// Copies that there will be when every node has asked.
    public var copies: Int { slots.count }

    /// The node whose copy such a lane reads; nil for the original.
    public func place(of node: Int?) -> Int? {
        node.flatMap { slots[$0] == nil ? nil : $0 }
    }

    /// Made by the first of a node's lanes that asks, on its thread; others of that node wait for it.
    /// - Parameter node: `PlannedLane.node` of the lane that asks.
    public func value(on node: Int?) -> Value {
        guard let node, let slot = slots[node] else { return original }
        return slot.copy.withLock { copy in
            if let copy { return copy }
            let made = makeCopy(original)
            copy = made
            return made
        }
    }
}
