/// What a plan has to know of a journal: what is done, what was begun, how fast it was. In one pass, with
/// nothing kept that grows with more than the jobs.
public struct JournalDigest: Sendable {
    public private(set) var known = KnownResults()
    /// What was passed over.
    public private(set) var damage: [JournalDamage] = []
    /// Trained, but for the model file.
    private var modelGone: Set<PackedID> = []
    private var begun: Set<PackedID> = []
    /// The data of the last job, by the set's name.
    private var data: [DatasetName: DataIdentity] = [:]
    /// The last trainings and measurings: older ones weigh nothing in a cost model.
    private var trainings = LastFew<TrainedEvent>()
    private var measurings = LastFew<EvaluatedEvent>()

    public init() {}

    /// - Parameters:
    ///   - folder: the journal's; one that is not there is an empty journal.
    ///   - models: the ids of the jobs whose model files are there.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public init(journal folder: String, models: Set<PackedID>) throws(JournalError) {
        damage = try Journal.visit(folder: folder, .outline) { add($0, models) }
    }

    private mutating func add(_ event: JournalEvent, _ models: Set<PackedID>) {
        switch event {
        case .started(let started):
            if let id = PackedID(started.id) { begun.insert(id) }
        case .trained(let trained):
            guard let id = PackedID(trained.id) else { return }
            if models.contains(id) { known.add(event) } else { modelGone.insert(id) }
            if !begun.isEmpty { begun.remove(id) }
            if data[trained.job.data.dataset] != trained.job.data { data[trained.job.data.dataset] = trained.job.data }
            trainings.add(trained)
        case .evaluated(let evaluated):
            known.add(event)
            measurings.add(evaluated)
        case .failed(let failed):
            known.add(event)
            if let id = PackedID(failed.id) { begun.remove(id) }
            data[failed.job.data.dataset] = failed.job.data
        case .opened, .crashed, .searched, .closed: known.add(event)
        }
    }

    /// The data that the folder's jobs were given, where it is what is asked for now.
    public func data(_ name: DatasetName, _ request: DataRequest) -> DataIdentity? {
        guard let identity = data[name], identity == DataIdentity(dataset: name, digest: identity.digest, request: request)
        else { return nil }
        return identity
    }

    /// - Parameter index: the job's place in the plan.
    func state(_ index: Int, of plan: SweepPlan) -> JobState {
        let id = plan.ids[index]
        return known.isDone(index, of: plan) ? .done : state(id)
    }

    /// Why a job that is not done would run.
    func state(_ id: PackedID) -> JobState {
        if !known.failed.isEmpty, known.failed[id.text] != nil { return .failedBefore }
        if known.trained.contains(id) { return .notMeasured }
        if modelGone.contains(id) { return .modelGone }
        return begun.contains(id) ? .interrupted : .new
    }

    /// Learns from the last jobs.
    func costs(_ sizes: PlanSizes) -> CostModel {
        var costs = CostModel()
        for training in trainings.values {
            let work = sizes.cost(training.job).training(of: training.job)
            costs.measured(work.kind, multiplyAdds: work.multiplyAdds, seconds: training.seconds)
        }
        for measuring in measurings.values {
            guard let job = known.trained[measuring.evaluation.job]?.job else { continue }
            let work = sizes.cost(job).measuring(measuring.evaluation, of: job, samples: measuring.measurements.samples)
            costs.measured(work.kind, multiplyAdds: work.multiplyAdds, seconds: measuring.seconds)
        }
        return costs
    }

    /// Whether there is any speed to learn from.
    public var hasSpeeds: Bool { !trainings.values.isEmpty }
}

/// A ring.
private struct LastFew<Element: Sendable>: Sendable {
    private static var most: Int { 256 }
    private var elements: [Element] = []
    private var next = 0

    mutating func add(_ element: Element) {
        if elements.count < Self.most {
            elements.append(element)
        } else {
            elements[next] = element
            next = (next + 1) % Self.most
        }
    }

    /// Oldest first.
    var values: [Element] { Array(elements[next...] + elements[..<next]) }
}
