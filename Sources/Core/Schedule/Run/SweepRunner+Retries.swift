extension SweepRunner {
    /// A further try of a job that a lane has just let go as failed; the job stays outstanding. Nil where it is not
    /// tried again in this run.
    func retry(_ attempt: Attempt, _ state: inout State) -> WorkItem? {
        let id = attempt.id
        guard let failure = state.known.failed[id], state.diskError == nil else { return nil }
        if failure.kind == .crashed, failure.mark != .killed { state.crashed[id, default: 0] += 1 }
        let search = state.searches.indices.first { state.searches[$0].pending?.jobs.contains(id) == true }
        let failures = state.failures[id, default: 0] + 1
        state.failures[id] = failures
        guard !failure.isFinal, failures <= retries,
            crashes.count(of: id) + state.crashed[id, default: 0] < CrashHistory.limit,
            var again = self.attempt(on: attempt.job, attempt.evaluations, state)
        else { return nil }
        again.retry = failures
        state.outstanding.insert(id)
        state.backlog.add(again.work)
        var item = item(for: again, chain: search.map { state.searches[$0].probesLeft } ?? 1, state)
        // What nobody waits for, or has had its time, comes after all that has not had its chance. The cause may
        // be gone by then, too.
        if search == nil || failure.kind == .timedOut { item.cost = -1 }
        return item
    }
}
