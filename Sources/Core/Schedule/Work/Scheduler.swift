/// Has work done on lanes: highest priority first, then longest expected, then first come.
///
/// A started scheduler lives until `stopWhenIdle`. All methods may be called from any thread; the
/// ones that block must not be called from work.
public final class Scheduler: WorkPool, IdleHelp {
    private struct State {
        var queue = WorkQueue()
        /// Items that lanes are busy with.
        var running = 0
        /// Lanes that wait for work.
        var idle = 0
        var started = false
        var refusing = false
        var stopping = false
        var posts: [Post]
        /// Threads that were given up with their work and have not come back.
        var behind = 0

        var lost: Int { posts.count { $0.isLost } }
        /// Nothing to do, and nobody busy who could still submit something.
        var isIdle: Bool { running == 0 && queue.isEmpty }
    }

    /// A lane's place, whoever fills it.
    private struct Post {
        var lane: Lane
        /// `WorkItem.token` of what the lane is with; nil where it is with nothing.
        var token: Int?
        /// The lane was given up with its work and not replaced; it counts neither as running nor as idle.
        var isLost = false
        /// How often the lane was replaced. A thread that finds another number is not its lane's any more.
        var shift = 0
    }

    /// What can be waited for.
    private static let work = 0
    private static let rest = 1

    private let count: Int
    private let observer: (any WorkObserver)?
    private let monitor: Monitor<State>

    /// - Parameter binder: nil to bind nothing whatever the plan says.
    public init(_ plan: LanePlan, binder: Binder?, observer: (any WorkObserver)? = nil) {
        count = plan.lanes.count
        self.observer = observer
        monitor = Monitor(State(posts: plan.lanes.map { Post(lane: Lane($0, binder: binder)) }), conditions: 2)
    }

    /// In the order of the plan; a replaced lane's successor stands in its place.
    public var lanes: [Lane] { monitor.withLock { $0.posts.map(\.lane) } }

    /// Lanes without work at this moment: what may be handed a share of a job.
    var idleLanes: Int { monitor.withLock { $0.started ? $0.idle : count } }

    /// Items that no lane has begun.
    var waitingCount: Int { monitor.withLock { $0.queue.count } }
    /// Items that lanes are with.
    var runningCount: Int { monitor.withLock { $0.running } }

    /// Puts work into the queue; lanes that are idle take it at once.
    /// - Returns: false where no new items are taken any more; then none of these is.
    @discardableResult
    public func submit(_ items: [WorkItem]) -> Bool {
        monitor.withLock { state in
            guard !state.refusing else { return false }
            for item in items { state.queue.push(item) }
            for _ in 0 ..< min(items.count, state.idle) { monitor.signal(Self.work) }
            return true
        }
    }

    /// Goes before all else: a lane is asked only when nothing waits for it.
    @discardableResult
    public func askIdleLanes(_ count: Int, _ help: @escaping @Sendable (Lane) -> Void) -> Int {
        monitor.withLock { state in
            // What waits already will have its lane as soon as that wakes up.
            let asked = state.refusing ? 0 : max(0, min(count, state.idle - state.queue.count))
            for _ in 0 ..< asked {
                state.queue.push(WorkItem(id: "help", priority: .max, body: help))
                monitor.signal(Self.work)
            }
            return asked
        }
    }

    /// Takes back what fits and no lane has begun.
    /// - Returns: the items that were taken off; those that run are not touched.
    @discardableResult
    public func cancelWaiting(where fits: (WorkItem) -> Bool) -> [WorkItem] {
        monitor.withLock { state in
            let removed = state.queue.remove(where: fits)
            announceRest(state)
            return removed
        }
    }

    /// Takes back everything that waits and accepts nothing more; what runs, runs on. For Ctrl-C
    /// and full disks. Returns what was taken back.
    @discardableResult
    public func cancelWaitingAndRefuse() -> [WorkItem] {
        monitor.withLock { state in
            state.refusing = true
            let removed = state.queue.remove { _ in true }
            announceRest(state)
            return removed
        }
    }

    /// Starts the lanes, once. Call it from a thread that is not bound.
    public func start() {
        let first = monitor.withLock { state in
            defer { state.started = true }
            return !state.started
        }
        guard first else { return }
        for (place, lane) in lanes.enumerated() { lane.start { [self] in serve($0, place, shift: 0) } }
    }

    /// Starts the lanes where that was not done, and blocks until nothing waits and nothing runs.
    public func waitUntilIdle() {
        start()
        monitor.wait(on: Self.rest) { $0.isIdle ? () : nil }
    }

    /// As above, for at most `seconds` of wall time. False where there is still work then.
    public func waitUntilIdle(seconds: Double) -> Bool {
        start()
        return monitor.wait(on: Self.rest, seconds: seconds) { $0.isIdle ? true : nil } ?? false
    }

