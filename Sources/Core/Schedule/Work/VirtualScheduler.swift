import Synchronization

/// The scheduler's order on virtual time: no threads, no waiting. An item takes as many
/// virtual seconds as it is told, and its body runs at its end. For tests of what decides on work, and for planning on
/// machines that are not here.
public final class VirtualScheduler: WorkPool {
    /// One item's stay on a lane.
    public struct Stay: Hashable, Sendable {
        /// `WorkItem.id`.
        public var id: String
        /// From 0.
        public var lane: Int
        /// Virtual seconds.
        public var start: Double
        /// Virtual seconds.
        public var end: Double
    }

    private struct Running: Comparable {
        var lane: Int
        var start: Double
        var end: Double

        /// Of those that end together the lower lane is first, so that the course is one and the
        /// same every time.
        static func < (a: Running, b: Running) -> Bool { (a.end, a.lane) < (b.end, b.lane) }
        static func == (a: Running, b: Running) -> Bool { (a.end, a.lane) == (b.end, b.lane) }
    }

    private let lanes: [Lane]
    private let observer: (any WorkObserver)?
    private let queue = Mutex(WorkQueue())
    private let clock = Mutex(0.0)
    private let patience: Double
    private let duration: @Sendable (WorkItem) -> Double

    /// Virtual seconds since the start.
    public var now: Double { clock.withLock { $0 } }

    /// - Parameters:
    ///   - patience: virtual seconds after which work that has become unwanted ends: an epoch.
    ///   - duration: what an item really takes; what is expected of it, unless something else is given.
    public init(
        lanes: Int, patience: Double = 0, observer: (any WorkObserver)? = nil,
        duration: @escaping @Sendable (WorkItem) -> Double = { $0.seconds ?? $0.cost }
    ) {
        self.patience = patience
        self.duration = duration
        self.lanes = (0 ..< max(1, lanes)).map { index in
            let core = MachineLayout.Core(index: index, processors: [.init(logical: index, os: index)])
            return Lane(PlannedLane(index: index, processors: nil, core: core))
        }
        self.observer = observer
    }

    /// Puts work into the queue.
    /// - Returns: true always.
    @discardableResult
    public func submit(_ items: [WorkItem]) -> Bool {
        queue.withLock { for item in items { $0.push(item) } }
        return true
    }

    /// Takes back what fits and no lane has begun.
    /// - Returns: the items that were taken off.
    @discardableResult
    public func cancelWaiting(where fits: (WorkItem) -> Bool) -> [WorkItem] {
        queue.withLock { $0.remove(where: fits) }
    }

    /// Does all the work and returns its course, in the order of ending.
    /// - Complexity: O(n log n).
    @discardableResult
    public func run() -> [Stay] {
        var free = PriorityQueue(lanes.indices)
        var running = PriorityQueue<Running>()
        /// What each lane is busy with.
        var items = [WorkItem?](repeating: nil, count: lanes.count)
        var course: [Stay] = []
        var now = 0.0
        while true {
            while let lane = free.first, let item = queue.withLock({ $0.pop() }) {
                _ = free.pop()
                item.taken?(lanes[lane])
                observer?.workStarted(item, on: lanes[lane])
                let seconds = duration(item)
                let taken = seconds > 0 && seconds.isFinite ? seconds : 0
                items[lane] = item
                running.push(Running(lane: lane, start: now, end: now + taken))
            }
            guard let ended = running.pop(), let item = items[ended.lane] else { return course }
            now = ended.end
            clock.withLock { $0 = now }
            items[ended.lane] = nil
            item.body(lanes[ended.lane])
            observer?.workFinished(item, on: lanes[ended.lane], seconds: ended.end - ended.start)
            course.append(Stay(id: item.id, lane: ended.lane, start: ended.start, end: ended.end))
            free.push(ended.lane)
            let isUnwanted = { (lane: Int) in items[lane]?.isUnwanted?() == true }
            if running.unordered.contains(where: { $0.end > now + patience && isUnwanted($0.lane) }) {
                running = PriorityQueue(
                    running.unordered.map { stay in
                        var stay = stay
                        if isUnwanted(stay.lane) { stay.end = min(stay.end, now + patience) }
                        return stay
                    })
            }
        }
    }
}
