import Dispatch
import Foundation

/// `jobs.csv`: a row per job, in the order of `SweepPart.jobs`, variant by variant. A job of several variants has a
/// row in each.
///
/// Columns: the variant, where the sweep has some; what the job is; how it ended; for each split `<split>_<measure>`, then the same per
/// group element, `[g0]` being the identity; times in seconds; where it ran. Empty cells are what
/// was not measured. Besides the times and places everything is the same from run to run.
public enum JobsTable {
    /// `jobs.csv`: a row per job.
    public static func table(_ record: SweepRecord) -> CSVTable { source(record).table }

    /// As `table`, row by row.
    static func source(_ record: SweepRecord) -> RowSource {
        var measured = splits(record).map { Columns(split: $0, record: record) }
        let ends = record.parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.jobs.count) }
        return RowSource(columns: columns(record, measured), units: ends[ends.count - 1]) { unit, take in
            let part = ends.lastIndex { $0 <= unit } ?? 0
            guard record.parts.indices.contains(part), record.parts[part].jobs.indices.contains(unit - ends[part]) else {
                return
            }
            var row = first(record, record.parts[part])
            append(record.parts[part].jobs[unit - ends[part]], &measured, to: &row)
            take(row)
        }
    }

    /// The file's text in pieces of whole rows: the cells of 100,000 jobs would take more memory than all else.
    static func write(
        _ record: SweepRecord, _ dialect: CSVDialect = .standard, _ take: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) {
        let measured = splits(record).map { Columns(split: $0, record: record) }
        try take(CSVWriter.header(columns(record, measured), dialect))
        for part in record.parts {
            for start in stride(from: 0, to: part.jobs.count, by: chunk * chunksAtOnce) {
                let jobs = part.jobs[start ..< min(start + chunk * chunksAtOnce, part.jobs.count)]
                for text in texts(jobs, measured, first(record, part), dialect) { try take(text) }
            }
        }
    }

    /// The cells that all rows of a part begin with.
    private static func first(_ record: SweepRecord, _ part: SweepPart) -> [CSVTable.Cell] {
        record.hasVariants ? [.text(part.spec.variant)] : []
    }

    /// Rows that one core writes in a few milliseconds.
    private static let chunk = 1024
    private static let chunksAtOnce = 8

    /// Chunk by chunk, each on a core that is free.
    private static func texts(
        _ jobs: ArraySlice<JobRecord>, _ measured: [Columns], _ first: [CSVTable.Cell], _ dialect: CSVDialect
    ) -> [[UInt8]] {
        let count = (jobs.count + chunk - 1) / chunk
        var texts = [[UInt8]](repeating: [], count: count)
        texts.withUnsafeMutableBufferPointer { texts in
            // Each chunk writes its own place.
            nonisolated(unsafe) let texts = texts
            DispatchQueue.concurrentPerform(iterations: count) { part in
                var measured = measured
                var bytes: [UInt8] = []
                var row: [CSVTable.Cell] = []
                for job in jobs.dropFirst(part * chunk).prefix(chunk) {
                    row.removeAll(keepingCapacity: true)
                    row.append(contentsOf: first)
                    append(job, &measured, to: &row)
                    CSVWriter.appendLine(row, to: &bytes, dialect)
                }
                texts[part] = bytes
            }
        }
        return texts
    }

    private static func columns(_ record: SweepRecord, _ measured: [Columns]) -> [String] {
        (record.hasVariants ? ["variant"] : []) + [
            "dataset", "group", "method", "regulariser", "nu", "seed", "state", "epochs", "best_epoch",
            "best_epoch_validation_accuracy_percent",
        ] + measured.flatMap(\.names) + ["train_seconds", "measure_seconds", "lane", "processors", "error", "id"]
    }

    private static func append(_ record: JobRecord, _ measured: inout [Columns], to row: inout [CSVTable.Cell]) {
        let job = record.job
        let place = record.failure?.place ?? record.training?.place
        row.append(.text(job.data.dataset.rawValue))
        row.append(.text(job.group.label))
        row.append(.text(job.method.rawValue))
        row.append(.text(job.regulariser?.rawValue))
        row.append(.number(job.nu))
        row.append(.text(String(job.seed)))
        row.append(.text(record.state.rawValue))
        row.append(.integer(job.training.epochs))
        row.append(.integer(record.training?.bestEpoch))
        row.append(.number(record.training.map { MeasureColumn.percent($0.validationAccuracy) }))
        for index in measured.indices { measured[index].append(record.packed(measured[index].split), to: &row) }
        row.append(.number(record.training?.seconds))
        row.append(.number(record.measureSeconds))
        row.append(.integer(place?.lane))
        row.append(.text(place.map { processors($0.processors) }))
        row.append(.text(record.failure.map(error)))
        row.append(.text(record.id))
    }

    /// `0..3 8` for `0-3,8`: spreadsheets take `1-2` for a day in January or February, and `0,64` for a number.
    private static func processors(_ text: String) -> String {
        if text.utf8.allSatisfy({ UInt8(ascii: "0") ... UInt8(ascii: "9") ~= $0 }) { return text }
        return text.replacingOccurrences(of: ",", with: " ").replacingOccurrences(of: "-", with: "..")
    }

    /// `training, epoch 17: the loss is not finite`
    static func error(_ failure: FailedEvent) -> String {
        failure.stage + (failure.epoch.map { ", epoch \($0)" } ?? "") + ": " + failure.reason
    }

    /// Those that the sweep needs, whether or not it has come to them, and any that were measured.
    private static func splits(_ record: SweepRecord) -> [SplitName] {
        var needed: Set<SplitName> = [.test]
        for search in record.parts.compactMap({ $0.spec.methods.contains(.IR) ? $0.spec.nuSearch : nil }) {
            needed.insert(search.split)
        }
        for job in record.jobs { needed.formUnion(job.splits) }
        return [.test, .validation, .train].filter(needed.contains)
    }
}

