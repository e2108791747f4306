import Foundation

/// The frequent events as JSON, written by hand: `JSONEncoder` takes many times as long, which is
/// more than the scheduler needs for the whole job.
enum EventText {
    /// Nil for the rare kinds, and where a text needs escapes: those are `JSONEncoder`'s affair.
    /// - Parameters:
    ///   - header: bytes to leave free in front of the JSON.
    ///   - encoder: for the parts of an event that few events have.
    static func json(_ event: JournalEvent, header: Int, encoder: JSONEncoder) -> JSONText? {
        var text = JSONText(header: header)
        switch event {
        case .started(let started) where started.isPlain: append(started, to: &text)
        case .trained(let trained) where trained.job.training.isPlain && trained.sigmaMax.isEmpty: append(trained, to: &text)
        case .evaluated(let evaluated): guard append(evaluated, to: &text, encoder) else { return nil }
        default: return nil
        }
        if text.isUnusual { return nil }
        return text
    }

    private static func append(_ event: StartedEvent, to text: inout JSONText) {
        text.raw("{\"started\":{\"_0\":{\"id\":")
        text.string(event.id)
        text.raw(",\"label\":")
        text.string(event.label)
        append(event.place, to: &text)
        text.raw("}}}")
    }

    private static func append(_ event: TrainedEvent, to text: inout JSONText) {
        text.raw("{\"trained\":{\"_0\":{\"accuracy\":")
        text.array(event.accuracy) { $0.number($1) }
        text.raw(",\"bestEpoch\":")
        text.integer(event.bestEpoch)
        text.raw(",\"crossEntropy\":")
        text.array(event.crossEntropy) { $0.number($1) }
        text.raw(",\"id\":")
        text.string(event.id)
        text.raw(",\"job\":")
        append(event.job, to: &text)
        if let digest = event.modelDigest {
            text.raw(",\"modelDigest\":")
            text.string(digest)
        }
        if let size = event.modelSize {
            text.raw(",\"modelSize\":")
            text.integer(size)
        }
        append(event.place, to: &text)
        text.raw(",\"regulariser\":")
        text.array(event.regulariser) { $0.number($1) }
        text.raw(",\"seconds\":")
        text.number(event.seconds)
        text.raw(",\"validationAccuracy\":")
        text.number(event.validationAccuracy)
        text.raw("}}}")
    }

    /// - Returns: false where an analysis cannot be encoded.
    private static func append(_ event: EvaluatedEvent, to text: inout JSONText, _ encoder: JSONEncoder) -> Bool {
        text.raw("{\"evaluated\":{\"_0\":{\"evaluation\":{")
        if let analysis = event.evaluation.analysis {
            guard let json = try? encoder.encode(analysis) else { return false }
            text.raw("\"analysis\":")
            text.json(json)
            text.raw(",")
        }
        text.raw("\"job\":")
        text.string(event.evaluation.job)
        text.raw(",\"measures\":")
        appendQuestion(event.evaluation, to: &text)
        text.raw("},\"id\":")
        text.string(event.id)
        text.raw(",\"measurements\":")
        append(event.measurements, to: &text)
        append(event.place, to: &text)
        text.raw(",\"seconds\":")
        text.number(event.seconds)
        text.raw("}}}")
        return true
    }

    /// What is asked, from its measures to its split.
    static func appendQuestion(_ evaluation: Evaluation, to text: inout JSONText) {
        let saliency = evaluation.saliency
        text.array(evaluation.measures) { $0.string($1.rawValue) }
        text.raw(",\"saliency\":{\"baseline\":")
        text.string(saliency.baseline.rawValue)
        text.raw(",\"rule\":")
        text.string(saliency.rule.rawValue)
        text.raw(",\"steps\":")
        text.integer(saliency.steps)
        text.raw(",\"target\":")
        text.string(saliency.target.rawValue)
        text.raw(",\"threshold\":")
        text.number(saliency.threshold)
        text.raw("},\"split\":")
        text.string(evaluation.split.rawValue)
    }

    private static func append(_ measurements: Measurements, to text: inout JSONText) {
        text.raw("{")
        if let file = measurements.file {
            text.raw("\"file\":")
            text.string(file)
            text.raw(",")
        }
        if !measurements.perClass.isEmpty {
            text.raw("\"perClass\":")
            append(measurements.perClass, to: &text)
            text.raw(",")
        }
        text.raw("\"perElement\":")
        append(measurements.perElement, to: &text)
        text.raw(",\"samples\":")
        text.integer(measurements.samples)
        if !measurements.series.isEmpty {
            text.raw(",\"series\":")
            append(measurements.series, to: &text)
        }
        text.raw(",\"values\":")
        text.dictionary(measurements.values) { $0.number($1) }
        text.raw("}")
    }

    private static func append(_ lists: [String: [Double]], to text: inout JSONText) {
        text.dictionary(lists) { $0.numbers($1) }
    }

    private static func append(_ place: LaneRecord, to text: inout JSONText) {
        text.raw(",\"place\":{\"lane\":")
        text.integer(place.lane)
        text.raw(",\"processors\":")
        text.string(place.processors)
        text.raw("}")
    }

    private static func append(_ job: Job, to text: inout JSONText) {
        text.raw("{\"data\":{\"dataset\":")
        text.string(job.data.dataset.rawValue)
        text.raw(",\"digest\":")
        text.string(job.data.digest)
        text.raw(",\"pad\":")
        text.integer(job.data.pad)
        text.raw(",\"splitSeed\":")
        text.integer(job.data.splitSeed)
        text.raw(",\"test\":")
        text.integer(job.data.test)
        text.raw(",\"train\":")
        text.integer(job.data.train)
        text.raw(",\"validation\":")
        text.integer(job.data.validation)
        text.raw("},\"group\":")
        text.string(job.group.description)
        text.raw(",\"method\":")
        text.string(job.method.rawValue)
        if let nu = job.nu {
            text.raw(",\"nu\":")
            text.number(nu)
        }
        if let regulariser = job.regulariser {
            text.raw(",\"regulariser\":")
            text.string(regulariser.rawValue)
        }
        text.raw(",\"seed\":")
        text.integer(job.seed)
        text.raw(",\"training\":{\"batch\":")
        text.integer(job.training.batch)
        text.raw(",\"epochs\":")
        text.integer(job.training.epochs)
        text.raw(",\"hidden\":")
        text.array(job.training.hidden) { $0.integer($1) }
        text.raw(",\"initialisation\":")
        text.string(job.training.initialisation.rawValue)
        text.raw(",\"learningRate\":")
        text.number(job.training.learningRate)
        text.raw(",\"pooling\":")
        text.string(job.training.pooling.rawValue)
        text.raw("}}")
    }
}

extension TrainingParameters {
    fileprivate var isPlain: Bool { trackedSamples == 0 && weightDecay == 0 }
}
