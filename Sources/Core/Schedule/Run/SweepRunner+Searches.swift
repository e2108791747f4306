extension SweepRunner {
    /// Goes on with a search as far as known results allow, and hands out what it asks for.
    func advance(_ index: Int, _ state: inout State, _ next: inout Next) {
        let unit = state.searches[index].unit
        var hasMoved = false
        // A probe that was done in speculation is over at once, and the search goes on.
        var goesOn = true
        while goesOn, next.refusal == nil {
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
            hasMoved = hasMoved || !steps.isEmpty
            let failuresBefore = failed.count
            for step in steps {
                switch step {
                // What it lacks is handed out below.
                case .probe: break
                case .probed(let probe):
                    next.events.append(.probed(unit, probe))
                    let givenUp = unit.jobs(nu: probe.nu).map(\.id).filter { known.isGivenUp($0, retries: retries) }
                    state.failed.formUnion(givenUp)
                case .ended(let outcome):
                    next.events.append(.searched(unit, outcome))
                    if let reason = announce(unit, outcome, &state) { next.refusal = reason }
                }
            }
            goesOn = askForProbe(index, &state, &next)
            // A job of the probe is not to be run: the search decides with what it can have.
            if state.failed.count > failuresBefore, state.searches[index].outcome == nil { goesOn = true }
        }
        askForAnswer(index, &state, &next)
        // Whatever it waits for now wakes it; what it waited for before does no harm.
        for id in state.searches[index].pending?.jobs ?? [] { wake(index, after: id, &state) }
        if hasMoved { dropImpossible(index, &state, &next) }
    }

    /// Hands out what the probe under way lacks and no lane has: at first all of it, later what a lane had for somebody
    /// else, the plan or another search, who wanted it measured in another way.
    /// - Returns: whether some of it was done ahead, and is over now.
    private func askForProbe(_ index: Int, _ state: inout State, _ next: inout Next) -> Bool {
        let search = state.searches[index]
        guard let pending = search.pending else { return false }
        var wasDone = false
        for job in search.unit.jobs(nu: pending.nu) {
            let id = job.id
            guard pending.jobs.contains(id), !state.outstanding.contains(id) else { continue }
            let evaluation = search.unit.evaluation(of: job)
            if use(job, evaluation, chain: search.probesLeft, &state, &next) {
                wasDone = true
            } else if let item = item(for: job, [evaluation], chain: search.probesLeft, &state) {
                next.items.append(item)
            }
        }
        return wasDone
    }

    /// Hands out what the tables lack of the answer's networks; what a lane has for somebody else, when that lets it go.
    private func askForAnswer(_ index: Int, _ state: inout State, _ next: inout Next) {
        let search = state.searches[index]
        guard let nu = search.outcome?.nu else { return }
        for job in search.unit.jobs(nu: nu) {
            let id = job.id
            if state.outstanding.contains(id) {
                wake(index, after: id, &state)
            } else if let item = item(for: job, plan.evaluations(of: job), &state) {
                next.items.append(item)
            }
        }
    }

    /// Has a search go on when a lane lets a job go.
    private func wake(_ index: Int, after id: String, _ state: inout State) {
        if state.waiting[id]?.contains(index) != true { state.waiting[id, default: []].append(index) }
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
