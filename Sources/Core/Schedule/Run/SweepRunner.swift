import Synchronization

/// Runs a sweep: hands to the lanes what the journal does not have, lets each ν search ask for its
/// next probe when the last one is known, and records every result as it comes. Lanes that would be
/// idle work ahead of the searches (`Speculation`).
///
/// What is computed depends on the plan alone, never on the order in which lanes finish.
public final class SweepRunner: Sendable {
    struct State: Sendable {
        var known: KnownResults
        var searches: [SearchRun]
        /// Ids of jobs that a lane has or will have, but for speculative ones.
        var outstanding: Set<String> = []
        /// Ids of jobs that failed in this run, are given up, or are not to be run: nothing more comes of them.
        var failed: Set<String> = []
        /// How often jobs failed in this run, by id.
        var failures: [String: Int] = [:]
        /// How often processes of a job's own died with it in this run.
        var crashed: [String: Int] = [:]
        /// Numbers of attempts that were given up while a lane was with them; what comes of them later counts no more.
        var abandoned: Set<Int> = []
        /// `Attempt.number` of what lanes are with, by job id.
        var underWay: [String: Int] = [:]
        /// What `signs` listens to, by `Attempt.number`.
        var watched: [Int: Attempt] = [:]
        /// Ids of jobs that hung in this run with the lane that they were on.
        var hung: Set<String> = []
        var costs = CostModel()
        /// What is submitted and not finished, but for speculative jobs.
        var backlog = Backlog()
        var speculation: Speculation
        /// Tickets of jobs that were begun or submitted in speculation and were asked for since.
        var used: [String: Int] = [:]
        /// Places of `searches` that wait for a job, by its id.
        var waiting: [String: [Int]] = [:]
        /// Why nothing more can be written.
        var diskError: String?
        /// What earlier runs spent on this sweep, in seconds of a lane.
        var secondsBefore = 0.0
    }

    /// What is to be done, without the probes of searches.
    public let plan: SweepPlan
    let executor: any JobExecuting
    let pool: any WorkPool
    let journal: any JournalSink
    let retries: Int
    let checkpoints: FoundCheckpoints
    /// Ids of jobs that an earlier run began.
    let begun: Set<String>
    let crashes: CrashHistory
    let signs: LifeSigns?
    let learnsCosts: Bool
    let notify: @Sendable (RunEvent) -> Void
    let stopping: @Sendable () -> Void
    /// Seconds.
    let clock: @Sendable () -> Double
    let state: Mutex<State>
    /// How many attempts there were.
    let attempts = Atomic<Int>(0)

    /// - Parameters:
    ///   - known: what earlier runs left in the journal.
    ///   - retries: a job that failed more often is not tried again (`RunLimits`).
    ///   - checkpoints: what jobs can go on from (`CheckpointFolder.all`); those go first. Decides nothing else.
    ///   - crashes: which jobs are not run, since they crashed, or failed in an earlier process of this run.
    ///   - signs: told when lanes begin and end jobs.
    ///   - speculativeLanes: how many lanes to keep busy with work ahead of the searches; 0 for no such work.
    ///   - speculativeModels: where the executor puts the models of such work; nil where it writes none.
    ///   - header: of this run; what earlier runs on such a machine took tells what to expect.
    ///   - costs: what is known of speeds beforehand; nil for what `known` tells.
    ///   - learnsCosts: false on virtual time, where bodies take no time.
    ///   - clock: seconds, for the time left; nil for the machine's own.
    ///   - stopping: called when nothing more can be written: nothing more may begin.
    public init(
        plan: SweepPlan, known: KnownResults, executor: any JobExecuting, pool: any WorkPool, journal: any JournalSink,
        retries: Int = RunLimits().retries, checkpoints: FoundCheckpoints = [:], crashes: CrashHistory = CrashHistory(),
        signs: LifeSigns? = nil, speculativeLanes: Int = 0, speculativeModels: SpeculativeModels? = nil,
        header: RunHeader? = nil, costs: CostModel? = nil, learnsCosts: Bool = true,
        clock: (@Sendable () -> Double)? = nil,
        notify: @escaping @Sendable (RunEvent) -> Void, stopping: @escaping @Sendable () -> Void
    ) {
        self.plan = plan
        self.executor = executor
        self.pool = pool
        self.journal = journal
        self.retries = retries
        self.checkpoints = checkpoints
        begun = checkpoints.jobs
        self.crashes = crashes
        self.signs = signs
        self.notify = notify
        self.stopping = stopping
        self.learnsCosts = learnsCosts
        let start = ContinuousClock.now
        self.clock = clock ?? { start.duration(to: .now) / .seconds(1) }
        var known = known
        if header?.isFirst != false { known.beginRun() }
        let costs = costs ?? known.costs(
            of: header.map { .init(host: $0.host, instructionSet: $0.instructionSet) },
            executor.work(of:isTrained:evaluations:))
        state = Mutex(
            State(
                known: known, searches: plan.searches.map { SearchRun($0) }, failed: crashes.overThisRun(retries: retries),
                failures: crashes.failuresThisRun, costs: costs,
                speculation: Speculation(lanes: speculativeLanes, models: speculativeModels)))
    }

