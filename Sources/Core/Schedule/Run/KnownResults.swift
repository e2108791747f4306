/// What a journal says is done, for deciding what is missing.
public struct KnownResults: Sendable {
    /// By `Job.id`; only jobs whose model file is there.
    public private(set) var trained: [String: TrainedEvent] = [:]
    /// By `Evaluation.id`.
    public private(set) var evaluated: [String: EvaluatedEvent] = [:]
    /// By `Job.id`; the last failure of jobs that were not done since.
    public private(set) var failed: [String: FailedEvent] = [:]
    public private(set) var searched: [SearchedEvent] = []
    /// What it all took in earlier runs.
    private(set) var history = CostHistory()

    /// - Parameter hasModel: whether the model file of a job id exists. A job whose file is gone is
    ///   trained again.
    public init(events: some Sequence<JournalEvent>, hasModel: (String) -> Bool) {
        for event in events {
            if case .trained(let trained) = event, !hasModel(trained.id) { continue }
            add(event)
            history.add(event)
        }
    }

    mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened, .started, .crashed, .closed: break
        case .trained(let trained):
            self.trained[trained.id] = trained
            failed[trained.id] = nil
        case .evaluated(let evaluated):
            self.evaluated[evaluated.id] = evaluated
            failed[evaluated.evaluation.job] = nil
        case .failed(let failed): self.failed[failed.id] = failed
        case .searched(let searched): self.searched.append(searched)
        }
    }

    /// Whether a job was trained and all of these measurings taken.
    func isDone(_ job: Job, _ evaluations: [Evaluation]) -> Bool {
        trained[job.id] != nil && evaluations.allSatisfy { evaluated[$0.id] != nil }
    }
}
