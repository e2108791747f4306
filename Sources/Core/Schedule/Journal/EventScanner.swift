import Foundation

/// Turns the JSON of a line into an event: the frequent kinds as `EventText` writes them by a scanner,
/// everything else by `JSONDecoder`, which takes thirty times as long.
///
/// Data, training and measuring parameters are the same for whole sweeps; their last few forms are
/// kept, with the bytes by which they are known again.
struct EventScanner: Sendable {
    let detail: Journal.Detail
    private let decoder = JournalLine.makeDecoder()
    private var datas = TextMemo<DataIdentity>()
    private var trainings = TextMemo<TrainingParameters>()
    var questions = TextMemo<Interned<MeasuringQuestion>>()
    private var analyses = TextMemo<AnalysisRequest>()
    /// For `packed`.
    var layouts = MeasurementLayouts()
    /// Of the layouts that were met first.
    var texts: [LayoutText] = []
    var jobs = PackedJobMemo()
    /// By lane.
    var places: [TextMemo<Interned<LaneRecord>>] = []

    init(_ detail: Journal.Detail) {
        self.detail = detail
    }

    /// - Throws: `DecodingError`.
    mutating func event(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) throws -> JournalEvent {
        if let event = scan(bytes, json) { return event }
        let event = try decoder.decode(JournalEvent.self, from: Data(bytes[json]))
        switch event {
        case .trained(let trained) where detail != .all: return .trained(trained.withoutCurves)
        case .evaluated(var evaluated) where detail == .outline:
            evaluated.measurements.dropLists()
            return .evaluated(evaluated)
        default: return event
        }
    }

    /// - Throws: `DecodingError`.
    func curves(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) throws -> CurvesEvent {
        try decoder.decode(CurvesEvent.Line.self, from: Data(bytes[json])).curves
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) -> JournalEvent? {
        var line = LineScanner(bytes, json)
        if line.skip("{\"trained\":{\"_0\":") {
            return trained(&line).flatMap { line.skip("}}") && line.isAtEnd ? .trained($0) : nil }
        }
        if line.skip("{\"evaluated\":{\"_0\":") {
            return evaluated(&line).flatMap { line.skip("}}") && line.isAtEnd ? .evaluated($0) : nil }
        }
        if line.skip("{\"failed\":{\"_0\":{") {
            return failed(&line).flatMap { line.skip("}}}") && line.isAtEnd ? .failed($0) : nil }
        }
        if line.skip("{\"started\":{\"_0\":{\"id\":") {
            guard let id = line.text(), line.skip(",\"label\":"), let label = line.text(), let place = Self.place(&line),
                line.skip("}}}"), line.isAtEnd
            else { return nil }
            return .started(StartedEvent(id: id, label: label, place: place))
        }
        return nil
    }

    private mutating func trained(_ line: inout LineScanner) -> TrainedEvent? {
        guard line.skip("{\"accuracy\":"), skipCurve(&line), line.skip(",\"bestEpoch\":"), let bestEpoch = line.integer(),
            line.skip(",\"crossEntropy\":"), skipCurve(&line), line.skip(",\"id\":"), let id = line.text(),
            line.skip(",\"job\":"), let job = job(&line)
        else { return nil }
        var digest: String?
        if line.skip(",\"modelDigest\":") {
            digest = line.text()
            guard digest != nil else { return nil }
        }
        var size: Int?
        if line.skip(",\"modelSize\":") {
            size = line.integer()
            guard size != nil else { return nil }
        }
        guard let place = Self.place(&line), line.skip(",\"regulariser\":"), skipCurve(&line), line.skip(",\"seconds\":"),
            let seconds = line.number(), line.skip(",\"validationAccuracy\":"), let accuracy = line.number(),
            line.skip("}")
        else { return nil }
        return TrainedEvent(
            id: id, job: job, bestEpoch: bestEpoch, validationAccuracy: accuracy, crossEntropy: [], regulariser: [],
            accuracy: [], seconds: seconds, place: place, modelDigest: digest, modelSize: size)
    }

    /// Only journals of earlier versions have curves here. Single precision is `JSONDecoder`'s affair:
    /// going by way of a double could round twice.
    func skipCurve(_ line: inout LineScanner) -> Bool {
        detail == .all ? line.skip("[]") : line.skipNumbers()
    }

