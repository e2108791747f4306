extension SweepRunner {
    /// Expected seconds until the sweep is done, on this many lanes: what is submitted, and the probes
    /// that its searches will need on average.
    public func secondsLeft(lanes: Int) -> Double {
        let now = clock()
        return state.withLock { state in
            let costs = costsNow(state)
            let seeds = state.searches.reduce(0) { $0 + ($1.outcome == nil ? $1.unit.seeds.count : 0) }
            var left = TimeLeft(lanes: lanes, running: state.backlog.running(now: now, costs))
            for (shape, count) in state.backlog.waiting {
                left.waiting.append(.init(seconds: costs.seconds(shape), count: count))
            }
            // By cost: searches of one group are alike.
            var probes: [Double: Int] = [:]
            for search in state.searches where search.outcome == nil {
                guard let pending = search.pending, let job = search.unit.jobs(nu: pending.nu).first else { continue }
                let (probe, answer) = expected(search.unit, job, costs)
                let ahead = state.speculation.lanes > 0 ? lanes - seeds : 0
                let gain = Self.probesAtOnce(spareLanes: ahead, seeds: seeds)
                let later = (search.probesLeft - 1) / gain
                let first = pending.jobs.map { state.backlog.secondsLeft(of: $0, now: now, costs) ?? probe }.max() ?? 0
                left.chains.append(first + later * probe + answer)
                probes[probe, default: 0] += Int((search.probesLeft - 1).rounded()) * search.unit.seeds.count
                probes[answer, default: 0] += search.unit.seeds.count
            }
            left.waiting += probes.map { .init(seconds: $0.key, count: $0.value) }
            return left.seconds * state.backlog.delay(now: now, costs)
        }
    }

    /// With what trainings that still run show of kinds that were never measured: the first network of a sweep may take an
    /// hour, and others with it.
    private func costsNow(_ state: State) -> CostModel {
        var costs = state.costs
        for pace in signs?.paces() ?? [] {
            let left = epochsLeft(of: pace.job)
            guard let work = executor.work(of: pace.job, isTrained: false, evaluations: []).first,
                !state.costs.hasMeasured(work.kind), left > 0
            else { continue }
            let share = Double(pace.epochs) / Double(left)
            costs.measured(work.kind, multiplyAdds: work.multiplyAdds * share, seconds: pace.seconds)
        }
        return costs
    }

    /// Seconds of one job of a probe, and of measuring the answer.
    private func expected(_ unit: NuSearchUnit, _ job: Job, _ costs: CostModel) -> (probe: Double, answer: Double) {
        (
            costs.seconds(executor.work(of: job, isTrained: false, evaluations: [unit.evaluation(of: job)])),
            costs.seconds(executor.work(of: job, isTrained: true, evaluations: plan.evaluations(of: job)))
        )
    }

    /// How many probes a search gets past in the time of one: the one asked for, and those done ahead
    /// that turn out to be asked for next. Of two that follow a probe one is asked for, of four that
    /// follow those one.
    static func probesAtOnce(spareLanes: Int, seeds: Int) -> Double {
        guard spareLanes > 0, seeds > 0 else { return 1 }
        var ahead = spareLanes / seeds
        var gain = 1.0
        var width = 2
        while ahead > 0 {
            gain += Double(min(ahead, width)) / Double(width)
            ahead -= width
            width *= 2
        }
        return gain
    }
}
