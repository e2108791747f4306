import Dispatch
import Foundation
import Synchronization

/// One worker: a thread that stays on one processor while the lane is started.
public final class Lane: Sendable {
    /// Number and processors.
    public let plan: PlannedLane
    /// Nil where the lane has a thread of its own.
    private let queue: DispatchQueue?
    private let binder: Binder?
    private let outcome = Mutex(Binding.notAsked)
    private let work = DispatchGroup()

    /// - Parameters:
    ///   - binder: nil for lanes that are never bound (tests, virtual time).
    ///   - isSpare: takes the place of a lane whose thread does not come back. libdispatch's pools are counted out for
    ///     the lanes of a plan, and that thread still has its place there: this one gets a thread of its own.
    public init(_ plan: PlannedLane, binder: Binder? = nil, isSpare: Bool = false) {
        self.plan = plan
        self.binder = binder
        queue = isSpare ? nil : DispatchQueue(label: "sweep.lane.\(plan.index)", qos: Self.pool(plan.index))
    }

    /// On Linux a class of service is a thread pool and nothing else: it holds at most 255
    /// threads, and a lane occupies one for good. Three pools carry 720 lanes; `.utility` is left
    /// to the journal, which must get a thread whatever the lanes do. Lanes beyond wait without
    /// harm, the others do their work.
    private static func pool(_ index: Int) -> DispatchQoS {
        switch (index / 240) % 3 {
        case 0: .userInitiated
        case 1: .default
        default: .background
        }
    }

    /// From 0, in the order of the plan.
    public var index: Int { plan.index }

    /// How the lane is bound; `.notAsked` before it has begun.
    public var binding: Binding { outcome.withLock { $0 } }

    /// For the journal: the lane's number, and its binding as read back.
    public var record: LaneRecord { LaneRecord(lane: index, processors: binding.processors) }

    /// Occupies the lane's thread with `work` until that returns: binds before, gives the thread's
    /// former mask back after (the thread returns to libdispatch's pool, where others get it).
    func start(_ work: @escaping @Sendable (Lane) -> Void) {
        let group = self.work
        group.enter()
        let body: @Sendable () -> Void = { [self] in
            Niceness.takeOver()
            bound { work(self) }
            group.leave()
        }
        if let queue { queue.async(execute: body) } else { Thread.detachNewThread(body) }
    }

    private func bound(_ work: () -> Void) {
        guard let binder, let processors = plan.processors else { return work() }
        let former = binder.currentThread()
        let result = binder.bindCurrentThread(to: processors)
        outcome.withLock { $0 = result }
        work()
        if case .bound = result { binder.restoreCurrentThread(former) }
    }

    /// The same lane once more, in a thread of its own.
    func successor() -> Lane { Lane(plan, binder: binder, isSpare: true) }

    /// Blocks until what was started has returned.
    func waitUntilEnded() { work.wait() }
}
