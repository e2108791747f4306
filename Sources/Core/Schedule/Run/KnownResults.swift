/// What a journal says is done, for deciding what is missing.
public struct KnownResults: Sendable {
    /// By `Job.id`; only jobs whose model file is there. Without learning curves.
    public private(set) var trained = IDTable<TrainedEvent>()
    /// By `Evaluation.id`.
    public private(set) var evaluated = IDTable<KnownEvaluation>()
    /// By `Job.id`; the last failure of jobs that were not done since.
    public private(set) var failed: [String: FailedEvent] = [:]
    public private(set) var searched: [SearchedEvent] = []

    public init() {}

    /// - Parameter hasModel: whether the model file of a job id exists. A job whose file is gone is
    ///   trained again.
    public init(events: some Sequence<JournalEvent>, hasModel: (String) -> Bool) {
        for event in events { add(event, hasModel: hasModel) }
    }

    /// Reads a journal's folder, event after event.
    ///
    /// - Returns: also the places that were passed over.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public static func read(
        journal folder: String, hasModel: (String) -> Bool
    ) throws(JournalError) -> (known: KnownResults, damage: [JournalDamage]) {
        var known = KnownResults()
        let damage = try Journal.visit(folder: folder, .outline) { known.add($0, hasModel: hasModel) }
        return (known, damage)
    }

    mutating func add(_ event: JournalEvent, hasModel: (String) -> Bool) {
        if case .trained(let trained) = event, !hasModel(trained.id) { return }
        add(event)
    }

    mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened, .started, .crashed, .closed: break
        case .trained(let trained):
            self.trained[trained.id] = trained.withoutCurves
            forgetFailure(trained.id)
        case .evaluated(let evaluated):
            self.evaluated[evaluated.id] = KnownEvaluation(evaluated)
            forgetFailure(evaluated.evaluation.job)
        case .failed(let failed): self.failed[failed.id] = failed
        case .searched(let searched): self.searched.append(searched)
        }
    }

    private mutating func forgetFailure(_ id: String) {
        if !failed.isEmpty { failed[id] = nil }
    }

    /// Whether a job was trained and all of these measurings taken.
    func isDone(_ job: Job, _ evaluations: [Evaluation]) -> Bool {
        trained.contains(job.packedID) && evaluations.allSatisfy { evaluated.contains($0.packedID) }
    }

    /// Whether the job at a place of a plan is done, with the measuring of the tables.
    func isDone(_ index: Int, of plan: SweepPlan) -> Bool {
        trained.contains(plan.ids[index]) && evaluated.contains(plan.evaluationIDs[index])
    }
}

/// What a run has to know of a measuring: its values, in a tenth of the event's memory.
public struct KnownEvaluation: Sendable {
    public var measurements: KnownMeasurements
    /// Wall time on the lane.
    public var seconds: Double

    init(_ event: EvaluatedEvent) {
        measurements = KnownMeasurements(event.measurements)
        seconds = event.seconds
    }
}

/// The values of measures, nil where one was not measured.
public struct KnownMeasurements: Sendable {
    private var accuracy: Double?
    private var li: Double?
    private var di: Double?
    private var si: Double?
    private var sigmaMax: Double?

    init(_ measurements: Measurements) {
        accuracy = measurements[.accuracy]
        li = measurements[.LI]
        di = measurements[.DI]
        si = measurements[.SI]
        sigmaMax = measurements[.sigmaMax]
    }

    public subscript(_ measure: Measure) -> Double? {
        switch measure {
        case .accuracy: accuracy
        case .LI: li
        case .DI: di
        case .SI: si
        case .sigmaMax: sigmaMax
        }
    }
}
