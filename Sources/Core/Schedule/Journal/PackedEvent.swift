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
    /// A list of `MeasurementLayout`, and what stands before its first value.
    private typealias List = (text: [UInt8], start: Int, count: Int)

    let layout: MeasurementLayout
    private let classes: [List]
    private let elements: [List]
    private let series: [List]
    /// Before each value that stands alone.
    private let values: [[UInt8]]

    init(_ layout: MeasurementLayout) {
        self.layout = layout
        func lists(_ lists: [(key: String, start: Int, count: Int)]) -> [List] {
            lists.enumerated().map { (Array("\($0 == 0 ? "{" : ",")\"\($1.key)\":[".utf8), $1.start, $1.count) }
        }
        classes = lists(layout.classes)
        elements = lists(layout.elements)
        series = lists(layout.series)
        values = layout.keys.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8) }
    }

    /// Nil where the line has it otherwise; the line is then to be given up.
    func scan(_ line: inout LineScanner) -> PackedMeasurements? {
        var samples = 0
        var isScanned = false
        let found = [Double](unsafeUninitializedCapacity: layout.count) { buffer, count in
            guard let told = scan(&line, into: buffer) else { return }
            (samples, isScanned, count) = (told, true, layout.count)
        }
        return isScanned ? PackedMeasurements(layout: layout, samples: samples, values: found) : nil
    }

    /// - Returns: the number of samples.
    private func scan(_ line: inout LineScanner, into buffer: UnsafeMutableBufferPointer<Double>) -> Int? {
        guard line.skip("{") else { return nil }
        // Left out where empty.
        if !classes.isEmpty {
            guard line.skip("\"perClass\":"), Self.scan(classes, &line, into: buffer), line.skip(",") else { return nil }
        }
        guard line.skip("\"perElement\":"), Self.scan(elements, &line, into: buffer), line.skip(",\"samples\":"),
            let samples = line.integer()
        else { return nil }
        if !series.isEmpty {
            guard line.skip(",\"series\":"), Self.scan(series, &line, into: buffer) else { return nil }
        }
        guard line.skip(",\"values\":"), !values.isEmpty || line.skip("{") else { return nil }
        for (index, text) in values.enumerated() {
            guard line.skip(text), let value = line.anyNumber() else { return nil }
            buffer[index] = value
        }
        return line.skip("}}") ? samples : nil
    }

    private static func scan(
        _ lists: [List], _ line: inout LineScanner, into buffer: UnsafeMutableBufferPointer<Double>
    ) -> Bool {
        guard !lists.isEmpty || line.skip("{") else { return false }
        for list in lists {
            guard line.skip(list.text) else { return false }
            for index in 0 ..< list.count {
                guard index == 0 || line.skip(byte: UInt8(ascii: ",")), let value = line.anyNumber() else { return false }
                buffer[list.start + index] = value
            }
            guard line.skip(byte: UInt8(ascii: "]")) else { return false }
        }
        return line.skip("}")
    }
}
