/// Does jobs on whichever data they were given: one executor for each set.
public struct JobExecutors: JobExecuting {
    private let executors: [DataIdentity: JobExecutor]

    /// - Parameter executors: by the data that their jobs are trained on.
    public init(_ executors: [DataIdentity: JobExecutor]) {
        self.executors = executors
    }

    /// By the executor of the job's data; a job of other data fails.
    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        guard let executor = executors[job.data] else {
            let event = FailedEvent(
                id: job.id, job: job, stage: FailedEvent.training, epoch: nil,
                reason: "the data set \(job.data.dataset.rawValue) was not prepared", place: lane.record)
            return record(.failed(event)) ? .failed : .stopped
        }
        return executor.run(
            job, trained: trained, evaluations: evaluations, lane: lane, isWanted: isWanted, record: record)
    }

    /// As the executor of the job's data tells; empty for other data.
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        executors[job.data]?.work(of: job, isTrained: isTrained, evaluations: evaluations) ?? []
    }
}