    /// After a night in which a disk or the memory was short there may be as many as jobs.
    private mutating func failed(_ line: inout LineScanner) -> FailedEvent? {
        var detail: String?
        if line.skip("\"detail\":") {
            detail = line.escapedText()
            guard detail != nil, line.skip(",") else { return nil }
        }
        var epoch: Int?
        if line.skip("\"epoch\":") {
            epoch = line.integer()
            guard epoch != nil, line.skip(",") else { return nil }
        }
        guard line.skip("\"id\":"), let id = line.text(), line.skip(",\"job\":"), let job = job(&line),
            line.skip(",\"kind\":"), let kind: FailureKind = line.word(), let place = Self.place(&line),
            line.skip(",\"reason\":"), let reason = line.escapedText(), line.skip(",\"stage\":"),
            let stage = line.escapedText()
        else { return nil }
        return FailedEvent(
            id: id, job: job, kind: kind, stage: stage, epoch: epoch, reason: reason, detail: detail, place: place)
    }

    private mutating func evaluated(_ line: inout LineScanner) -> EvaluatedEvent? {
        guard line.skip("{\"evaluation\":{") else { return nil }
        var analysis: AnalysisRequest?
        if line.skip("\"analysis\":") {
            analysis = analyses.value(&line) { [decoder] line in
                line.object().flatMap { try? decoder.decode(AnalysisRequest.self, from: Data(line.bytes[$0])) }
            }
            guard analysis != nil, line.skip(",") else { return nil }
        }
        guard line.skip("\"job\":"), let job = line.text(), line.skip(",\"measures\":"),
            let question = question(&line)?.value, line.skip("},\"id\":"), let id = line.text(),
            line.skip(",\"measurements\":"),
            let measurements = Self.measurements(&line, skippingLists: detail == .outline), let place = Self.place(&line),
            line.skip(",\"seconds\":"), let seconds = line.number(), line.skip("}")
        else { return nil }
        let evaluation = Evaluation(
            job: job, split: question.split, measures: question.measures, saliency: question.saliency,
            analysis: analysis)
        return EvaluatedEvent(id: id, evaluation: evaluation, measurements: measurements, seconds: seconds, place: place)
    }

    static func measurements(_ line: inout LineScanner, skippingLists: Bool) -> Measurements? {
        guard line.skip("{") else { return nil }
        var measurements = Measurements(samples: 0)
        if line.skip("\"file\":") {
            measurements.file = line.text()
            guard measurements.file != nil, line.skip(",") else { return nil }
        }
        if line.skip("\"perClass\":") {
            guard let perClass = lists(&line, skipping: skippingLists), line.skip(",") else { return nil }
            measurements.perClass = perClass
        }
        guard line.skip("\"perElement\":"), let perElement = lists(&line, skipping: skippingLists),
            line.skip(",\"samples\":"), let samples = line.integer()
        else { return nil }
        if line.skip(",\"series\":") {
            guard let series = lists(&line, skipping: skippingLists) else { return nil }
            measurements.series = series
        }
        guard line.skip(",\"values\":"), let values = dictionary(&line, { $0.anyNumber() }), line.skip("}")
        else { return nil }
        (measurements.samples, measurements.values, measurements.perElement) = (samples, values, perElement)
        return measurements
    }

    /// Numbers by name; none where they are to be skipped.
    private static func lists(_ line: inout LineScanner, skipping: Bool) -> [String: [Double]]? {
        guard skipping else { return dictionary(&line) { $0.numbers() } }
        guard line.skip("{") else { return nil }
        if line.skip("}") { return [:] }
        repeat {
            guard line.textBytes() != nil, line.skip(":"), line.skipNumbers() else { return nil }
        } while line.skip(",")
        return line.skip("}") ? [:] : nil
    }

    private static func dictionary<Value>(
        _ line: inout LineScanner, _ value: (inout LineScanner) -> Value?
    ) -> [String: Value]? {
        guard line.skip("{") else { return nil }
        var values: [String: Value] = [:]
        if line.skip("}") { return values }
        values.reserveCapacity(6)
        repeat {
            guard let key = line.text(), line.skip(":"), let value = value(&line),
                values.updateValue(value, forKey: key) == nil
            else { return nil }
        } while line.skip(",")
        return line.skip("}") ? values : nil
    }

