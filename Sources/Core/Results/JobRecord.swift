/// All that the journal says of one job, the latest word on each thing.
public struct JobRecord: Sendable, Equatable {
    public enum State: String, Sendable {
        /// Trained and measured on at least one split.
        case done
        /// Trained and not yet measured.
        case trained
        /// The latest attempt did not succeed.
        case failed
        /// It took longer than `limits.minutes_per_job`.
        case timedOut = "timed-out"
        /// The process that worked on it died.
        case crashed
    }

    /// `Job.id`, as the events hold it.
    public var id: String
    public var job: Job
    public var trained: TrainedEvent?
    /// Nil where a later success made up for it.
    public var failure: FailedEvent?
    /// By split. Several measurings of one split are merged, the latest value of each name winning.
    public var measurements: [SplitName: Measurements]
    /// Wall time of all measurings, in seconds; nil where there was none.
    public var measureSeconds: Double?

    public var state: State {
        switch failure?.kind {
        case .timedOut: return .timedOut
        case .crashed: return .crashed
        case .error, .diverged: return .failed
        case nil: break
        }
        return measurements.isEmpty ? .trained : .done
    }

    /// In whatever way.
    public var isFailed: Bool { failure != nil }

    /// What may enter a mean: nothing of a job that failed.
    public func value(_ measure: Measure, on split: SplitName) -> Double? {
        isFailed ? nil : measurements[split]?[measure]
    }

    /// Whether something measured of it is NaN or infinite.
    public var hasNonFinite: Bool {
        measurements.values.contains { $0.values.values.contains { !$0.isFinite } }
    }
}

/// Gathers the events of one job in their order.
struct JobRecordBuilder {
    private var job: Job?
    private var trained: TrainedEvent?
    private var failure: FailedEvent?
    /// By `Evaluation.id`, in the order of the latest event of each.
    private var evaluations: [EvaluatedEvent] = []

    mutating func add(_ event: TrainedEvent) {
        job = event.job
        trained = event
        // Everything that went wrong before is repeated on the new network or no longer matters.
        failure = nil
    }

    mutating func add(_ event: FailedEvent) {
        job = event.job
        failure = event
    }

    mutating func add(_ event: EvaluatedEvent) {
        evaluations.removeAll { $0.id == event.id }
        evaluations.append(event)
        // Whatever failed after the training is past: the network was there to be measured.
        failure = nil
    }

    /// Nil where only measurings are known: the line that told the job's parameters was damaged.
    /// - Parameter saliency: saliency similarities taken in another way are left out.
    func record(id: String, saliency: SaliencyOptions) -> JobRecord? {
        guard let job else { return nil }
        var record = JobRecord(id: id, job: job, trained: trained, failure: failure, measurements: [:])
        for event in evaluations {
            let evaluation = event.evaluation
            guard evaluation.saliency == saliency || !evaluation.measures.contains(.SI) else { continue }
            record.measureSeconds = (record.measureSeconds ?? 0) + event.seconds
            if var merged = record.measurements[evaluation.split] {
                merged.samples = event.measurements.samples
                merged.values.merge(event.measurements.values) { $1 }
                merged.perElement.merge(event.measurements.perElement) { $1 }
                record.measurements[evaluation.split] = merged
            } else {
                record.measurements[evaluation.split] = event.measurements
            }
        }
        return record
    }
}
