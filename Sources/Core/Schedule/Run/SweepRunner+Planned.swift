extension SweepRunner {
    /// The items of all jobs of the plan that are missing, in its order. There may be 100,000: an item holds the
    /// job's place in the plan, and what else is needed is found when a lane takes it.
    func plannedItems(_ state: inout State) -> [WorkItem] {
        var items: [WorkItem] = []
        var equal = EqualWork()
        for index in plan.jobs.indices where !state.known.isDone(index, of: plan) {
            if let item = plannedItem(index, &equal, &state) { items.append(item) }
        }
        state.backlog.add(equal.work, count: equal.count)
        return items
    }

    /// Neighbours in a plan that cost the same.
    private struct EqualWork {
        var work: [JobWork] = []
        var seconds = 0.0
        var count = 0
    }

    /// Nil where the job is not to be run, or stands in the plan twice.
    private func plannedItem(_ index: Int, _ equal: inout EqualWork, _ state: inout State) -> WorkItem? {
        let job = plan.jobs[index]
        let id = plan.ids[index].text
        guard mayRun(job, id, &state) else { return nil }
        let missing = missing(index, state)
        let work = executor.work(of: job, isTrained: missing.isTrained, evaluations: missing.evaluations)
        if work != equal.work {
            state.backlog.add(equal.work, count: equal.count)
            equal = EqualWork(work: work, seconds: state.costs.seconds(work))
        }
        equal.count += 1
        // One array for all that cost the same.
        let shared = equal.work
        let number = newNumber()
        var item = WorkItem(id: id, cost: equal.seconds) { [self] lane in
            let attempt = attempt(at: index, id, number, shared)
            finish(attempt, run(attempt, lane))
        }
        item.token = number
        // As in `retry`: after what has not had its chance.
        if retry(of: id, state) > 0 { item.cost = -1 } else { putFirstIfBegun(&item) }
        item.taken = { [self] _ in begin(id, number, shared) }
        return item
    }

    private func missing(_ index: Int, _ state: State) -> (isTrained: Bool, evaluations: [Evaluation]) {
        (
            state.known.trained.contains(plan.ids[index]),
            (state.known.evaluated.contains(plan.evaluationIDs[index]) ? [] : [plan.evaluation(at: index)])
                + plan.analyses(at: index).filter { !state.known.evaluated.contains($0.packedID) }
        )
    }

    /// Nobody else works on a job that is outstanding: what is missing of it is what was missing at first.
    private func attempt(at index: Int, _ id: String, _ number: Int, _ work: [JobWork]) -> Attempt {
        state.withLock { state in
            Attempt(
                number: number, job: plan.jobs[index], id: id, trained: state.known.trained[plan.ids[index]],
                evaluations: missing(index, state).evaluations, work: work, retry: retry(of: id, state))
        }
    }

    private func begin(_ id: String, _ number: Int, _ work: [JobWork]) {
        state.withLock { state in
            state.underWay[id] = number
            state.backlog.begin(id, work, now: clock())
        }
    }
}
