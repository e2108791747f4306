/// Does jobs that were running in a crash in processes of their own, so that the guilty one is found and
/// its neighbours are cleared, and all others here.
public struct SuspectExecutor: JobExecuting {
    private let usual: any JobExecuting
    private let isolated: any JobExecuting
    /// `Job.id`s.
    private let suspects: Set<String>

    /// - Parameter suspects: `Job.id`s that run in processes of their own.
    public init(usual: any JobExecuting, isolated: any JobExecuting, suspects: Set<String>) {
        self.usual = usual
        self.isolated = isolated
        self.suspects = suspects
    }

    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let executor = isIsolated(job) ? isolated : usual
        return executor.run(
            job, trained: trained, evaluations: evaluations, lane: lane, isWanted: isWanted, record: record)
    }

    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        usual.work(of: job, isTrained: isTrained, evaluations: evaluations)
    }

    public func isIsolated(_ job: Job) -> Bool {
        usual.isIsolated(job) || suspects.contains(job.id)
    }
}
