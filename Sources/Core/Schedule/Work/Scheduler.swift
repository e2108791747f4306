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
        /// Lanes that were given up with their work; they count neither as running nor as idle.
        var lost: Set<Int> = []
        /// `WorkItem.token` of what each lane is with, beside `lanes`; nil where it is with nothing.
        var tokens: [Int?]

        /// Nothing to do, and nobody busy who could still submit something.
        var isIdle: Bool { running == 0 && queue.isEmpty }
    }

    /// What can be waited for.
    private static let work = 0
    private static let rest = 1

    public let lanes: [Lane]
    private let observer: (any WorkObserver)?
    private let monitor: Monitor<State>

    /// - Parameter binder: nil to bind nothing whatever the plan says.
    public init(_ plan: LanePlan, binder: Binder?, observer: (any WorkObserver)? = nil) {
        lanes = plan.lanes.map { Lane($0, binder: binder) }
        self.observer = observer
        monitor = Monitor(State(tokens: .init(repeating: nil, count: plan.lanes.count)), conditions: 2)
    }

    /// Lanes without work at this moment: what may be handed a share of a job.
    public var idleLanes: Int { monitor.withLock { $0.started ? $0.idle : lanes.count } }

    public var waitingCount: Int { monitor.withLock { $0.queue.count } }
    public var runningCount: Int { monitor.withLock { $0.running } }

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
        for (place, lane) in lanes.enumerated() { lane.start { [self] in serve($0, place) } }
    }

    /// Starts the lanes where that was not done, and blocks until nothing waits and nothing runs.
    public func waitUntilIdle() {
        start()
        monitor.wait(on: Self.rest) { $0.isIdle ? () : nil }
    }

    /// As above, for at most `seconds`. False where there is still work then.
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
        let lost = monitor.withLock { $0.lost }
        for lane in lanes where !lost.contains(lane.index) { lane.waitUntilEnded() }
    }

    /// Gives up a lane whose work does not come back: nobody waits for it any more. Where it does come back
    /// after all, it is a lane like the others again. With the last lane the waiting work is dropped too.
    /// - Parameter token: of the item that does not come back.
    /// - Returns: false where the lane is not with that very item any more: then nothing is given up.
    @discardableResult
    public func giveUp(lane index: Int, token: Int) -> Bool {
        guard let place = lanes.firstIndex(where: { $0.index == index }) else { return false }
        return monitor.withLock { state in
            guard state.tokens[place] == token, state.lost.insert(index).inserted else { return false }
            state.running -= 1
            if state.lost.count == lanes.count {
                state.refusing = true
                _ = state.queue.remove { _ in true }
            }
            announceRest(state)
            return true
        }
    }

    /// How many lanes were given up.
    public var lostCount: Int { monitor.withLock { $0.lost.count } }

    /// Submits, waits until all of it and all that it submitted is done, and ends the lanes.
    public func run(_ items: [WorkItem]) {
        submit(items)
        stopWhenIdle()
    }

    /// A lane's life.
    private func serve(_ lane: Lane, _ place: Int) {
        var justFinished = false
        while let item = next(lane.index, place, justFinished) {
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
    private func next(_ lane: Int, _ place: Int, _ justFinished: Bool) -> WorkItem? {
        var reported = !justFinished
        var waiting = false
        return monitor.wait(on: Self.work) { state -> WorkItem?? in
            if waiting { state.idle -= 1 }
            if !reported {
                // What a lost lane was busy with was taken off when it was given up.
                if state.lost.isEmpty || state.lost.remove(lane) == nil { state.running -= 1 }
                state.tokens[place] = nil
                reported = true
            }
            if let item = state.queue.pop() {
                state.running += 1
                state.tokens[place] = item.token
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
