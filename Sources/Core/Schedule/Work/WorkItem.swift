/// Something for a lane to do.
public struct WorkItem: Sendable {
    /// For people and observers; the scheduler does not ask that it be unique.
    public var id: String
    /// Tells this very item from all others, for whoever has to; 0 where nobody has.
    public var token = 0
    /// Higher goes first, whatever the cost: speculative work has a low one.
    public var priority: Int
    /// Expected seconds of all that cannot begin before this has ended, its own included. Of equal
    /// priority, the longest goes first.
    public var cost: Double
    /// Expected seconds of the item alone; nil where that is `cost`. What it takes on virtual time.
    public var seconds: Double?
    /// Called on the lane as it takes the item.
    public var taken: (@Sendable (Lane) -> Void)?
    /// Whether the body would end at its next opportunity. On virtual time, where a body runs at its
    /// end, somebody must ask before.
    public var isUnwanted: (@Sendable () -> Bool)?
    /// Runs once, on the thread of the lane that it is given. It may submit further work. It may
    /// not wait for other work: the lane that should do it might be its own.
    public var body: @Sendable (Lane) -> Void

    /// - Parameters:
    ///   - priority: higher goes first.
    ///   - cost: expected seconds; of equal priority the longest goes first.
    ///   - body: runs once, on the lane's thread.
    public init(id: String, priority: Int = 0, cost: Double = 0, body: @escaping @Sendable (Lane) -> Void) {
        self.id = id
        self.priority = priority
        self.cost = cost
        self.body = body
    }
}

/// Takes work and has it done: the scheduler, or a stand-in on virtual time.
public protocol WorkPool: AnyObject, Sendable {
    /// False where the pool takes no more; then none of the items will run.
    @discardableResult
    func submit(_ items: [WorkItem]) -> Bool

    /// Takes back what has not begun and fits; what runs, runs on. Returns what was taken back.
    @discardableResult
    func cancelWaiting(where fits: (WorkItem) -> Bool) -> [WorkItem]
}

extension WorkPool {
    /// As of several: false where the pool takes no more.
    @discardableResult
    public func submit(_ item: WorkItem) -> Bool { submit([item]) }

    /// Takes back everything that has not begun, and returns it.
    @discardableResult
    public func cancelWaiting() -> [WorkItem] { cancelWaiting { _ in true } }
}

/// Is told what the lanes do, on their threads; must be quick.
public protocol WorkObserver: Sendable {
    func workStarted(_ item: WorkItem, on lane: Lane)
    /// - Parameter seconds: wall time (virtual on virtual time).
    func workFinished(_ item: WorkItem, on lane: Lane, seconds: Double)
}
