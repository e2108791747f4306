extension SweepRunner {
    /// Gives lanes that would be idle what searches may ask for next; takes lanes back where other work
    /// has to wait for them.
    func speculate(_ state: inout State, _ next: inout Next) {
        let lanes = state.speculation.lanes
        guard lanes > 0, !state.speculation.hasEnded, state.diskError == nil, next.refusal == nil else { return }
        let busy = state.outstanding.count
        if busy >= lanes, state.speculation.entries.isEmpty { return }
        let active = state.speculation.active
        let excess = busy + active - state.speculation.stopping - lanes
        if excess > 0 {
            for id in state.speculation.leastWanted(excess) { drop(id, &state, &next) }
        }
        var spare = lanes - busy - active
        guard spare > 0 else { return }

        // The search that has the longest way to go first.
        let open = state.searches.indices.filter { state.searches[$0].pending != nil }
            .sorted { (state.searches[$1].probesLeft, $0) < (state.searches[$0].probesLeft, $1) }
        let foreseen = open.map { foresee($0, count: active + spare + 1, state) }
        for rank in 0 ..< (foreseen.map(\.count).max() ?? 0) {
            for (index, found) in zip(open, foreseen) where rank < found.count {
                // Whole probes: half of one does not let a search go on.
                for job in state.searches[index].unit.jobs(nu: found[rank]) where spare > 0 {
                    guard let item = speculativeItem(for: job, of: index, rank: rank, &state) else { continue }
                    next.items.append(item)
                    next.events.append(.speculative(job))
                    spare -= 1
                }
            }
            if spare == 0 { return }
        }
    }

    private func foresee(_ index: Int, count: Int, _ state: State) -> [Double] {
        let run = state.searches[index]
        return run.foreseen(count) { nu in
            let jobs = run.unit.jobs(nu: nu)
            guard jobs.allSatisfy({ isOver($0, run.unit, state) }) else { return nil }
            return Probe(
                nu: nu,
                values: jobs.map { job in
                    state.known.evaluated[run.unit.evaluation(of: job).id]?.measurements[run.unit.settings.measure]
                        ?? state.speculation.value(of: job, run.unit)
                })
        }
    }

    /// Whether a job that no search has asked for has its result.
    private func isOver(_ job: Job, _ unit: NuSearchUnit, _ state: State) -> Bool {
        if let entry = state.speculation.entries[job.id] { return entry.isOver }
        return !state.outstanding.contains(job.id)
            && (state.failed.contains(job.id) || state.known.isDone(job, [unit.evaluation(of: job)]))
    }

    /// Nil where there is nothing to do ahead. What failed before is left until it is asked for: its
    /// attempts are counted.
    private func speculativeItem(for job: Job, of index: Int, rank: Int, _ state: inout State) -> WorkItem? {
        let evaluation = state.searches[index].unit.evaluation(of: job)
        guard !state.speculation.hasEnded, var attempt = attempt(on: job, [evaluation], state),
            state.speculation.entries[attempt.id] == nil, !state.outstanding.contains(attempt.id),
            state.known.failed[attempt.id] == nil, !state.failed.contains(attempt.id),
            !state.known.hungAhead.contains(attempt.id),
            crashes.quarantine(job, attempt.id) == nil
        else { return nil }
        do {
            // A model that counts already is not written again.
            if attempt.trained == nil { try state.speculation.models?.begin(attempt.id) }
        } catch {
            // Where there is no room for what may be thrown away, the run does without.
            state.speculation.hasEnded = true
            return nil
        }
        let stop = StopFlag()
        (attempt.ticket, attempt.stop) = (state.speculation.newTicket(), stop)
        state.speculation.entries[attempt.id] = Speculation.Entry(
            attempt: attempt, stop: stop, search: index, rank: rank)
        var item = item(for: attempt, chain: 1, state)
        item.priority = -1 - rank
        item.isUnwanted = { stop.isRaised }
        return item
    }

    // MARK: - Asked for

    /// Takes over what was done of a job that a search asks for now.
    /// - Parameter evaluation: that the search waits for.
    /// - Returns: whether the job is over.
    func use(_ job: Job, _ evaluation: Evaluation, chain: Double, _ state: inout State, _ next: inout Next) -> Bool {
        let id = job.id
        guard let entry = state.speculation.entries[id] else { return false }
        guard entry.attempt.evaluations.allSatisfy({ $0.id == evaluation.id }) else {
            // Begun for a search that measures on another split, say: its measuring would stay in the tables, with some
            // numbers of lanes and not with others.
            drop(id, &state, &next)
            if state.speculation.entries[id] != nil {
                state.outstanding.insert(id)
                state.speculation.entries[id]?.isAsked = true
                state.speculation.entries[id]?.isForeign = true
            }
            return false
        }
        if entry.isOver {
            takeOver(entry, &state, &next)
            // It may have failed, and is tried again.
            return !state.outstanding.contains(id)
        }
        state.outstanding.insert(id)
        if entry.isStopping {
            // It may have seen that already.
            state.speculation.entries[id]?.isAsked = true
            return false
        }
        state.used[id] = entry.attempt.ticket
        state.backlog.add(entry.attempt.work)
        if let began = entry.began {
            state.backlog.begin(id, entry.attempt.work, now: began)
        } else {
            next.raised[id] = state.costs.seconds(entry.attempt.work) * chain
        }
        takeOver(entry, &state, &next)
        return false
    }

    /// What it held becomes true.
    private func takeOver(_ entry: Speculation.Entry, _ state: inout State, _ next: inout Next) {
        let job = entry.attempt.job
        state.speculation.entries[entry.attempt.id] = nil
        next.events.append(.used(job))
        do {
            // The model first: an event must never speak of one that is not there.
            try state.speculation.models?.use(entry.attempt.id)
            for event in entry.held {
                try journal.append(event)
                state.known.add(event)
                switch event {
                case .trained(let event): next.events.append(.trained(event))
                case .evaluated(let event): next.events.append(.measured(job, event))
                case .failed(let event): next.events.append(.failed(event))
                default: break
                }
            }
        } catch {
            next.refusal = "\(error)"
        }
        guard entry.ending == .failed else { return }
        if let again = retry(entry.attempt, &state) {
            next.items.append(again)
        } else {
            state.failed.insert(entry.attempt.id)
        }
    }

    // MARK: - Not asked for

    /// Drops what a search cannot ask for any more.
    func dropImpossible(_ index: Int, _ state: inout State, _ next: inout Next) {
        let mine = state.speculation.entries.filter { $0.value.search == index && !$0.value.isAsked }
        guard !mine.isEmpty else { return }
        let run = state.searches[index]
        let all = 1 << 7
        let foreseen = Set(run.foreseen(all) { _ in nil } + foresee(index, count: all, state))
        for (id, entry) in mine {
            guard let nu = entry.attempt.job.nu, run.mayAsk(for: nu, among: foreseen) else {
                drop(id, &state, &next)
                continue
            }
        }
    }

    /// What waits is taken back, what runs ends at its next opportunity, what is done is forgotten.
    private func drop(_ id: String, _ state: inout State, _ next: inout Next) {
        guard let entry = state.speculation.entries[id] else { return }
        entry.stop.raise()
        guard entry.began == nil || entry.isOver else { return }
        forget(id, &state, &next)
        next.dropped.insert(id)
    }

    private func forget(_ id: String, _ state: inout State, _ next: inout Next) {
        guard let entry = state.speculation.entries.removeValue(forKey: id) else { return }
        next.events.append(.unused(entry.attempt.job))
        guard entry.attempt.trained == nil else { return }
        // What a search asked for meanwhile goes on from its checkpoint.
        state.speculation.models?.discard(id, withCheckpoint: !entry.isAsked)
    }

    /// A lane is done with work that nobody has asked for, or only after it was told to stop.
    func finishSpeculative(_ attempt: Attempt, _ ending: JobEnding, _ state: inout State, _ next: inout Next) {
        guard var entry = state.speculation.entries[attempt.id] else { return }
        switch ending {
        case .stopped, .diskRefused:
            // Told to stop by nobody here: the whole run is stopping.
            if !entry.isStopping { state.speculation.hasEnded = true }
            forget(attempt.id, &state, &next)
            // Whoever asked hands it out anew.
            if entry.isAsked { release(attempt.id, &state, &next) }
        case .done, .failed:
            entry.ending = ending
            state.speculation.entries[attempt.id] = entry
            if entry.isAsked {
                state.outstanding.remove(attempt.id)
                if entry.isForeign {
                    forget(attempt.id, &state, &next)
                } else {
                    takeOver(entry, &state, &next)
                }
                // It may have failed, and is tried again. Whoever waits for it need not be the search that it was begun for.
                if !state.outstanding.contains(attempt.id) { release(attempt.id, &state, &next) }
            } else if state.searches[entry.search].outcome != nil {
                forget(attempt.id, &state, &next)
            }
        }
    }
}
