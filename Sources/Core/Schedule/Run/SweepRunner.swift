import Synchronization

/// Runs a sweep: hands to the lanes what the journal does not have, lets each ν search ask for its
/// next probe when the last one is known, and records every result as it comes.
///
/// What is computed depends on the plan alone, never on the order in which lanes finish.
public final class SweepRunner: Sendable {
    private struct State: Sendable {
        var known: KnownResults
        var searches: [SearchRun]
        /// Ids of jobs that a lane has or will have.
        var outstanding: Set<String> = []
        /// Ids of jobs that failed in this run; earlier failures are tried again.
        var failed: Set<String> = []
        var costs = CostModel()
        /// What is submitted and not finished.
        var expected = ExpectedWork()
        /// Places of `searches` that wait for a job, by its id.
        var waiting: [String: [Int]] = [:]
        /// Why nothing more can be written.
        var diskError: String?
    }

    private let plan: SweepPlan
    private let executor: any JobExecuting
    private let pool: any WorkPool
    private let journal: any JournalSink
    private let learnsCosts: Bool
    private let notify: @Sendable (RunEvent) -> Void
    private let stopping: @Sendable () -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - known: what earlier runs left in the journal.
    ///   - costs: what is known of speeds beforehand.
    ///   - learnsCosts: false on virtual time, where bodies take no time.
    ///   - stopping: called when nothing more can be written: nothing more may begin.
    public init(
        plan: SweepPlan, known: KnownResults, executor: any JobExecuting, pool: any WorkPool, journal: any JournalSink,
        costs: CostModel = CostModel(), learnsCosts: Bool = true,
        notify: @escaping @Sendable (RunEvent) -> Void, stopping: @escaping @Sendable () -> Void
    ) {
        self.plan = plan
        self.executor = executor
        self.pool = pool
        self.journal = journal
        self.notify = notify
        self.stopping = stopping
        self.learnsCosts = learnsCosts
        state = Mutex(State(known: known, searches: plan.searches.map { SearchRun($0) }, costs: costs))
    }

    /// What is known to be missing at the start; searches ask for more on the way.
    public struct Outline: Sendable, Equatable {
        /// Networks of the plan that are trained and measured, and that are not.
        public var done = 0
        public var missing = 0
        /// Of the missing, those that failed before.
        public var failedBefore = 0
        public var searches = 0
    }

    public var outline: Outline {
        state.withLock { state in
            var outline = Outline()
            for index in plan.jobs.indices {
                if state.known.isDone(index, of: plan) {
                    outline.done += 1
                } else {
                    outline.missing += 1
                    if !state.known.failed.isEmpty, state.known.failed[plan.ids[index].text] != nil {
                        outline.failedBefore += 1
                    }
                }
            }
            outline.searches = plan.searches.count
            return outline
        }
    }

    /// Submits all that can be done at once. The pool is idle when the sweep is over.
    public func start() {
        let next = state.withLock { state in
            var next = Next()
            next.items = plan.jobs.indices.compactMap { index in
                guard !state.known.isDone(index, of: plan) else { return nil }
                return item(for: plan.jobs[index], [plan.evaluation(at: index)], &state)
            }
            for index in state.searches.indices { advance(index, &state, &next) }
            return next
        }
        go(on: next)
    }

    /// What follows from a change of the state, done after its lock is released.
    private struct Next {
        var items: [WorkItem] = []
        var events: [RunEvent] = []
        /// Why the journal refused what was to be written.
        var refusal: String?
    }

    private func go(on next: Next) {
        next.events.forEach(notify)
        if let reason = next.refusal { return stop(reason) }
        pool.submit(next.items)
    }

    /// Jobs that failed in this run.
    public var failures: [FailedEvent] {
        state.withLock { state in
            state.known.failed.values.filter { state.failed.contains($0.id) }
                .sorted { $0.job.label < $1.job.label }
        }
    }

    /// How each search ended; nil for one that was interrupted.
    public var outcomes: [(unit: NuSearchUnit, outcome: SearchOutcome?)] {
        state.withLock { $0.searches.map { ($0.unit, $0.outcome) } }
    }

    /// How many searches have no outcome yet.
    public var searchesLeft: Int { state.withLock { $0.searches.count { $0.outcome == nil } } }

    /// Whether nothing of the plan is missing but what failed.
    public var isComplete: Bool {
        state.withLock { state in
            state.outstanding.isEmpty && state.searches.allSatisfy { $0.outcome != nil }
        }
    }

    /// Why the journal or a model could not be written; nil where they could.
    public var diskError: String? { state.withLock(\.diskError) }

    /// Expected seconds until all that is submitted is done, on this many lanes.
    public func secondsLeft(lanes: Int) -> Double {
        let now = ContinuousClock.now
        return state.withLock { $0.expected.secondsLeft(lanes: lanes, at: now) }
    }

    // MARK: - One job

