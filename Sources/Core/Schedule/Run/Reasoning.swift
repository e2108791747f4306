/// Finds out why jobs of a plan are missing: for a run, and for showing what a run would do.
struct Reasoning {
    private let plan: SweepPlan
    private let known: KnownResults
    private let checkpoints: FoundCheckpoints
    private let retries: Int
    private let crashes: CrashHistory
    /// Jobs that are trained under ids which the plan does not have; made when it is first asked for.
    private var former: Set<Job>?

    /// - Parameters:
    ///   - checkpoints: what there is to go on from (`CheckpointFolder.all`).
    ///   - retries: as in `RunLimits`.
    ///   - crashes: which jobs are not run.
    init(
        _ plan: SweepPlan, _ known: KnownResults, checkpoints: FoundCheckpoints, retries: Int,
        crashes: CrashHistory = CrashHistory()
    ) {
        self.plan = plan
        self.known = known
        self.checkpoints = checkpoints
        self.retries = retries
        self.crashes = crashes
    }

    /// Of the job at a place of the plan; nil where nothing is missing.
    mutating func reason(at index: Int) -> Reason? {
        if known.isDone(index, of: plan) { return nil }
        let (id, evaluation) = (plan.ids[index], plan.evaluationIDs[index])
        let plan = plan
        return missing(plan.jobs[index], id.text, isTrained: known.trained.contains(id)) {
            [evaluation] + plan.analyses(at: index).map(\.packedID)
        }
    }

    /// Nil where nothing is missing.
    mutating func reason(_ job: Job, _ evaluations: [Evaluation]) -> Reason? {
        let id = job.packedID
        let isTrained = known.trained.contains(id)
        if isTrained, evaluations.allSatisfy({ known.evaluated.contains($0.packedID) }) { return nil }
        return missing(job, id.text, isTrained: isTrained) { evaluations.map(\.packedID) }
    }

    private mutating func missing(
        _ job: Job, _ id: String, isTrained: Bool, _ evaluations: () -> [PackedID]
    ) -> Reason {
        if let count = crashes.crashes(ofQuarantined: id) { return .quarantined(crashes: count) }
        if let failure = known.failed[id] {
            let count = known.failures[id, default: 1]
            if count <= retries, let tries = crashes.failuresThisRun[id] {
                return crashes.isOverThisRun(id, retries: retries)
                    ? .failedThisRun(failure.kind) : .failedBefore(failure.kind, retry: tries, of: retries)
            }
            return count > retries
                ? .givenUp(failures: count) : .failedBefore(failure.kind, retry: count, of: retries)
        }
        if isTrained {
            guard !checkpoints.measurings.isEmpty || !checkpoints.analyses.isEmpty || !known.withoutArtefact.isEmpty
            else { return .notMeasured }
            let missing = evaluations().filter { !known.evaluated.contains($0) }.map(\.text)
            for id in missing {
                if let head = checkpoints.measurings[id] {
                    return .measuringInterrupted(samples: head.samples, of: head.total)
                }
                if let head = checkpoints.analyses[id] { return .analysisInterrupted(head.analysis, head.progress) }
            }
            for id in missing {
                guard let lost = known.withoutArtefact[id] else { continue }
                return .artefactLost(lost.analysis, lost.damage)
            }
            return .notMeasured
        }
        if let epoch = checkpoints.epochs[id] { return .interrupted(epoch: epoch) }
        if let damage = known.withoutModel[id] { return damage == .gone ? .modelGone : .modelDamaged(damage) }
        if known.hungAhead.contains(id) { return .hungAhead }
        return isOfOtherNumerics(job) ? .otherNumerics : .new
    }

    /// Under another id the same job can only have been computed by other numerics.
    private mutating func isOfOtherNumerics(_ job: Job) -> Bool {
        if let former { return former.contains(job) }
        let planned = known.trained.isEmpty ? IDSet() : IDSet(plan.ids)
        let jobs = Set(
            known.trained.values.lazy.filter { PackedID($0.id).map { !planned.contains($0) } ?? true }.map(\.job))
        former = jobs
        return jobs.contains(job)
    }

    /// The jobs that a search has asked for so far: of the probes that decided, of the pending one, and of
    /// its answer, with the measurings that are asked of each. Also the search as far as it goes.
    func asked(_ unit: NuSearchUnit) -> (jobs: [(job: Job, evaluations: [Evaluation])], search: SearchRun) {
        var search = SearchRun(unit)
        var nus: [Double] = []
        let steps = search.advance(
            isOver: {
                known.isDone($0, [unit.evaluation(of: $0)]) || known.isGivenUp($0.id, retries: retries)
                    || crashes.isOverThisRun($0.id, retries: retries) || crashes.crashes(ofQuarantined: $0.id) != nil
            },
            value: { known.evaluated[unit.evaluation(of: $0).packedID]?.measurements[unit.settings.measure] })
        for step in steps {
            switch step {
            case .probe(let nu): nus.append(nu)
            case .probed(let probe): if !nus.contains(probe.nu) { nus.append(probe.nu) }
            case .ended: break
            }
        }
        let answer = search.outcome?.nu
        let jobs = nus.flatMap { nu in
            unit.jobs(nu: nu).map { ($0, [unit.evaluation(of: $0)] + (nu == answer ? plan.evaluations(of: $0) : [])) }
        }
        return (jobs, search)
    }

    /// Of the job at a place of the plan, with what searches want measured of it; nil where nothing is missing.
    mutating func reason(at index: Int, _ demand: SearchDemand) -> Reason? {
        guard let more = demand.ofPlanned[plan.ids[index]] else { return reason(at: index) }
        let job = plan.jobs[index]
        return reason(job, plan.evaluations(of: job) + more)
    }

    /// Every job that is asked for now, each one once: the plan's own in its order, then, search by search, what it
    /// has asked for besides. - Complexity: O(n) for n jobs.
    /// - Parameter search: is given each search as far as it goes: to follow it takes as long as the rest.
    mutating func visitAll(
        _ visit: (Job, Reason?) -> Void, search: (NuSearchUnit, SearchRun) -> Void = { _, _ in }
    ) {
        let demand = SearchDemand(plan, self)
        for index in plan.jobs.indices { visit(plan.jobs[index], reason(at: index, demand)) }
        for (unit, asked) in zip(plan.searches, demand.searches) {
            for wish in asked.wishes where wish.isFirst { visit(wish.job, reason(wish.job, wish.evaluations)) }
            search(unit, asked.search)
        }
    }
}

extension SweepPlan {
    /// Whether there is anything to train or to measure.
    /// - Parameter retries: as in `RunLimits`.
    public func hasWork(known: KnownResults, crashes: CrashHistory = CrashHistory(), retries: Int) -> Bool {
        var reasoning = Reasoning(self, known, checkpoints: [:], retries: retries, crashes: crashes)
        for index in jobs.indices where reasoning.reason(at: index)?.isRun == true { return true }
        for unit in searches {
            let (jobs, search) = reasoning.asked(unit)
            if search.outcome == nil { return true }
            for (job, evaluations) in jobs where reasoning.reason(job, evaluations)?.isRun == true { return true }
        }
        return false
    }
}
