/// Work that gives no sign of life.
extension SweepRunner {
    /// What was given up.
    public enum Abandoned: Sendable {
        /// A job of the sweep: it has failed.
        case job
        /// Work ahead of a search. It is no failure, but it is remembered.
        case ahead
    }

    /// Gives up an attempt that a lane is with and that gives no sign of life: what its lane may still say of it is
    /// not heard. A job's failure is recorded, and searches go on without it.
    /// - Parameter attempt: its number, which `LifeSigns` tells as the token.
    /// - Returns: nil where the attempt is over by now: then nothing is given up.
    @discardableResult
    public func abandon(_ failure: FailedEvent, attempt: Int) -> Abandoned? {
        let id = failure.id
        var failure = failure
        failure.mark = .laneLost
        let final = failure
        let (next, what) = state.withLock { state -> (Next, Abandoned?) in
            var next = Next()
            guard state.underWay[id] == attempt else { return (next, nil) }
            state.underWay[id] = nil
            state.abandoned.insert(attempt)
            // Its lane is gone.
            state.speculation.lanes = max(0, state.speculation.lanes - 1)
            if let entry = state.speculation.entries.removeValue(forKey: id) {
                abandonAhead(entry, final, &state, &next)
                return (next, .ahead)
            }
            state.failed.insert(id)
            guard write(.failed(final), &state, &next) else { return (next, .job) }
            state.used[id] = nil
            state.backlog.end(id, [])
            next.events.append(.failed(final))
            release(id, &state, &next)
            return (next, .job)
        }
        go(on: next)
        return what
    }

    private func abandonAhead(
        _ entry: Speculation.Entry, _ failure: FailedEvent, _ state: inout State, _ next: inout Next
    ) {
        // Should it come back, it ends at its next opportunity. Its model stays where only work ahead looks.
        entry.stop.raise()
        next.events.append(.unused(entry.attempt.job))
        guard write(.abandoned(failure), &state, &next), entry.isAsked else { return }
        state.outstanding.remove(failure.id)
        let search = state.searches[entry.search]
        let evaluation = search.unit.evaluation(of: entry.attempt.job)
        if let item = item(for: entry.attempt.job, [evaluation], chain: search.probesLeft, &state) {
            next.items.append(item)
        }
    }

    /// False where the journal refuses.
    private func write(_ event: JournalEvent, _ state: inout State, _ next: inout Next) -> Bool {
        do {
            try journal.append(event)
            state.known.add(event)
            return true
        } catch {
            next.refusal = "\(error)"
            return false
        }
    }

    /// Attempts that lanes are with and that nobody will ask for any more: all that is asked for is done, or the
    /// run is to stop. They are told to end; the run need not wait for one that does not.
    public func unwanted(isStopping: Bool) -> Set<Int> {
        state.withLock { state in
            guard isStopping || (state.outstanding.isEmpty && state.searches.allSatisfy { $0.outcome != nil }) else {
                return []
            }
            state.speculation.hasEnded = true
            let entries = state.speculation.entries.values.filter { $0.began != nil && !$0.isOver && !$0.isAsked }
            for entry in entries { entry.stop.raise() }
            return Set(entries.map(\.attempt.number))
        }
    }
}