    /// Nil where nothing is missing, or a lane has it already.
    /// - Parameter chain: how many such jobs must follow one another; what a search has before it
    ///   is as long as all its probes to come, and goes first by that length.
    private func item(
        for job: Job, _ evaluations: [Evaluation], chain: Int = 1, _ state: inout State
    ) -> WorkItem? {
        let id = job.id
        let missing = evaluations.filter { !state.known.evaluated.contains($0.packedID) }
        let trained = state.known.trained[id]
        guard !missing.isEmpty || trained == nil, !state.outstanding.contains(id) else { return nil }
        state.outstanding.insert(id)
        let work = executor.work(of: job, isTrained: trained != nil, evaluations: missing)
        let cost = work.reduce(0) { $0 + state.costs.seconds($1.kind, multiplyAdds: $1.multiplyAdds) }
        state.expected.add(id, cost)
        return WorkItem(id: id, cost: cost * Double(chain)) { [self] lane in
            let clock = ContinuousClock()
            let start = clock.now
            self.state.withLock { $0.expected.begin(id, at: start) }
            let ending = executor.run(
                job, trained: trained, evaluations: missing, lane: lane, record: { record($0) })
            finish(job, ending, work, seconds: start.duration(to: clock.now) / .seconds(1))
        }
    }

    /// - Returns: false where the journal refuses; then the run is being stopped.
    private func record(_ event: JournalEvent) -> Bool {
        do {
            try journal.append(event)
            state.withLock { $0.known.add(event) }
            return true
        } catch {
            stop("\(error)")
            return false
        }
    }

    /// Nothing can be written: nothing more begins, and what was written stays.
    private func stop(_ reason: String) {
        let isFirst = state.withLock { state in
            defer { state.diskError = state.diskError ?? reason }
            return state.diskError == nil
        }
        guard isFirst else { return }
        notify(.stopping(reason))
        stopping()
    }

    private func finish(_ job: Job, _ ending: JobEnding, _ work: [JobWork], seconds: Double) {
        if case .diskRefused(let reason) = ending { stop(reason) }
        let next = state.withLock { state -> Next in
            let id = job.id
            state.expected.remove(id)
            switch ending {
            case .stopped, .diskRefused: return Next()
            case .failed: state.failed.insert(id)
            case .done:
                let sum = work.reduce(0) { $0 + $1.multiplyAdds }
                for part in work where sum > 0 && learnsCosts {
                    state.costs.measured(
                        part.kind, multiplyAdds: part.multiplyAdds, seconds: seconds * part.multiplyAdds / sum)
                }
            }
            state.outstanding.remove(id)
            var next = Next()
            for index in state.waiting.removeValue(forKey: id) ?? [] { advance(index, &state, &next) }
            return next
        }
        go(on: next)
    }

    // MARK: - Searches

    private func advance(_ index: Int, _ state: inout State, _ next: inout Next) {
        let unit = state.searches[index].unit
        let known = state.known
        let failed = state.failed
        // A job whose results are in the journal may still be with its lane. The search goes on when
        // the lane has let it go, lest the answer's job be thought to be under way already.
        let outstanding = state.outstanding
        let steps = state.searches[index].advance(
            isOver: {
                !outstanding.contains($0.id)
                    && (failed.contains($0.id) || known.isDone($0, [unit.evaluation(of: $0)]))
            },
            value: { known.evaluated[unit.evaluation(of: $0).packedID]?.measurements[unit.settings.measure] })
        // Whatever it waits for now wakes it; what it waited for before does no harm.
        for id in state.searches[index].pending?.jobs ?? [] where state.waiting[id]?.contains(index) != true {
            state.waiting[id, default: []].append(index)
        }
        for step in steps {
            switch step {
            case .probe(let nu):
                let chain = state.searches[index].probesLeft
                next.items += unit.jobs(nu: nu).compactMap {
                    item(for: $0, [unit.evaluation(of: $0)], chain: chain, &state)
                }
            case .probed(let probe): next.events.append(.probed(unit, probe))
            case .ended(let outcome):
                next.events.append(.searched(unit, outcome))
                if let reason = announce(unit, outcome, &state) { next.refusal = reason }
                guard let nu = outcome.nu else { continue }
                next.items += unit.jobs(nu: nu).filter { !failed.contains($0.id) }
                    .compactMap { item(for: $0, [plan.evaluation(of: $0)], &state) }
            }
        }
    }

    /// Writes the outcome down, unless an earlier run did.
    /// - Returns: why the journal refused; nil where it did not.
    private func announce(_ unit: NuSearchUnit, _ outcome: SearchOutcome, _ state: inout State) -> String? {
        let event = SearchedEvent(
            group: unit.group, regulariser: unit.regulariser, outcome: outcome.name, nu: outcome.nu,
            dataset: unit.data.dataset, settings: unit.settings, search: unit.id)
        guard state.known.searched.last(where: { $0.search == event.search }) != event else { return nil }
        do {
            try journal.append(.searched(event))
            state.known.add(.searched(event))
            return nil
        } catch {
            return "\(error)"
        }
    }
}
