/// Work that gives no sign of life.
extension SweepRunner {
    /// What was given up.
    public enum Abandoned: Sendable {
        /// A job of the sweep: it has failed. Whether it is tried again in this run.
        case job(isTriedAgain: Bool)
        /// Work ahead of a search. It is no failure, but it is remembered.
        case ahead
    }

    /// Gives up an attempt that a lane is with and that gives no sign of life: what its lane may still say of it is
    /// not heard. A job's failure is recorded; it is tried again once, since the thread that it hangs with stays
    /// behind, or searches go on without it.
    /// - Parameters:
    ///   - attempt: its number, which `LifeSigns` tells as the token.
    ///   - isLaneLost: whether its lane is gone with it.
    /// - Returns: nil where the attempt is over by now: then nothing is given up.
    @discardableResult
    public func abandon(_ failure: FailedEvent, attempt: Int, isLaneLost: Bool = true) -> Abandoned? {
        let id = failure.id
        let (next, what) = state.withLock { state -> (Next, Abandoned?) in
            var (next, failure) = (Next(), failure)
            guard state.underWay[id] == attempt, let lost = state.watched[attempt] else { return (next, nil) }
            state.underWay[id] = nil
            state.abandoned.insert(attempt)
            lost.isGivenUp.raise()
            if isLaneLost { state.speculation.lanes = max(0, state.speculation.lanes - 1) }
            if let entry = state.speculation.entries.removeValue(forKey: id) {
                abandonAhead(entry, failure, &state, &next)
                return (next, .ahead)
            }
            let isFirst = state.hung.insert(id).inserted
            // With its lane, or for the second time: no later process of this run tries it again.
            if !isFirst || isLaneLost { failure.mark = .laneLost }
            if lost.evaluations.isEmpty { failure.isOfModelAlone = true }
            guard write(.failed(failure), &state, &next) else {
                state.failed.insert(id)
                return (next, .job(isTriedAgain: false))
            }
            state.used[id] = nil
            state.backlog.end(id, [])
            next.events.append(.failed(failure))
            if !isFirst || isLaneLost {
                state.failures[id, default: 0] += 1
            } else if let again = retry(lost, &state) {
                next.items.append(again)
                return (next, .job(isTriedAgain: true))
            }
            state.failed.insert(id)
            release(id, &state, &next)
            return (next, .job(isTriedAgain: false))
        }
        go(on: next)
        return what
    }

    /// The run stops without an attempt that a lane is with and that gives no sign of life. That is no failure: a later
    /// run goes on with the job like one that was cut off.
    /// - Parameter attempt: its number.
    public func leaveBehind(attempt: Int, place: LaneRecord) {
        let next = state.withLock { state -> Next in
            var next = Next()
            guard let left = state.watched[attempt] else { return next }
            state.abandoned.insert(attempt)
            left.isGivenUp.raise()
            state.speculation.hasEnded = true
            if state.speculation.entries[left.id]?.attempt.number == attempt {
                state.speculation.entries[left.id] = nil
                next.events.append(.unused(left.job))
            }
            // Where the journal refuses, the run is stopping for that.
            try? journal.append(.ended(EndedEvent(id: left.id, place: place)))
            return next
        }
        go(on: next)
    }

    private func abandonAhead(
        _ entry: Speculation.Entry, _ failure: FailedEvent, _ state: inout State, _ next: inout Next
    ) {
        // Should it come back, it ends at its next opportunity. Its model stays where only work ahead looks.
        entry.stop.raise()
        next.events.append(.unused(entry.attempt.job))
        // Whoever asked for it hands it out anew.
        if write(.abandoned(failure), &state, &next), entry.isAsked { release(failure.id, &state, &next) }
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
