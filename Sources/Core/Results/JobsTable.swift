/// `jobs.csv`: a row per job, in the order of `SweepRecord.jobs`.
///
/// Columns: what the job is; how it ended; for each split `<split>_<measure>`, then the same per
/// group element, `[g0]` being the identity; times in seconds; where it ran. Empty cells are what
/// was not measured. Besides the times and places everything is the same from run to run.
public enum JobsTable {
    public static func table(_ record: SweepRecord) -> CSVTable {
        let measured = splits(record).map { Columns(split: $0, record: record) }
        var table = CSVTable(columns: columns(measured))
        for job in record.jobs { table.append(row(job, measured)) }
        return table
    }

    /// The file's text, row by row: the cells of 100,000 jobs would take more memory than all else.
    public static func text(_ record: SweepRecord) -> String {
        let measured = splits(record).map { Columns(split: $0, record: record) }
        var text = ""
        CSVWriter.appendLine(columns(measured).map(CSVTable.Cell.text), to: &text)
        for job in record.jobs { CSVWriter.appendLine(row(job, measured), to: &text) }
        return text
    }

    private static func columns(_ measured: [Columns]) -> [String] {
        [
            "dataset", "group", "method", "regulariser", "nu", "seed", "state", "epochs", "best_epoch",
            "best_epoch_validation_accuracy_percent",
        ] + measured.flatMap(\.names) + ["train_seconds", "measure_seconds", "lane", "processors", "error", "id"]
    }

    private static func row(_ record: JobRecord, _ measured: [Columns]) -> [CSVTable.Cell] {
        let job = record.job
        let place = record.failure?.place ?? record.trained?.place
        var row: [CSVTable.Cell] = [
            .text(job.data.dataset.rawValue), .text(job.group.description), .text(job.method.rawValue),
            .text(job.regulariser?.rawValue), .number(job.nu), .text(String(job.seed)), .text(record.state.rawValue),
            .integer(job.training.epochs), .integer(record.trained?.bestEpoch),
            .number(record.trained.map { $0.validationAccuracy * 100 }),
        ]
        for columns in measured { row += columns.cells(record.measurements[columns.split]) }
        return row + [
            .number(record.trained?.seconds), .number(record.measureSeconds), .integer(place?.lane),
            .text(place?.processors), .text(record.failure.map(error)), .text(record.id),
        ]
    }

    /// `training, epoch 17: the loss is not finite`
    static func error(_ failure: FailedEvent) -> String {
        failure.stage + (failure.epoch.map { ", epoch \($0)" } ?? "") + ": " + failure.reason
    }

    /// Those that the sweep needs, whether or not it has come to them, and any that were measured.
    private static func splits(_ record: SweepRecord) -> [SplitName] {
        var needed: Set<SplitName> = [.test]
        if let search = record.spec.nuSearch, record.spec.methods.contains(.IR) { needed.insert(search.split) }
        for job in record.jobs { needed.formUnion(job.measurements.keys) }
        return [.test, .validation, .train].filter(needed.contains)
    }
}

/// The columns of one split.
private struct Columns {
    let split: SplitName
    private let keys: [String]
    /// Key and the place of the group element.
    private let elements: [(key: String, place: Int)]

    init(split: SplitName, record: SweepRecord) {
        self.split = split
        let measured = record.jobs.compactMap { $0.measurements[split] }
        let searched = record.spec.nuSearch.map(\.measure)
        let asked = Measure.allCases.filter { measure in
            // The search's own measure is taken where it searches, whatever the table shows.
            record.spec.measures.contains(measure) && (split == .test || measured.contains { $0[measure] != nil })
                || searched == measure && split == record.spec.nuSearch?.split
        }
        keys = MeasureColumn.ordered(Set(measured.flatMap(\.values.keys)), asked: asked)
        elements = MeasureColumn.ordered(Set(measured.flatMap(\.perElement.keys)), asked: asked).flatMap { key in
            // Groups differ in order: the largest decides, the others leave cells empty.
            (0 ..< (measured.compactMap { $0.perElement[key]?.count }.max() ?? 0)).map { (key: key, place: $0) }
        }
    }

    var names: [String] {
        keys.map { "\(split.rawValue)_\(MeasureColumn.name($0))" }
            + elements.map { "\(split.rawValue)_\(MeasureColumn.name($0.key))[g\($0.place)]" }
    }

    func cells(_ measured: Measurements?) -> [CSVTable.Cell] {
        keys.map { key in .number(measured?.values[key].map { MeasureColumn.scaled($0, key) }) }
            + elements.map { key, place in
                guard let values = measured?.perElement[key], place < values.count else { return .empty }
                return .number(MeasureColumn.scaled(values[place], key))
            }
    }
}
