/// What a journal says is done, for deciding what is missing.
public struct KnownResults: Sendable {
    /// By `Job.id`; only jobs whose model file is there.
    public private(set) var trained: [String: TrainedEvent] = [:]
    /// By `Evaluation.id`.
    public private(set) var evaluated: [String: EvaluatedEvent] = [:]
    /// By `Job.id`; the last failure of jobs that were not done since.
    public private(set) var failed: [String: FailedEvent] = [:]
    /// By `Job.id`: how often it failed since something of it was last done.
    public private(set) var failures: [String: Int] = [:]
    /// Ids of jobs that were trained and whose model file is gone.
    public private(set) var withoutModel: Set<String> = []
    public private(set) var searched: [SearchedEvent] = []
    /// What it all took in earlier runs.
    private(set) var history = CostHistory()

    /// - Parameter hasModel: whether the model file of a job id exists. A job whose file is gone is
    ///   trained again.
    public init(events: some Sequence<JournalEvent>, hasModel: (String) -> Bool) {
        for event in events {
            if case .trained(let trained) = event, !hasModel(trained.id) {
                // It was done once: what failed before says nothing of it.
                forget(failuresOf: trained.id)
                withoutModel.insert(trained.id)
                continue
            }
            add(event)
            history.add(event)
        }
    }

    mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened, .started, .crashed, .closed: break
        case .trained(let trained):
            self.trained[trained.id] = trained
            withoutModel.remove(trained.id)
            forget(failuresOf: trained.id)
        case .evaluated(let evaluated):
            self.evaluated[evaluated.id] = evaluated
            forget(failuresOf: evaluated.evaluation.job)
        case .failed(let failed):
            self.failed[failed.id] = failed
            failures[failed.id, default: 0] += 1
        case .searched(let searched): self.searched.append(searched)
        }
    }

    private mutating func forget(failuresOf id: String) {
        failed[id] = nil
        failures[id] = nil
    }

    /// For `--retry-failed`: as if nothing had failed so far.
    public mutating func forgetFailures() {
        failed = [:]
        failures = [:]
    }

    /// Whether a job failed so often that it is not tried again.
    public func isGivenUp(_ id: String, retries: Int) -> Bool { failures[id, default: 0] > retries }

    /// Whether a job was trained and all of these measurings taken.
    func isDone(_ job: Job, _ evaluations: [Evaluation]) -> Bool {
        trained[job.id] != nil && evaluations.allSatisfy { evaluated[$0.id] != nil }
    }
}