    mutating func question(_ line: inout LineScanner) -> Interned<MeasuringQuestion>? {
        questions.value(&line, Self.question) { MeasuringQuestion.pool.value($1, $0) }
    }

    private static func question(_ line: inout LineScanner) -> MeasuringQuestion? {
        guard line.skip("[") else { return nil }
        var measures: [Measure] = []
        if !line.skip("]") {
            repeat {
                guard let measure: Measure = line.word() else { return nil }
                measures.append(measure)
            } while line.skip(",")
            guard line.skip("]") else { return nil }
        }
        var saliency = SaliencyOptions()
        guard line.skip(",\"saliency\":{\"baseline\":"), let baseline: SaliencyOptions.Baseline = line.word(),
            line.skip(",\"rule\":"), let rule: SaliencyOptions.Rule = line.word(), line.skip(",\"steps\":"),
            let steps = line.integer(), line.skip(",\"target\":"), let target: SaliencyOptions.Target = line.word(),
            line.skip(",\"threshold\":"), let threshold = line.number(), line.skip("},\"split\":"),
            let split: SplitName = line.word()
        else { return nil }
        (saliency.baseline, saliency.rule, saliency.steps) = (baseline, rule, steps)
        (saliency.target, saliency.threshold) = (target, threshold)
        return MeasuringQuestion(measures: measures, saliency: saliency, split: split)
    }

    /// With the comma in front, as it stands in every event.
    static func place(_ line: inout LineScanner) -> LaneRecord? {
        guard line.skip(",\"place\":{\"lane\":"), let lane = line.integer(), line.skip(",\"processors\":"),
            let processors = line.text(), line.skip("}")
        else { return nil }
        return LaneRecord(lane: lane, processors: processors)
    }

    mutating func job(_ line: inout LineScanner) -> Job? {
        guard line.skip("{\"data\":"), let data = datas.value(&line, Self.data), line.skip(",\"group\":"),
            let group = line.text().flatMap(GroupName.init), line.skip(",\"method\":"), let method: Method = line.word()
        else { return nil }
        var nu: Double?
        if line.skip(",\"nu\":") {
            nu = line.number()
            guard nu != nil else { return nil }
        }
        var regulariser: Regulariser?
        if line.skip(",\"regulariser\":") {
            regulariser = line.word()
            guard regulariser != nil else { return nil }
        }
        guard line.skip(",\"seed\":"), let seed = line.unsigned(), line.skip(",\"training\":"),
            let training = trainings.value(&line, Self.training), line.skip("}")
        else { return nil }
        return Job(
            data: data, group: group, method: method, regulariser: regulariser, nu: nu, seed: seed, training: training)
    }

    private static func data(_ line: inout LineScanner) -> DataIdentity? {
        guard line.skip("{\"dataset\":"), let dataset: DatasetName = line.word(), line.skip(",\"digest\":"),
            let digest = line.text(), line.skip(",\"pad\":"), let pad = line.integer(), line.skip(",\"splitSeed\":"),
            let splitSeed = line.unsigned(), line.skip(",\"test\":"), let test = line.integer(),
            line.skip(",\"train\":"), let train = line.integer(), line.skip(",\"validation\":"),
            let validation = line.integer(), line.skip("}")
        else { return nil }
        var request = DataRequest()
        (request.pad, request.splitSeed, request.test) = (pad, splitSeed, test)
        (request.train, request.validation) = (train, validation)
        return DataIdentity(dataset: dataset, digest: digest, request: request)
    }

    private static func training(_ line: inout LineScanner) -> TrainingParameters? {
        var training = TrainingParameters()
        guard line.skip("{\"batch\":"), let batch = line.integer(), line.skip(",\"epochs\":"),
            let epochs = line.integer(), line.skip(",\"hidden\":"), let hidden = line.integers(),
            line.skip(",\"initialisation\":"), let initialisation: Initialisation = line.word(),
            line.skip(",\"learningRate\":"), let rate = line.number(), line.skip(",\"pooling\":"),
            let pooling: OrbitPooling = line.word(), line.skip("}")
        else { return nil }
        (training.batch, training.epochs, training.hidden) = (batch, epochs, hidden)
        (training.initialisation, training.learningRate, training.pooling) = (initialisation, rate, pooling)
        return training
    }
}

extension Measurements {
    /// Leaves what there is one of.
    mutating func dropLists() {
        (perElement, perClass, series) = ([:], [:], [:])
    }
}
