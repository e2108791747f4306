/// All that the journal says of one job, the latest word on each thing.
public struct JobRecord: Sendable {
    /// How far the job is; the raw value stands in `jobs.csv`.
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

    /// What is told of a training, but for its curves.
    struct Training: Sendable {
        var bestEpoch: Int
        /// Fraction, of the best epoch.
        var validationAccuracy: Double
        /// Wall time on the lane.
        var seconds: Double
        var place: LaneRecord

        init(_ event: PackedTraining) {
            (bestEpoch, validationAccuracy, seconds) = (event.bestEpoch, event.validationAccuracy, event.seconds)
            place = event.place.value
        }

        init(_ event: TrainedEvent) {
            (bestEpoch, validationAccuracy, seconds) = (event.bestEpoch, event.validationAccuracy, event.seconds)
            place = event.place
        }
    }

    /// One measuring; those of a record have splits of their own.
    struct Measured: Sendable {
        /// `Evaluation.id`.
        var id: EventID
        var split: SplitName
        var seconds: Double
        var measurements: PackedMeasurements
    }

    /// One analysis, of the latest event of its kind, split and second data set.
    public struct Analysed: Sendable {
        /// `Evaluation.id`: by it the file of tensors is named.
        public let id: String
        /// What was asked for, with its options.
        public let request: AnalysisRequest
        /// The split that it was made on.
        public let split: SplitName
        /// Scalars and curves.
        public let measurements: Measurements
    }

    /// `Job.id`, as the events hold it.
    public var id: String { key.text }
    let key: EventID
    /// The network's parameters.
    public let job: Job
    let training: Training?
    /// None or one: a failure is large and rare, and there may be 100,000 jobs.
    fileprivate let failures: [FailedEvent]
    fileprivate let measured: [Measured]
    /// In the order in which they were done. They are in none of the measurements of a split.
    public let analyses: [Analysed]
    /// Wall time of all measurings, without analyses, in seconds; nil where there was none.
    public let measureSeconds: Double?

    /// The last failure; nil where there was none, or a later success made up for it.
    public var failure: FailedEvent? { failures.first }

    /// Those that it was measured on.
    public var splits: [SplitName] { measured.map(\.split) }

    /// Several measurings of one split are merged, the latest value of each name winning; nil where there
    /// was none.
    public func measurements(_ split: SplitName) -> Measurements? { packed(split)?.unpacked }

    func packed(_ split: SplitName) -> PackedMeasurements? {
        for measuring in measured where measuring.split == split { return measuring.measurements }
        return nil
    }

    /// By the latest events.
    public var state: State {
        switch failures.first?.kind {
        case .timedOut: return .timedOut
        case .crashed: return .crashed
        case .error, .diverged: return .failed
        case nil: break
        }
        return measured.isEmpty ? .trained : .done
    }

    /// In whatever way, an analysis of it included.
    public var hasFailure: Bool { !failures.isEmpty }

    /// Whether what was measured of it may not count. A failed analysis takes nothing from the measures; nor does the word that
    /// a network is not run any more, which may have crashed in one.
    public var isFailed: Bool {
        failures.contains { failure in
            Analysis(rawValue: failure.stage) == nil && !(failure.stage == CrashHistory.stage && splits.contains(.test))
        }
    }

    /// What may enter a mean: nothing of a job that failed.
    public func value(_ measure: Measure, on split: SplitName) -> Double? {
        isFailed ? nil : packed(split)?[measure]
    }

    /// Whether something measured of it is NaN or infinite.
    public var hasNonFinite: Bool {
        measured.contains { measuring in
            measuring.measurements.values.prefix(measuring.measurements.layout.keys.count).contains { !$0.isFinite }
        }
    }
}

/// Gathers the events of one job in their order.
struct JobRecordBuilder {
    let id: EventID
    /// Nil where only measurings are known: the line that told the job's parameters was damaged.
    private(set) var job: PackedJob?
    /// Grows with every event that tells the job's parameters, over all jobs.
    private(set) var order = 0
    private var training: JobRecord.Training?
    private var failures: [FailedEvent] = []
    /// In the order of the latest event of each `Evaluation.id`.
    private var measured: [JobRecord.Measured] = []
    private var analyses: [JobRecord.Analysed] = []

    init(id: EventID) { self.id = id }

    mutating func add(_ training: JobRecord.Training, _ job: PackedJob, order: Int) {
        self.job = job
        self.order = order
        self.training = training
        // Everything that went wrong before is repeated on the new network or no longer matters.
        failures = []
    }

    mutating func add(_ event: FailedEvent, _ job: PackedJob, order: Int) {
        self.job = job
        self.order = order
        // It would have been the same network, of which nothing else is missing.
        if event.isOfModelAlone == true, training != nil { return }
        failures = [event]
    }

    /// - Parameter counts: false for saliency similarities that were taken in another way.
    mutating func add(_ event: PackedMeasuring, counts: Bool) {
        // Whatever failed after the training is past: the network was there to be measured.
        failures = []
        guard counts else { return }
        if !measured.isEmpty { measured.removeAll { $0.id == event.id } }
        measured.append(
            JobRecord.Measured(
                id: event.id, split: event.question.split, seconds: event.seconds, measurements: event.measurements))
    }

    /// An analysis. - Parameter counts: whether it is one that the sweep asks for.
    mutating func add(_ event: EvaluatedEvent, counts: Bool) {
        failures = []
        guard counts, let request = event.evaluation.analysis else { return }
        let split = event.evaluation.split
        analyses.removeAll { $0.split == split && $0.request.isSameQuestion(as: request) }
        analyses.append(
            JobRecord.Analysed(id: event.id, request: request, split: split, measurements: event.measurements))
    }

    func record(_ job: Job, _ layouts: inout MeasurementLayouts) -> JobRecord {
        JobRecord(
            key: id, job: job, training: training, failures: failures, measured: merged(&layouts),
            analyses: analyses.sorted { $0.rank < $1.rank },
            measureSeconds: measured.isEmpty ? nil : measured.reduce(0) { $0 + $1.seconds })
    }

    private func merged(_ layouts: inout MeasurementLayouts) -> [JobRecord.Measured] {
        guard measured.count > 1, Set(measured.map(\.split)).count < measured.count else { return measured }
        var merged: [JobRecord.Measured] = []
        for measuring in measured {
            guard let place = merged.firstIndex(where: { $0.split == measuring.split }) else {
                merged.append(measuring)
                continue
            }
            var both = merged[place].measurements.unpacked
            let later = measuring.measurements.unpacked
            both.samples = later.samples
            both.values.merge(later.values) { $1 }
            both.perElement.merge(later.perElement) { $1 }
            both.perClass.merge(later.perClass) { $1 }
            merged[place].measurements = layouts.pack(both)
        }
        return merged
    }
}

extension JobRecord.Analysed {
    /// Tables and figures have analyses in this order, whichever was done first, or again.
    fileprivate var rank: (Int, String, String) {
        var other = ""
        if case .drift(_, let data) = request { other = data.dataset.rawValue }
        return (Analysis.allCases.firstIndex(of: request.analysis) ?? 0, split.rawValue, other)
    }
}

extension AnalysisRequest {
    /// Whether one's result takes the place of the other's.
    fileprivate func isSameQuestion(as other: AnalysisRequest) -> Bool {
        if case .drift(_, let data) = self, case .drift(_, let otherData) = other {
            return data.dataset == otherData.dataset
        }
        return analysis == other.analysis
    }
}
