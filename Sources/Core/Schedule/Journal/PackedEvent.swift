/// An event as runs and tables take it up, of a journal that may have 300,000: the frequent ones without
/// texts and dictionaries of their own.
enum PackedEvent {
    case measured(PackedMeasuring)
    case other(JournalEvent)

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
struct MeasuringQuestion: Sendable, Hashable {
    var measures: [Measure]
    var saliency: SaliencyOptions
    var split: SplitName
}

/// What an `evaluated` event tells, but for the lane.
struct PackedMeasuring: Sendable {
    /// `Evaluation.id` and `Job.id`.
    var id: EventID
    var job: EventID
    var question: MeasuringQuestion
    var measurements: PackedMeasurements
    /// Wall time.
    var seconds: Double

    init(id: EventID, job: EventID, question: MeasuringQuestion, measurements: PackedMeasurements, seconds: Double) {
        (self.id, self.job, self.question) = (id, job, question)
        (self.measurements, self.seconds) = (measurements, seconds)
    }

    init(_ event: EvaluatedEvent, _ layouts: inout MeasurementLayouts) {
        let evaluation = event.evaluation
        self.init(
            id: EventID(event.id), job: EventID(evaluation.job),
            question: MeasuringQuestion(
                measures: evaluation.measures, saliency: evaluation.saliency, split: evaluation.split),
            measurements: layouts.pack(event.measurements), seconds: event.seconds)
    }

    var evaluation: Evaluation {
        Evaluation(job: job.text, split: question.split, measures: question.measures, saliency: question.saliency)
    }
}

/// How measurements of one layout stand in a line: the texts between their numbers.
struct LayoutText {
    let layout: MeasurementLayout
    /// Before the first value of each list, of each value that stands alone.
    private let lists: [[UInt8]]
    private let values: [[UInt8]]

    init(_ layout: MeasurementLayout) {
        self.layout = layout
        lists = layout.elements.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1.key)\":[".utf8) }
        values = layout.keys.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8) }
    }

    /// Nil where the line has it otherwise; the line is then to be given up.
    func scan(_ line: inout LineScanner) -> PackedMeasurements? {
        guard line.skip("{\"perElement\":"), !layout.elements.isEmpty || line.skip("{") else { return nil }
        let end = layout.elements.last.map { $0.start + $0.count } ?? layout.keys.count
        var samples = 0
        var isScanned = false
        let found = [Double](unsafeUninitializedCapacity: end) { buffer, count in
            for (list, element) in zip(lists, layout.elements) {
                guard line.skip(list) else { return }
                for index in 0 ..< element.count {
                    guard index == 0 || line.skip(","), let value = line.anyNumber() else { return }
                    buffer[element.start + index] = value
                }
                guard line.skip("]") else { return }
            }
            guard line.skip("},\"samples\":"), let told = line.integer(), line.skip(",\"values\":"),
                !layout.keys.isEmpty || line.skip("{")
            else { return }
            for (index, text) in values.enumerated() {
                guard line.skip(text), let value = line.anyNumber() else { return }
                buffer[index] = value
            }
            guard line.skip("}}") else { return }
            (samples, isScanned, count) = (told, true, end)
        }
        return isScanned ? PackedMeasurements(layout: layout, samples: samples, values: found) : nil
    }
}
