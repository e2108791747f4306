/// What a run would do, why, and for how long: `sweep plan`.
public struct RunPlan: Sendable {
    /// A group × method × choice of ν, of one variant or of those that have the same networks there. A network counts in
    /// one row: a ν that is listed and that a search asks for too counts where it is listed.
    public struct Row: Sendable, Equatable {
        /// Empty for a sweep without.
        public var variants: [String] = []
        /// Whose invariance is trained.
        public var group: GroupName
        /// How it is trained.
        public var method: Method
        /// Nil unless IR.
        public var regulariser: Regulariser?
        /// A value of ν, `smallest SI >= 0.95`, or nil.
        public var nu: String?
        /// Networks that are trained and measured.
        public var done = 0
        /// The others that are asked for now.
        public var counts: [Reason.Kind: Int] = [:]
        /// About how many networks a search will still ask for; nil for rows without a search.
        public var searched: Int?
        /// Expected seconds of what is missing, on one lane.
        public var seconds = 0.0

        /// Networks that would be trained or measured.
        public var missing: Int { counts.reduce(0) { $0 + ($1.key.isRun ? $1.value : 0) } + (searched ?? 0) }

        mutating func count(_ reason: Reason?) {
            if let reason { counts[reason.kind, default: 0] += 1 } else { done += 1 }
        }
    }

    /// The jobs and searches of the sweep.
    public let plan: SweepPlan
    /// By variant, group and method, as in the sweep file.
    public let rows: [Row]
    /// Beside `plan.jobs`; nil for what is done.
    public let reasons: [Reason?]
    /// Expected seconds on a lane, beside `plan.jobs`; 0 for what is not run.
    public let seconds: [Double]
    /// Beside `plan.searches`.
    public let searches: [PlannedSearch]
    /// What a run would say at its start.
    public let outline: SweepOutline
    /// Expected seconds of everything that is missing, on one lane.
    public let total: Double
    /// Expected seconds of the longest chain of jobs that must follow one another.
    public let longestChain: Double
    /// Whether speeds are the journal's; otherwise they are assumed.
    public let speedsAreMeasured: Bool

    /// - Parameters:
    ///   - checkpoints: what there is to go on from (`CheckpointFolder.all`).
    ///   - crashes: which jobs are not run.
    ///   - machine: whose speeds count, where the journal knows any; all machines' otherwise.
    public init(
        _ plan: SweepPlan, spec: SweepSpec, known: KnownResults, checkpoints: FoundCheckpoints = [:],
        crashes: CrashHistory = CrashHistory(), machine: CostHistory.Machine? = nil, sizes: PlanSizes = PlanSizes()
    ) {
        self.plan = plan
        speedsAreMeasured = !known.history.isEmpty
        var estimate = CostEstimate(costs: known.costs(of: machine, sizes.work(of:isTrained:evaluations:)), sizes: sizes)
        var reasoning = Reasoning(plan, known, checkpoints: checkpoints, retries: spec.limits.retries, crashes: crashes)
        var reasons: [Reason?] = []
        var seconds: [Double] = []
        var rows = RowTable()
        var outline = SweepOutline()
        let demand = SearchDemand(plan, reasoning)
        reasons.reserveCapacity(plan.jobs.count)
        seconds.reserveCapacity(plan.jobs.count)
        var chain = 0.0
        for (index, job) in plan.jobs.enumerated() {
            let reason = reasoning.reason(at: index, demand)
            var cost = 0.0
            if reason?.isRun == true {
                let isMeasured = known.evaluated.contains(plan.evaluationIDs[index])
                cost = estimate.seconds(
                    job, isTrained: known.trained.contains(plan.ids[index]),
                    (isMeasured ? [] : [plan.evaluation(at: index)])
                        + (plan.analyses(at: index) + demand.besides(index, plan)).filter { !known.evaluated.contains($0.packedID) })
            }
            reasons.append(reason)
            seconds.append(cost)
            chain = max(chain, cost)
            rows.add(job, reason, cost, plan)
            outline.add(job, reason, in: plan)
        }
        var searches: [PlannedSearch] = []
        for (unit, asked) in zip(plan.searches, demand.searches) {
            var search = PlannedSearch(unit, asked.search)
            let row = Self.row(&search, asked.wishes, asked.search, plan, known, &reasoning, &estimate, &outline)
            chain = max(chain, row.chain)
            rows.append(row.row)
            searches.append(search)
        }
        outline.searches = plan.searches.count
        self.reasons = reasons
        self.seconds = seconds
        self.searches = searches
        self.outline = outline
        self.rows = rows.sorted(spec)
        total = self.rows.reduce(0) { $0 + $1.seconds }
        longestChain = chain
    }

    /// Expected wall time on this many lanes: no less than an equal share, no less than the longest chain.
    public func wallSeconds(lanes: Int) -> Double { max(longestChain, total / Double(max(1, lanes))) }

    /// What is left of a search: the jobs that it has asked for and that count in no other row, later probes by their
    /// likely number.
    private static func row(
        _ planned: inout PlannedSearch, _ wishes: [SearchDemand.Wish], _ search: SearchRun, _ plan: SweepPlan,
        _ known: KnownResults, _ reasoning: inout Reasoning, _ estimate: inout CostEstimate, _ outline: inout SweepOutline
    ) -> (row: Row, chain: Double) {
        let unit = planned.unit
        var row = Row(
            variants: plan.variants(of: unit), group: unit.group, method: .IR, regulariser: unit.regulariser,
            nu: unit.settings.question, searched: 0)
        var chain = 0.0
        for wish in wishes {
            let reason = reasoning.reason(wish.job, wish.evaluations)
            var cost = 0.0
            if reason?.isRun == true {
                cost = estimate.seconds(
                    wish.job, isTrained: known.trained.contains(wish.job.packedID),
                    wish.evaluations.filter { !known.evaluated.contains($0.packedID) })
            }
            chain = max(chain, cost)
            guard wish.isFirst else { continue }
            row.count(reason)
            row.seconds += cost
            outline.add(wish.job, reason, in: plan)
            planned.networks.append(PlannedSearch.Network(job: wish.job, reason: reason, seconds: cost))
        }
        guard search.outcome == nil, let pending = search.pending, let job = unit.jobs(nu: pending.nu).first else {
            return (row, chain)
        }
        let later = search.probesLeft - 1
        let one = estimate.seconds(job, isTrained: false, [unit.evaluation(of: job)])
        // The answer's networks are measured on the test split at the end.
        let last = estimate.seconds(job, isTrained: true, plan.evaluations(of: job))
        row.searched = planned.later * unit.seeds.count
        row.seconds += (later * one + last) * Double(unit.seeds.count)
        return (row, chain + later * one + last)
    }
}
