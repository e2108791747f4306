/// What of a sweep is done, what is missing, and why. Searches count with the jobs of the probes
/// that they have asked for so far; the further ones are not known.
public struct SweepOutline: Sendable, Equatable {
    /// Jobs that are missing for one reason.
    public struct Group: Sendable, Equatable {
        /// Of the example.
        public var reason: Reason
        public var count: Int
        /// The first in the order of the plan.
        public var example: Job
    }

    /// Networks that are trained and measured as far as is asked for now.
    public var done = 0
    /// The others by reason, those that failed first and the new ones last.
    public var groups: [Group] = []
    /// How many ν searches there are.
    public var searches = 0

    /// Networks that are to be run.
    public var missing: Int { groups.reduce(0) { $0 + ($1.reason.isRun ? $1.count : 0) } }

    /// Of those, the ones that failed before.
    public var failedBefore: Int {
        groups.reduce(0) { if case .failedBefore = $1.reason { $0 + $1.count } else { $0 } }
    }

    public init(plan: SweepPlan, known: KnownResults, checkpoints: [String: Int], retries: Int) {
        var byKind: [String: Group] = [:]
        for entry in plan.reasons(known: known, checkpoints: checkpoints, retries: retries) {
            guard let reason = entry.reason else {
                done += 1
                continue
            }
            byKind[reason.kind, default: Group(reason: reason, count: 0, example: entry.job)].count += 1
        }
        groups = byKind.values.sorted { $0.reason.place < $1.reason.place }
        searches = plan.searches.count
    }

    /// `done 412 · failed 3 (retry 1 of 2) · interrupted 2 · new 85`
    public var summary: String {
        let parts = groups.map { group in
            // The number stands behind the first word or words, before any bracket.
            let kind = group.reason.kind
            guard let bracket = kind.firstIndex(of: "(") else { return "\(kind) \(group.count)" }
            return "\(kind[..<bracket])\(group.count) \(kind[bracket...])"
        }
        return (["done \(done)"] + parts).joined(separator: " · ")
    }

    /// A line per reason but "new", each with an example: `R4 DA seed 0 and 1 more: interrupted, …`.
    public var explanation: [String] {
        groups.compactMap { group in
            if case .new = group.reason { return nil }
            let others = group.count > 1 ? " and \(group.count - 1) more" : ""
            return "\(group.example.label)\(others): \(group.reason.description)"
        }
    }
}

extension SweepPlan {
    /// Every job that is asked for now, with the reason why it is missing: the plan's own in its order,
    /// then, search by search, those of its probes and of its answer. A job that several ask for
    /// comes once.
    /// - Parameters:
    ///   - checkpoints: epochs done by job id (`CheckpointFolder.found`).
    ///   - retries: as in `RunLimits`.
    /// - Complexity: O(n) for n jobs and events.
    public func reasons(known: KnownResults, checkpoints: [String: Int], retries: Int) -> [JobReason] {
        var reasons: [JobReason] = []
        var seen: Set<String> = []
        var new: [Int] = []
        func tell(_ job: Job, _ evaluations: [Evaluation]) {
            let id = job.id
            guard seen.insert(id).inserted else { return }
            let reason = known.reason(for: job, id, evaluations, checkpoints: checkpoints, retries: retries)
            if reason == .new { new.append(reasons.count) }
            reasons.append(JobReason(job: job, reason: reason))
        }
        for (index, job) in jobs.enumerated() {
            if known.isDone(index, of: self) {
                seen.insert(ids[index].text)
                reasons.append(JobReason(job: job, reason: nil))
            } else {
                tell(job, [evaluation(at: index)])
            }
        }
        for unit in searches {
            for (job, isAnswer) in unit.asked(known: known, retries: retries) {
                tell(job, [unit.evaluation(of: job)] + (isAnswer ? [evaluation(of: job)] : []))
            }
        }
        guard !new.isEmpty else { return reasons }
        // Under another id the same job can only have been computed by other numerics.
        let former = Set(known.trained.values.lazy.filter { !seen.contains($0.id) }.map(\.job))
        for index in new where former.contains(reasons[index].job) { reasons[index].reason = .otherNumerics }
        return reasons
    }
}

extension KnownResults {
    /// Nil where nothing is missing; `.new` also for what other numerics computed.
    fileprivate func reason(
        for job: Job, _ id: String, _ evaluations: [Evaluation], checkpoints: [String: Int], retries: Int
    ) -> Reason? {
        let isTrained = trained[id] != nil
        if isTrained, evaluations.allSatisfy({ evaluated[$0.id] != nil }) { return nil }
        if let failure = failed[id] {
            let count = failures[id, default: 1]
            return count > retries
                ? .givenUp(failures: count) : .failedBefore(failure.kind, retry: count, of: retries)
        }
        if isTrained { return .notMeasured }
        if let epoch = checkpoints[id] { return .interrupted(epoch: epoch) }
        return withoutModel.contains(id) ? .modelGone : .new
    }
}

extension NuSearchUnit {
    /// The jobs that the search has asked for so far: of the probes that decided, of the pending one,
    /// and which of them belong to its answer.
    fileprivate func asked(known: KnownResults, retries: Int) -> [(job: Job, isAnswer: Bool)] {
        var run = SearchRun(self)
        var nus: [Double] = []
        let steps = run.advance(
            isOver: { known.isDone($0, [evaluation(of: $0)]) || known.isGivenUp($0.id, retries: retries) },
            value: { known.evaluated[evaluation(of: $0).id]?.measurements[settings.measure] })
        for step in steps {
            switch step {
            case .probe(let nu): nus.append(nu)
            case .probed(let probe): nus.append(probe.nu)
            case .ended: break
            }
        }
        let answer = run.outcome?.nu
        return nus.flatMap { nu in jobs(nu: nu).map { ($0, nu == answer) } }
    }
}