    /// Blocks until all is done, then ends the lanes, which give their threads' masks back.
    /// Nothing can be submitted afterwards.
    public func stopWhenIdle() {
        waitUntilIdle()
        monitor.withLock { state in
            state.stopping = true
            monitor.broadcast(Self.work)
        }
        let lanes = monitor.withLock { $0.posts.filter { !$0.isLost }.map(\.lane) }
        for lane in lanes { lane.waitUntilEnded() }
    }

    /// Gives up a lane whose work does not come back: nobody waits for it any more. A successor takes its place, or
    /// none does; then, with the last lane, the waiting work is dropped too. Where the work comes back after all, the
    /// thread of a lane that has a successor ends, and one that has none is a lane like the others again.
    /// Call it from a thread that is not bound.
    /// - Parameters:
    ///   - token: of the item that does not come back.
    ///   - rule: whether there may be a successor.
    /// - Returns: nil where the lane is not with that very item any more: then nothing is given up.
    @discardableResult
    public func giveUp(lane index: Int, token: Int, replacing rule: ReplacementRule = .never) -> GivenUp? {
        let found = monitor.withLock { state -> (GivenUp, Int, Lane, Int)? in
            guard let place = state.posts.firstIndex(where: { $0.lane.index == index }),
                state.posts[place].token == token, !state.posts[place].isLost
            else { return nil }
            state.running -= 1
            state.behind += 1
            let isReplaced = rule.allows(behind: state.behind, lost: state.lost)
            if isReplaced {
                state.posts[place].shift += 1
                state.posts[place].token = nil
                state.posts[place].lane = state.posts[place].lane.successor()
            } else {
                state.posts[place].isLost = true
                if state.lost == count {
                    state.refusing = true
                    _ = state.queue.remove { _ in true }
                }
                announceRest(state)
            }
            let post = state.posts[place]
            return (GivenUp(isReplaced: isReplaced, behind: state.behind), place, post.lane, post.shift)
        }
        guard let (how, place, lane, shift) = found else { return nil }
        if how.isReplaced { lane.start { [self] in serve($0, place, shift: shift) } }
        return how
    }

    /// What became of a lane that was given up.
    public struct GivenUp: Hashable, Sendable {
        /// Whether the lane goes on in another thread.
        public var isReplaced: Bool
        /// Threads that were left behind so far and have not come back, this one among them.
        public var behind: Int
    }

    /// Whether all that lanes are still busy with is help for jobs that are over, or were given up. Only where every
    /// other item has a token.
    public var isHelpAlone: Bool {
        monitor.withLock { state in
            state.running > 0 && state.queue.isEmpty && state.posts.allSatisfy { $0.isLost || ($0.token ?? 0) == 0 }
        }
    }

    /// Gives up the lanes that are busy with help, which nobody tells apart.
    public func giveUpHelp() {
        for lane in lanes { giveUp(lane: lane.index, token: 0) }
    }

    /// How many lanes were given up and not replaced.
    public var lostCount: Int { monitor.withLock { $0.lost } }

    /// How many threads were given up with their work and have not come back.
    public var behindCount: Int { monitor.withLock { $0.behind } }

    /// Submits, waits until all of it and all that it submitted is done, and ends the lanes.
    public func run(_ items: [WorkItem]) {
        submit(items)
        stopWhenIdle()
    }

    /// A lane's life.
    private func serve(_ lane: Lane, _ place: Int, shift: Int) {
        var justFinished = false
        while let item = next(place, shift, justFinished) {
            item.taken?(lane)
            if let observer {
                let clock = ContinuousClock()
                observer.workStarted(item, on: lane)
                let start = clock.now
                item.body(lane)
                observer.workFinished(item, on: lane, seconds: start.duration(to: clock.now) / .seconds(1))
            } else {
                item.body(lane)
            }
            justFinished = true
        }
    }

    /// Reports the last item as finished and takes the next one under the same lock; nil where
    /// the lane shall end.
    private func next(_ place: Int, _ shift: Int, _ justFinished: Bool) -> WorkItem? {
        var reported = !justFinished
        var waiting = false
        return monitor.wait(on: Self.work) { state -> WorkItem?? in
            if waiting { state.idle -= 1 }
            if !reported {
                // What a lane was busy with that was given up was taken off then.
                guard state.posts[place].shift == shift else {
                    state.behind -= 1
                    return .some(nil)
                }
                if state.posts[place].isLost {
                    state.posts[place].isLost = false
                    state.behind -= 1
                } else {
                    state.running -= 1
                }
                state.posts[place].token = nil
                reported = true
            }
            if let item = state.queue.pop() {
                state.running += 1
                state.posts[place].token = item.token
                return .some(item)
            }
            announceRest(state)
            if state.stopping, state.isIdle {
                // Work that was submitted after `stopWhenIdle` began to stop has run by now.
                state.refusing = true
                monitor.broadcast(Self.work)
                return .some(nil)
            }
            state.idle += 1
            waiting = true
            return nil
        }
    }

    private func announceRest(_ state: State) {
        if state.isIdle { monitor.broadcast(Self.rest) }
    }
}