/// The columns of one split.
private struct Columns: Sendable {
    let split: SplitName
    let names: [String]
    /// Key, and the place of the group element where it is a value of one.
    private let cells: [(key: String, element: Int?)]
    /// Where each cell's value is in the layout that was met last; -1 for those that it does not have.
    private var places: (layout: MeasurementLayout, places: [Int])?

    init(split: SplitName, record: SweepRecord) {
        self.split = split
        let layouts = record.layouts(split)
        let searched = Set(record.parts.compactMap(\.spec.nuSearch).filter { $0.split == split }.map(\.measure))
        let asked = Measure.allCases.filter { measure in
            // The search's own measure is taken where it searches, whatever the table shows.
            record.spec.measures.contains(measure)
                && (split == .test || layouts.contains { $0.place(measure) != nil })
                || searched.contains(measure)
        }
        let keys = MeasureColumn.ordered(Set(layouts.flatMap(\.keys)), asked: asked)
        let elements = layouts.flatMap(\.elements)
        cells = keys.map { ($0, nil) }
            + MeasureColumn.ordered(Set(elements.map(\.key)), asked: asked).flatMap { key in
                // Groups differ in order: the largest decides, the others leave cells empty.
                (0 ..< (elements.filter { $0.key == key }.map(\.count).max() ?? 0)).map { (key, $0) }
            }
        names = cells.map { key, element in
            "\(split.rawValue)_\(MeasureColumn.name(key))" + (element.map { "[g\($0)]" } ?? "")
        }
    }

    mutating func append(_ measured: PackedMeasurements?, to row: inout [CSVTable.Cell]) {
        guard let measured else {
            for _ in cells { row.append(.empty) }
            return
        }
        for (place, isPercent) in zip(places(in: measured.layout), isPercent) {
            guard place >= 0 else {
                row.append(.empty)
                continue
            }
            let value = measured.values[place]
            row.append(.number(isPercent ? MeasureColumn.percent(value) : value))
        }
    }

    private lazy var isPercent = cells.map { MeasureColumn.isPercent($0.key) }

    private mutating func places(in layout: MeasurementLayout) -> [Int] {
        if let places, places.layout === layout { return places.places }
        let found = cells.map { key, element -> Int in
            guard let element else { return layout.keys.firstIndex(of: key) ?? -1 }
            guard let own = layout.elements.first(where: { $0.key == key }), element < own.count else { return -1 }
            return own.start + element
        }
        places = (layout, found)
        return found
    }
}