    /// What is done and what is missing, and why; at this moment.
    public var outline: SweepOutline {
        let known = state.withLock(\.known)
        return SweepOutline(plan: plan, known: known, checkpoints: checkpoints, retries: retries, crashes: crashes)
    }

    /// Submits all that can be done at once. The pool is idle when the sweep is over.
    public func start() {
        let next = state.withLock { state in
            var next = Next()
            next.items = plannedItems(&state)
            for index in state.searches.indices { advance(index, &state, &next) }
            state.secondsBefore = secondsDone(state)
            speculate(&state, &next)
            return next
        }
        go(on: next)
    }

    /// What follows from a change of the state, done after its lock is released.
    struct Next {
        var items: [WorkItem] = []
        var events: [RunEvent] = []
        /// Speculative jobs that wait and that nobody wants any more.
        var dropped: Set<String> = []
        /// Speculative jobs that wait and that a search asks for now, with their new place in the order.
        var raised: [String: Double] = [:]
        /// Why the journal refused what was to be written.
        var refusal: String?
    }

    func go(on next: Next) {
        next.events.forEach(notify)
        if let reason = next.refusal { return stop(reason) }
        var items = next.items
        if !next.dropped.isEmpty || !next.raised.isEmpty {
            let taken = pool.cancelWaiting {
                $0.priority < 0 && (next.dropped.contains($0.id) || next.raised[$0.id] != nil)
            }
            for var item in taken {
                guard let cost = next.raised[item.id] else { continue }
                (item.priority, item.cost) = (0, cost)
                putFirstIfBegun(&item)
                items.append(item)
            }
        }
        pool.submit(items)
    }

    /// Whether a failed job will not be tried again by the next run either: it failed too often, or was running in so
    /// many crashes.
    public func isGivenUp(_ failure: FailedEvent) -> Bool {
        let id = failure.id
        return state.withLock { state in
            state.known.isGivenUp(id, retries: retries)
                || crashes.count(of: id) + state.crashed[id, default: 0] >= CrashHistory.limit
        }
    }

    /// Jobs that failed in this run and were not done since, and those that are given up.
    public var failures: [FailedEvent] {
        let failed = state.withLock { state in
            state.known.failed.values.filter { state.failed.contains($0.id) || state.failures[$0.id] != nil }
        }
        return failed.map { (plan.label(of: $0.job), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// How each search ended; nil for one that was interrupted.
    public var outcomes: [(unit: NuSearchUnit, outcome: SearchOutcome?)] {
        state.withLock { $0.searches.map { ($0.unit, $0.outcome) } }
    }

    /// Whether nothing of the plan is missing but what failed.
    public var isComplete: Bool {
        state.withLock { state in
            state.outstanding.isEmpty && state.searches.allSatisfy { $0.outcome != nil }
        }
    }

    /// Why the journal or a model could not be written; nil where they could.
    public var diskError: String? { state.withLock(\.diskError) }
}
