/// Does jobs that were running in a crash in processes of their own, so that the guilty one is found and
/// its neighbours are cleared, and all others here.
public struct SuspectExecutor: JobExecuting {
    private let usual: any JobExecuting
    private let isolated: any JobExecuting
    /// `Job.id`s.
    private let suspects: Set<String>

    /// - Parameters:
    ///   - usual: does all other jobs.
    ///   - isolated: does each job in a process of its own.
    ///   - suspects: `Job.id`s that `isolated` does.
    public init(usual: any JobExecuting, isolated: any JobExecuting, suspects: Set<String>) {
        self.usual = usual
        self.isolated = isolated
        self.suspects = suspects
    }

    /// By `isolated` for suspects, by `usual` for others.
    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let executor = isIsolated(job) ? isolated : usual
        return executor.run(
            job, trained: trained, evaluations: evaluations, lane: lane, isWanted: isWanted, record: record)
    }

    /// As `usual` tells, for suspects too.
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        usual.work(of: job, isTrained: isTrained, evaluations: evaluations)
    }

    /// True for suspects, and where `usual` does all jobs in processes of their own.
    public func isIsolated(_ job: Job) -> Bool {
        usual.isIsolated(job) || suspects.contains(job.id)
    }
}
