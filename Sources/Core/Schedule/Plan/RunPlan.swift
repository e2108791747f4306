/// What a run would do, why, and for how long: `sweep plan`.
public struct RunPlan: Sendable {
    /// A group × method × choice of ν.
    public struct Row: Sendable, Equatable {
        public var group: GroupName
        public var method: Method
        public var regulariser: Regulariser?
        /// A value of ν, `smallest SI >= 0.95`, or nil.
        public var nu: String?
        public var counts: [JobState: Int] = [:]
        /// About how many networks a search will still ask for; nil for rows without a search.
        public var searched: Int?
        /// Expected seconds of what is missing, on one lane.
        public var seconds = 0.0

        /// Networks that would be trained or measured.
        public var missing: Int { counts.reduce(0) { $0 + ($1.key == .done ? 0 : $1.value) } + (searched ?? 0) }
    }

    public let plan: SweepPlan
    public let rows: [Row]
    /// Beside `plan.jobs`.
    public let states: [JobState]
    /// Expected seconds on a lane, beside `plan.jobs`; 0 for what is done.
    public let seconds: [Double]
    /// Expected seconds of everything on one lane, and of the longest chain of jobs that must follow one another.
    public let total: Double
    public let longestChain: Double
    /// Whether speeds are the journal's; otherwise they are assumed.
    public let speedsAreMeasured: Bool

    public init(_ plan: SweepPlan, spec: SweepSpec, journal: JournalDigest, sizes: PlanSizes = PlanSizes()) {
        self.plan = plan
        speedsAreMeasured = journal.hasSpeeds
        var estimate = CostEstimate(costs: journal.costs(sizes), sizes: sizes)
        var states: [JobState] = []
        var seconds: [Double] = []
        var rows = RowTable()
        states.reserveCapacity(plan.jobs.count)
        seconds.reserveCapacity(plan.jobs.count)
        var chain = 0.0
        for (index, job) in plan.jobs.enumerated() {
            let state = journal.state(index, of: plan)
            var cost = 0.0
            if state != .done {
                let isMeasured = journal.known.evaluated.contains(plan.evaluationIDs[index])
                cost = estimate.seconds(
                    job, isTrained: journal.known.trained.contains(plan.ids[index]),
                    isMeasured ? nil : { plan.evaluation(at: index) })
            }
            states.append(state)
            seconds.append(cost)
            chain = max(chain, cost)
            rows.add(job, state, cost)
        }
        for unit in plan.searches {
            let row = Self.row(unit, plan, journal, &estimate)
            chain = max(chain, row.chain)
            rows.append(row.row)
        }
        self.states = states
        self.seconds = seconds
        self.rows = rows.sorted(spec)
        total = self.rows.reduce(0) { $0 + $1.seconds }
        longestChain = chain
    }

    /// Expected wall time on this many lanes: no less than an equal share, no less than the longest chain.
    public func wallSeconds(lanes: Int) -> Double { max(longestChain, total / Double(max(1, lanes))) }

    public func count(_ state: JobState) -> Int { rows.reduce(0) { $0 + ($1.counts[state] ?? 0) } }

    /// What is left of a search: the probe that is asked for by its jobs, later ones by their likely number.
    private static func row(
        _ unit: NuSearchUnit, _ plan: SweepPlan, _ journal: JournalDigest, _ estimate: inout CostEstimate
    ) -> (row: Row, chain: Double) {
        var row = Row(
            group: unit.group, method: .IR, regulariser: unit.regulariser, nu: "smallest \(unit.settings.measure.rawValue) >= \(SpecWriter.number(unit.settings.threshold))",
            searched: 0)
        let known = journal.known
        var search = SearchRun(unit)
        let steps = search.advance(
            isOver: { known.isDone($0, [unit.evaluation(of: $0)]) },
            value: { known.evaluated[unit.evaluation(of: $0).packedID]?.measurements[unit.settings.measure] })
        for case .probed in steps { row.counts[.done, default: 0] += unit.seeds.count }
        var chain = 0.0
        func add(_ job: Job, _ evaluation: Evaluation) -> Double {
            let isTrained = known.trained.contains(job.packedID)
            let isMeasured = known.evaluated.contains(evaluation.packedID)
            guard !isTrained || !isMeasured else { return 0 }
            let cost = estimate.seconds(job, isTrained: isTrained, isMeasured ? nil : { evaluation })
            row.seconds += cost
            return cost
        }
        if let outcome = search.outcome {
            if let nu = outcome.nu {
                chain = unit.jobs(nu: nu).map { add($0, plan.evaluation(of: $0)) }.max() ?? 0
                row.searched = unit.jobs(nu: nu).count { !known.isDone($0, [plan.evaluation(of: $0)]) }
            }
            return (row, chain)
        }
        guard let pending = search.pending else { return (row, 0) }
        for job in unit.jobs(nu: pending.nu) {
            let evaluation = unit.evaluation(of: job)
            let state = known.isDone(job, [evaluation]) ? .done : journal.state(job.packedID)
            row.counts[state, default: 0] += 1
            chain = max(chain, add(job, evaluation))
        }
        let later = search.probesLeft - 1
        let one = unit.jobs(nu: pending.nu).first.map { estimate.seconds($0, isTrained: false) { [unit] in
            Evaluation(job: "", split: unit.settings.split, measures: [unit.settings.measure], saliency: unit.saliency)
        } } ?? 0
        // The answer's networks are measured on the test split at the end.
        let last = unit.jobs(nu: pending.nu).first.map { job in
            estimate.seconds(job, isTrained: true) { plan.evaluation(of: job) }
        } ?? 0
        row.searched = Int(later.rounded()) * unit.seeds.count
        row.seconds += (later * one + last) * Double(unit.seeds.count)
        return (row, chain + later * one + last)
    }
}
