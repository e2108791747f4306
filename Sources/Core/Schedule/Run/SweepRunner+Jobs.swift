extension SweepRunner {
    /// A job's missing parts, as they are handed to a lane.
    struct Attempt: Sendable {
        /// Tells it from every other attempt of this process, on this job or another.
        let number: Int
        let job: Job
        let id: String
        let trained: TrainedEvent?
        let evaluations: [Evaluation]
        let work: [JobWork]
        /// Of speculative work.
        var ticket: Int?
        var stop: StopFlag?
        /// How often it has failed; 0 unless this is a further try within the same run.
        var retry = 0
        /// Raised where the run goes on without it: should it come back, it ends at its next opportunity.
        let isGivenUp = StopFlag()
    }

    /// Nil where nothing is missing.
    func attempt(on job: Job, _ evaluations: [Evaluation], _ state: State) -> Attempt? {
        let id = job.id
        let missing = evaluations.filter { !state.known.evaluated.contains($0.packedID) }
        let trained = state.known.trained[id]
        guard !missing.isEmpty || trained == nil else { return nil }
        return Attempt(
            number: newNumber(), job: job, id: id, trained: trained, evaluations: missing,
            work: executor.work(of: job, isTrained: trained != nil, evaluations: missing), retry: retry(of: id, state))
    }

    /// How often a job has failed in this run, in an earlier process of it too, and nothing of it was done since.
    func retry(of id: String, _ state: State) -> Int {
        guard let failures = state.failures[id], state.known.failed[id] != nil else { return 0 }
        return failures
    }

    /// Tells one attempt from all others.
    func newNumber() -> Int { attempts.add(1, ordering: .relaxed).newValue }

    /// Nil where nothing is missing, or a lane has it already.
    /// - Parameter chain: how many such jobs must follow one another; what a search has before it
    ///   is as long as all its probes to come, and goes first by that length.
    func item(for job: Job, _ evaluations: [Evaluation], chain: Double = 1, _ state: inout State) -> WorkItem? {
        guard let attempt = attempt(on: job, evaluations, state), mayRun(job, attempt.id, &state) else { return nil }
        // What hung ahead of the search may have left a model where only work ahead looks.
        if state.known.hungAhead.contains(attempt.id) {
            state.speculation.models?.discard(attempt.id, withCheckpoint: false)
        }
        state.backlog.add(attempt.work)
        return item(for: attempt, chain: chain, state)
    }

    /// Whether a job is to be handed to a lane, from when on it is outstanding.
    func mayRun(_ job: Job, _ id: String, _ state: inout State) -> Bool {
        guard !state.outstanding.contains(id), !state.failed.contains(id) else { return false }
        if let quarantined = crashes.quarantine(job, id) {
            bar(quarantined, &state)
            return false
        }
        guard !state.known.isGivenUp(id, retries: retries) else {
            state.failed.insert(id)
            return false
        }
        state.outstanding.insert(id)
        return true
    }

    func item(for attempt: Attempt, chain: Double, _ state: State) -> WorkItem {
        let seconds = state.costs.seconds(attempt.work)
        var item = WorkItem(id: attempt.id, cost: seconds * chain) { [self] lane in
            guard isCurrent(attempt) else { return }
            finish(attempt, run(attempt, lane))
        }
        item.token = attempt.number
        item.seconds = seconds
        item.taken = { [self] _ in begin(attempt) }
        if attempt.retry == 0 { putFirstIfBegun(&item) }
        return item
    }

    /// What an earlier run began goes on before all that is new, also before what a search waits for: as a rule there are
    /// no more of these than that run had lanes, and of some a moment's work is left.
    func putFirstIfBegun(_ item: inout WorkItem) {
        if begun.contains(item.id) { item.priority = 1 }
    }

    func run(_ attempt: Attempt, _ lane: Lane) -> JobEnding {
        let job = attempt.job
        let isolated = executor.isIsolated(job)
        let count = attempt.evaluations.count
        let started = StartedEvent(
            id: attempt.id, label: plan.label(of: job), place: lane.record, isolated: isolated ? true : nil,
            evaluations: count > 1 ? count : nil)
        guard record(.started(started), attempt) else { return .stopped }
        if attempt.retry > 0 { notify(.retrying(job, retry: attempt.retry, of: retries)) }
        // A job in a process of its own is watched by whoever started that.
        if !isolated { watch(attempt, lane) }
        defer { if !isolated { unwatch(attempt, lane) } }
        let ending = executor.run(
            job, trained: attempt.trained, evaluations: attempt.evaluations, lane: lane,
            isWanted: { attempt.stop?.isRaised != true && !attempt.isGivenUp.isRaised }, record: { record($0, attempt) })
        if !isolated { takeLeave(attempt, ending, lane) }
        return ending
    }

    private func watch(_ attempt: Attempt, _ lane: Lane) {
        guard let signs else { return }
        let expected = state.withLock { state in
            state.watched[attempt.number] = attempt
            return state.costs.interval(of: attempt.job, isTrained: attempt.trained != nil, attempt.work)
        }
        signs.began(attempt.job, lane: lane.index, token: attempt.number, expected: expected)
    }

    private func unwatch(_ attempt: Attempt, _ lane: Lane) {
        guard let signs else { return }
        signs.ended(lane: lane.index, token: attempt.number)
        state.withLock { $0.watched[attempt.number] = nil }
    }

    /// A job of which nothing counts would seem to run for ever, to whoever reads the journal after a crash.
    private func takeLeave(_ attempt: Attempt, _ ending: JobEnding, _ lane: Lane) {
        // Another lane may have the job by now.
        guard !attempt.isGivenUp.isRaised else { return }
        let isHeld = state.withLock { $0.speculation.entries[attempt.id]?.attempt.number == attempt.number }
        guard isHeld || ending == .stopped else { return }
        // Where the journal refuses, the next event that matters stops the run.
        try? journal.append(.ended(EndedEvent(id: attempt.id, place: lane.record)))
    }

    private func begin(_ attempt: Attempt) {
        state.withLock { state in
            if attempt.ticket != nil {
                if state.speculation.entries[attempt.id]?.attempt.ticket == attempt.ticket {
                    state.speculation.entries[attempt.id]?.began = clock()
                    state.underWay[attempt.id] = attempt.number
                    return
                }
                guard state.used[attempt.id] == attempt.ticket else { return }
            }
            state.underWay[attempt.id] = attempt.number
            state.backlog.begin(attempt.id, attempt.work, now: clock())
        }
    }

    /// False for speculative work that was dropped before it began.
    private func isCurrent(_ attempt: Attempt) -> Bool {
        guard let ticket = attempt.ticket else { return true }
        return state.withLock {
            $0.speculation.entries[attempt.id]?.attempt.ticket == ticket || $0.used[attempt.id] == ticket
        }
    }

    /// - Returns: false where the journal refuses; then the run is being stopped. Also for a job that was
    ///   given up, whose failure stands.
    private func record(_ event: JournalEvent, _ attempt: Attempt) -> Bool {
        let event = completed(event, attempt)
        let (verdict, models) = state.withLock { state -> (Bool?, SpeculativeModels?) in
            guard !state.abandoned.contains(attempt.number) else { return (false, nil) }
            learn(from: event, attempt, &state)
            guard attempt.ticket != nil else { return (nil, nil) }
            return (state.speculation.hold(event, of: attempt.id) ? true : nil, state.speculation.models)
        }
        if let verdict { return verdict }
        do {
            // The search asked for it while its model was being written elsewhere.
            if case .trained = event { try models?.use(attempt.id) }
            try journal.append(event)
            state.withLock { $0.known.add(event) }
            return true
        } catch {
            stop("\(error)")
            return false
        }
    }

    /// Of a failure also whether anything that is asked of the network is missing for it.
    private func completed(_ event: JournalEvent, _ attempt: Attempt) -> JournalEvent {
        guard case .failed(var failure) = event, attempt.evaluations.isEmpty else { return event }
        failure.isOfModelAlone = true
        return .failed(failure)
    }

    private func learn(from event: JournalEvent, _ attempt: Attempt, _ state: inout State) {
        guard learnsCosts else { return }
        let isTraining = attempt.trained == nil
        switch event {
        case .trained(let event) where isTraining:
            guard let work = whole(attempt) else { return }
            state.costs.learn([work], seconds: event.seconds)
        case .evaluated(let event):
            guard let index = attempt.evaluations.firstIndex(where: { $0 == event.evaluation }) else { return }
            let part = index + (isTraining ? 1 : 0)
            guard attempt.work.indices.contains(part) else { return }
            state.costs.learn([attempt.work[part]], seconds: event.seconds)
        default: break
        }
    }

    /// The training of all epochs: the seconds that its event has are of all sessions, its work is what a checkpoint left of
    /// it. Nil where a checkpoint left none.
    private func whole(_ attempt: Attempt) -> JobWork? {
        let left = epochsLeft(of: attempt.job)
        guard var work = attempt.work.first, left > 0 else { return nil }
        work.multiplyAdds *= Double(attempt.job.training.epochs) / Double(left)
        return work
    }

    /// Epochs that no checkpoint held when the run began: what the work of a training is of (`JobExecuting.work`).
    func epochsLeft(of job: Job) -> Int { job.training.epochs - (checkpoints.epochs[job.id] ?? 0) }

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

    func finish(_ attempt: Attempt, _ ending: JobEnding) {
        if case .diskRefused(let reason) = ending { stop(reason) }
        let next = state.withLock { state -> Next in
            var next = Next()
            guard !state.abandoned.contains(attempt.number) else { return next }
            if state.underWay[attempt.id] == attempt.number { state.underWay[attempt.id] = nil }
            // By number: a lane may have the same network for somebody who has asked.
            if state.speculation.entries[attempt.id]?.attempt.number == attempt.number {
                finishSpeculative(attempt, ending, &state, &next)
            } else {
                state.backlog.end(attempt.id, attempt.work)
                state.used[attempt.id] = nil
                switch ending {
                case .stopped, .diskRefused:
                    state.speculation.hasEnded = true
                    return next
                case .failed:
                    if let again = retry(attempt, &state) {
                        next.items.append(again)
                        speculate(&state, &next)
                        return next
                    }
                    state.failed.insert(attempt.id)
                case .done: break
                }
                release(attempt.id, &state, &next)
            }
            speculate(&state, &next)
            return next
        }
        go(on: next)
    }

    /// A lane has let a job go: what follows.
    func release(_ id: String, _ state: inout State, _ next: inout Next) {
        state.outstanding.remove(id)
        for index in state.waiting.removeValue(forKey: id) ?? [] { advance(index, &state, &next) }
    }

    // MARK: - Not to be run

    /// A job that is not to be run counts as failed. It is written down once, however often it is met.
    private func bar(_ failure: FailedEvent, _ state: inout State) {
        state.failed.insert(failure.id)
        guard state.known.failed[failure.id]?.reason != failure.reason else { return }
        // Where the journal refuses, the next event that is tried stops the run.
        try? journal.append(.failed(failure))
        state.known.add(.failed(failure))
    }
}
