import Synchronization

/// A flag that any thread may raise, once.
public final class StopFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// Not raised.
    public init() {}

    /// What was written before `raise` is seen by whoever reads true.
    public var isRaised: Bool { raised.load(ordering: .acquiring) }
    /// From any thread, any number of times; there is no way back.
    public func raise() { raised.store(true, ordering: .releasing) }
}
