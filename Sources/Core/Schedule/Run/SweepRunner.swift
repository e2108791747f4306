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
        /// Ids of jobs that failed in this run, are given up, or are not to be run: nothing more comes of them.
        var failed: Set<String> = []
        /// Ids of jobs that were given up while a lane was with them; what comes of them later counts no more.
        var abandoned: Set<String> = []
        var costs = CostModel()
        /// Expected seconds of what is submitted and not finished, by job id.
        var expected: [String: Double] = [:]
        /// When a lane began with a job.
        var began: [String: ContinuousClock.Instant] = [:]
        /// Why nothing more can be written.
        var diskError: String?
    }

    private let plan: SweepPlan
    private let executor: any JobExecuting
    private let pool: any WorkPool
    private let journal: JournalWriter
    private let retries: Int
    private let checkpoints: [String: Int]
    private let notify: @Sendable (RunEvent) -> Void
    private let stopping: @Sendable () -> Void
    private let crashes: CrashHistory
    private let signs: LifeSigns?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - known: what earlier runs left in the journal.
    ///   - retries: a job that failed more often is not tried again (`RunLimits`).
    ///   - checkpoints: what jobs can go on from (`CheckpointFolder.found`); for the outline alone.
    ///   - crashes: which jobs are not run, since they crashed, or failed in an earlier process of this run.
    ///   - signs: told when lanes begin and end jobs.
    ///   - stopping: called when nothing more can be written: nothing more may begin.
    public init(
        plan: SweepPlan, known: KnownResults, executor: any JobExecuting, pool: any WorkPool, journal: JournalWriter,
        retries: Int = RunLimits().retries, checkpoints: [String: Int] = [:],
        crashes: CrashHistory = CrashHistory(), signs: LifeSigns? = nil,
        notify: @escaping @Sendable (RunEvent) -> Void, stopping: @escaping @Sendable () -> Void
    ) {
        self.plan = plan
        self.executor = executor
        self.pool = pool
        self.journal = journal
        self.retries = retries
        self.checkpoints = checkpoints
        self.notify = notify
        self.stopping = stopping
        self.crashes = crashes
        self.signs = signs
        state = Mutex(
            State(known: known, searches: plan.searches.map { SearchRun($0) }, failed: crashes.failedThisRun))
    }

    /// What is done and what is missing, and why; at this moment.
    public var outline: SweepOutline {
        let known = state.withLock(\.known)
        return SweepOutline(plan: plan, known: known, checkpoints: checkpoints, retries: retries)
    }

    /// Submits all that can be done at once. The pool is idle when the sweep is over.
    public func start() {
        let next = state.withLock { state in
            var next = Next()
            next.items = plan.jobs.compactMap { item(for: $0, [plan.evaluation(of: $0)], &state) }
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

    /// Whether a failed job will not be tried again by the next run either.
    public func isGivenUp(_ failure: FailedEvent) -> Bool {
        state.withLock { $0.known.isGivenUp(failure.id, retries: retries) }
    }

    /// Jobs that failed in this run, and those that are given up.
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
        return state.withLock { state in
            let left = state.expected.map { id, cost in
                max(0, cost - (state.began[id].map { $0.duration(to: now) / .seconds(1) } ?? 0))
            }
            return CostModel.secondsLeft(left, lanes: lanes)
        }
    }

    // MARK: - One job

    /// Nil where nothing is missing, or a lane has it already.
    /// - Parameter chain: how many such jobs must follow one another; what a search has before it
    ///   is as long as all its probes to come, and goes first by that length.
    private func item(
        for job: Job, _ evaluations: [Evaluation], chain: Int = 1, _ state: inout State
    ) -> WorkItem? {
        let id = job.id
        let missing = evaluations.filter { state.known.evaluated[$0.id] == nil }
        let trained = state.known.trained[id]
        guard !missing.isEmpty || trained == nil, !state.outstanding.contains(id), !state.failed.contains(id)
        else { return nil }
        if let quarantined = crashes.quarantine(job, id) {
            bar(quarantined, &state)
            return nil
        }
        guard !state.known.isGivenUp(id, retries: retries) else {
            state.failed.insert(id)
            return nil
        }
        state.outstanding.insert(id)
        let work = executor.work(of: job, isTrained: trained != nil, evaluations: missing)
        let cost = work.reduce(0) { $0 + state.costs.seconds($1.kind, multiplyAdds: $1.multiplyAdds) }
        state.expected[id] = cost
        return WorkItem(id: id, cost: cost * Double(chain)) { [self] lane in
            let clock = ContinuousClock()
            let start = clock.now
            self.state.withLock { $0.began[id] = start }
            let isolated = executor.isIsolated(job)
            guard record(
                .started(
                    StartedEvent(
                        id: id, label: job.label, place: lane.record, isolated: isolated ? true : nil)), of: id)
            else { return finish(job, .stopped, work, seconds: 0) }
            // A job in a process of its own is watched by whoever started that.
            if !isolated { signs?.began(job, lane: lane.index, at: start) }
            let ending = executor.run(
                job, trained: trained, evaluations: missing, lane: lane, record: { record($0, of: id) })
            if !isolated { signs?.ended(lane: lane.index) }
            finish(job, ending, work, seconds: start.duration(to: clock.now) / .seconds(1))
        }
    }

    /// - Returns: false where the journal refuses; then the run is being stopped. Also for a job that was
    ///   given up, whose failure stands.
    private func record(_ event: JournalEvent, of id: String) -> Bool {
        guard !state.withLock({ $0.abandoned.contains(id) }) else { return false }
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
    /// - Parameter reason: for people, with path and advice.
    public func stop(_ reason: String) {
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
            guard !state.abandoned.contains(job.id) else { return Next() }
            state.expected[job.id] = nil
            state.began[job.id] = nil
            switch ending {
            case .stopped, .diskRefused: return Next()
            case .failed: state.failed.insert(job.id)
            case .done:
                let sum = work.reduce(0) { $0 + $1.multiplyAdds }
                for part in work where sum > 0 {
                    state.costs.measured(
                        part.kind, multiplyAdds: part.multiplyAdds, seconds: seconds * part.multiplyAdds / sum)
                }
            }
            return released(job.id, &state)
        }
        go(on: next)
    }

    /// A lane has let a job go: what follows.
    private func released(_ id: String, _ state: inout State) -> Next {
        state.outstanding.remove(id)
        var next = Next()
        for index in state.searches.indices where state.searches[index].pending?.jobs.contains(id) == true {
            advance(index, &state, &next)
        }
        return next
    }

    /// Gives up a job that a lane is with and that gives no sign of life. Its failure is recorded, searches go
    /// on without it, and whatever its lane may still say of it is not heard.
    public func abandon(_ failure: FailedEvent) {
        guard record(.failed(failure), of: failure.id) else { return }
        let next = state.withLock { state -> Next in
            state.abandoned.insert(failure.id)
            state.failed.insert(failure.id)
            state.expected[failure.id] = nil
            state.began[failure.id] = nil
            return released(failure.id, &state)
        }
        notify(.failed(failure))
        go(on: next)
    }

    /// A job that is not to be run counts as failed. It is written down once, however often it is met.
    private func bar(_ failure: FailedEvent, _ state: inout State) {
        state.failed.insert(failure.id)
        guard state.known.failed[failure.id]?.reason != failure.reason else { return }
        // Where the journal refuses, the next event that is tried stops the run.
        try? journal.append(.failed(failure))
        state.known.add(.failed(failure))
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
                    && (failed.contains($0.id) || known.isGivenUp($0.id, retries: retries)
                        || known.isDone($0, [unit.evaluation(of: $0)]))
            },
            value: { known.evaluated[unit.evaluation(of: $0).id]?.measurements[unit.settings.measure] })
        let failuresBefore = failed.count
        for step in steps {
            switch step {
            case .probe(let nu):
                let chain = state.searches[index].probesLeft
                next.items += unit.jobs(nu: nu).compactMap {
                    item(for: $0, [unit.evaluation(of: $0)], chain: chain, &state)
                }
            case .probed(let probe):
                next.events.append(.probed(unit, probe))
                let givenUp = unit.jobs(nu: probe.nu).map(\.id).filter { known.isGivenUp($0, retries: retries) }
                state.failed.formUnion(givenUp)
            case .ended(let outcome):
                next.events.append(.searched(unit, outcome))
                if let reason = announce(unit, outcome, &state) { next.refusal = reason }
                guard let nu = outcome.nu else { continue }
                next.items += unit.jobs(nu: nu).filter { !failed.contains($0.id) }
                    .compactMap { item(for: $0, [plan.evaluation(of: $0)], &state) }
            }
        }
        // A job of the probe is not to be run: the search decides with what it can have.
        if state.failed.count > failuresBefore, state.searches[index].outcome == nil { advance(index, &state, &next) }
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
