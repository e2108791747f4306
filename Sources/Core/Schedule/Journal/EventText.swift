/// The frequent events as JSON, written by hand: `JSONEncoder` takes twenty times as long, which is
/// more than the scheduler needs for the whole job.
enum EventText {
    /// Nil for the rare kinds, and where a text needs escapes: those are `JSONEncoder`'s affair.
    /// - Parameter header: bytes to leave free in front of the JSON.
    static func json(_ event: JournalEvent, header: Int) -> JSONText? {
        var text = JSONText(header: header)
        switch event {
        case .started(let started) where started.isolated == nil: append(started, to: &text)
        case .trained(let trained) where trained.job.training.isPlain && trained.sigmaMax.isEmpty: append(trained, to: &text)
        case .evaluated(let evaluated) where evaluated.isPlain: append(evaluated, to: &text)
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
        append(event.place, to: &text)
        text.raw(",\"regulariser\":")
        text.array(event.regulariser) { $0.number($1) }
        text.raw(",\"seconds\":")
        text.number(event.seconds)
        text.raw(",\"validationAccuracy\":")
        text.number(event.validationAccuracy)
        text.raw("}}}")
    }

    private static func append(_ event: EvaluatedEvent, to text: inout JSONText) {
        let saliency = event.evaluation.saliency
        text.raw("{\"evaluated\":{\"_0\":{\"evaluation\":{\"job\":")
        text.string(event.evaluation.job)
        text.raw(",\"measures\":")
        text.array(event.evaluation.measures) { $0.string($1.rawValue) }
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
        text.string(event.evaluation.split.rawValue)
        text.raw("},\"id\":")
        text.string(event.id)
        text.raw(",\"measurements\":{\"perElement\":")
        text.dictionary(event.measurements.perElement) { $0.array($1) { $0.number($1) } }
        text.raw(",\"samples\":")
        text.integer(event.measurements.samples)
        text.raw(",\"values\":")
        text.dictionary(event.measurements.values) { $0.number($1) }
        text.raw("}")
        append(event.place, to: &text)
        text.raw(",\"seconds\":")
        text.number(event.seconds)
        text.raw("}}}")
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

extension EvaluatedEvent {
    /// Without what only few measurings have.
    fileprivate var isPlain: Bool {
        evaluation.analysis == nil && measurements.perClass.isEmpty && measurements.series.isEmpty
            && measurements.file == nil
    }
}

extension TrainingParameters {
    fileprivate var isPlain: Bool { trackedSamples == 0 && weightDecay == 0 }
}
