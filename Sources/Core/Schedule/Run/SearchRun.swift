/// One ν search under way: which probe is asked for, and which of its jobs are still out.
struct SearchRun: Sendable {
    let unit: NuSearchUnit
    private var search: NuSearch
    /// The ν being probed, and the ids of its jobs that have not ended.
    private(set) var pending: (nu: Double, jobs: Set<String>)?
    private(set) var outcome: SearchOutcome?

    /// The probes that decided so far, in the order of asking.
    var path: [Probe] { search.path }

    /// About how many probes are still to come, one after another, the pending one included; 1 at
    /// least. For the order of work and the time left only.
    private(set) var probesLeft: Double

    init(_ unit: NuSearchUnit) {
        self.unit = unit
        search = NuSearch(unit.settings)
        probesLeft = max(1, search.expectedProbes)
    }

    /// The ν that may be asked for after the pending one, soonest first: work for lanes that would be
    /// idle.
    /// - Parameter probe: what is known of a ν that was probed ahead; nil where it was not.
    func foreseen(_ count: Int, probe: (Double) -> Probe?) -> [Double] {
        guard outcome == nil, pending != nil else { return [] }
        var search = search
        var found = search.speculative(count: count)
        // What was probed ahead leads on to what comes after it. Each round takes up one more.
        while true {
            let known = found.compactMap(probe)
            guard !known.isEmpty else { return found }
            known.forEach { search.record($0) }
            found = search.speculative(count: count)
        }
    }

    /// Whether the search may still ask for a ν.
    func mayAsk(for nu: Double, among foreseen: Set<Double>) -> Bool {
        outcome == nil && (pending?.nu == nu || foreseen.contains(nu))
    }

    /// Something to announce.
    enum Step: Sendable {
        case probe(nu: Double)
        case probed(Probe)
        case ended(SearchOutcome)
    }

    /// Goes on as far as known results allow.
    /// - Parameters:
    ///   - isOver: whether nothing more will come of a job of a probe: done or failed.
    ///   - value: the searched measure of a job that is done; nil where it failed.
    mutating func advance(isOver: (Job) -> Bool, value: (Job) -> Double?) -> [Step] {
        var steps: [Step] = []
        while outcome == nil {
            guard case .probe(let nu) = search.next else {
                guard case .finished(let outcome) = search.next else { break }
                self.outcome = outcome
                pending = nil
                steps.append(.ended(outcome))
                break
            }
            let jobs = unit.jobs(nu: nu)
            let missing = jobs.filter { !isOver($0) }
            guard missing.isEmpty else {
                if pending?.nu != nu { steps.append(.probe(nu: nu)) }
                pending = (nu, Set(missing.map(\.id)))
                break
            }
            let probe = Probe(nu: nu, values: jobs.map(value))
            search.record(probe)
            steps.append(.probed(probe))
        }
        if !steps.isEmpty { probesLeft = max(1, search.expectedProbes) }
        return steps
    }
}

extension Probe {
    /// - Parameter values: one per seed in the order of the seeds; nil where it could not be had.
    init(nu: Double, values: [Double?]) {
        let finished = values.compactMap(\.self)
        let statistics = RunningStatistics(finished)
        self.init(
            nu: nu, mean: statistics.nonFinite > 0 ? .nan : statistics.mean, std: statistics.standardDeviation,
            seedsFinished: finished.count, seedsAsked: values.count)
    }
}
