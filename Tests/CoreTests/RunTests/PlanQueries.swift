@testable import Core

/// A job that is asked for now, and why it is missing.
struct JobReason: Sendable, Hashable {
    /// The job that is asked for.
    var job: Job
    /// Nil where nothing of the job is missing.
    var reason: Reason?

    /// - Parameter reason: nil where nothing is missing.
    init(job: Job, reason: Reason?) {
        self.job = job
        self.reason = reason
    }
}

extension SweepPlan {
    /// How far each search is, going by what is recorded alone. In the order of the plan.
    /// - Parameter retries: as in `RunLimits`.
    func searchProgress(
        known: KnownResults, crashes: CrashHistory = CrashHistory(), retries: Int
    ) -> [SearchProgress] {
        let reasoning = Reasoning(self, known, checkpoints: [:], retries: retries, crashes: crashes)
        return searches.map { progress(of: $0, reasoning.asked($0).search) }
    }

    /// Every job that is asked for now, with the reason why it is missing: the plan's own in its order,
    /// then, search by search, those of its probes and of its answer.
    /// - Parameters:
    ///   - checkpoints: what there is to go on from (`CheckpointFolder.all`).
    ///   - retries: as in `RunLimits`.
    func reasons(known: KnownResults, checkpoints: FoundCheckpoints, retries: Int) -> [JobReason] {
        var reasons: [JobReason] = []
        var reasoning = Reasoning(self, known, checkpoints: checkpoints, retries: retries)
        reasoning.visitAll { reasons.append(JobReason(job: $0, reason: $1)) }
        return reasons
    }
}
