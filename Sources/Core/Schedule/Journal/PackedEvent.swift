/// An event as runs and tables take it up, of a journal that may have 300,000: the frequent ones without
/// texts and dictionaries of their own.
enum PackedEvent: Sendable {
    case measured(PackedMeasuring)
    /// Mostly; a training is among the others where its line is written as it usually is not.
    case trained(PackedTraining)
    /// Likewise: that a lane began to work on the job of that id.
    case started(EventID)
    /// Apart, so that a row of events stays small.
    indirect case other(JournalEvent)

    init(_ event: JournalEvent, _ layouts: inout MeasurementLayouts) {
        // Analyses have curves, and are few.
        if case .evaluated(let evaluated) = event, evaluated.evaluation.analysis == nil {
            self = .measured(PackedMeasuring(evaluated, &layouts))
        } else {
            self = .other(event)
        }
    }
}

/// What is asked of a measuring, besides the job.
struct MeasuringQuestion: Sendable {
    /// Of all that the process has met.
    static let pool = InternPool<[UInt8], MeasuringQuestion>()

    var measures: [Measure]
    var saliency: SaliencyOptions
    var split: SplitName

    /// By its bytes in the journal.
    static func interned(_ evaluation: Evaluation) -> Interned<MeasuringQuestion> {
        var text = JSONText(header: 0)
        EventText.appendQuestion(evaluation, to: &text)
        return pool.value(
            text.bytes,
            MeasuringQuestion(measures: evaluation.measures, saliency: evaluation.saliency, split: evaluation.split))
    }
}

/// What an `evaluated` event tells, but for the lane.
struct PackedMeasuring: Sendable {
    /// `Evaluation.id` and `Job.id`.
    var id: EventID
    var job: EventID
    var form: Interned<MeasuringQuestion>
    var measurements: PackedMeasurements
    /// Wall time.
    var seconds: Double

    init(id: EventID, job: EventID, form: Interned<MeasuringQuestion>, measurements: PackedMeasurements, seconds: Double) {
        (self.id, self.job, self.form) = (id, job, form)
        (self.measurements, self.seconds) = (measurements, seconds)
    }

    init(_ event: EvaluatedEvent, _ layouts: inout MeasurementLayouts) {
        let evaluation = event.evaluation
        self.init(
            id: EventID(event.id), job: EventID(evaluation.job), form: MeasuringQuestion.interned(evaluation),
            measurements: layouts.pack(event.measurements), seconds: event.seconds)
    }

    var question: MeasuringQuestion { form.value }

    var evaluation: Evaluation {
        let question = question
        return Evaluation(job: job.text, split: question.split, measures: question.measures, saliency: question.saliency)
    }
}
