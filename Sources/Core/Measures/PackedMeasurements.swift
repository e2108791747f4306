/// The names of what was measured, in the order in which `PackedMeasurements` has the values: the same
/// for nearly all jobs of a sweep.
final class MeasurementLayout: Sendable {
    /// Of all that the process has met.
    private static let pool = InternPool<[UInt8], MeasurementLayout>()

    /// Of `Measurements.values`, in the order of their bytes.
    let keys: [String]
    /// Of `Measurements.perElement`, likewise; `start` is the place of the first element's value.
    let elements: [(key: String, start: Int, count: Int)]
    /// Of `Measurements.perClass`, likewise.
    let classes: [(key: String, start: Int, count: Int)]
    /// Of `Measurements.series`, likewise.
    let series: [(key: String, start: Int, count: Int)]
    /// Of values.
    let count: Int
    private let measures: [(measure: Measure, place: Int)]

    init(_ measurements: Measurements) {
        func inOrder(_ names: some Sequence<String>) -> [String] {
            names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        let keys = inOrder(measurements.values.keys)
        var start = keys.count
        func lists(_ values: [String: [Double]]) -> [(key: String, start: Int, count: Int)] {
            inOrder(values.keys).map { key in
                let count = values[key]?.count ?? 0
                defer { start += count }
                return (key, start, count)
            }
        }
        elements = lists(measurements.perElement)
        classes = lists(measurements.perClass)
        series = lists(measurements.series)
        count = start
        self.keys = keys
        measures = Measure.allCases.compactMap { measure in
            keys.firstIndex(of: measure.rawValue).map { (measure, $0) }
        }
    }

    /// The one copy of it.
    static func interned(_ measurements: Measurements) -> Interned<MeasurementLayout> {
        let layout = MeasurementLayout(measurements)
        return pool.value(layout.key, layout)
    }

    /// Names and numbers of elements, one after the other; no name has an end that looks like its neighbour's beginning.
    private var key: [UInt8] {
        func key(_ lists: [(key: String, start: Int, count: Int)]) -> String {
            lists.map { "\($0.key.utf8.count) \($0.key) \($0.count) " }.joined()
        }
        let names = keys.map { "\($0.utf8.count) \($0) " }.joined()
        return Array("\(names)/\(key(elements))/\(key(classes))/\(key(series))".utf8)
    }

    /// Nil where the names or numbers of elements are others.
    func values(of measurements: Measurements) -> [Double]? {
        guard measurements.values.count == keys.count, measurements.perElement.count == elements.count,
            measurements.perClass.count == classes.count, measurements.series.count == series.count
        else { return nil }
        var values: [Double] = []
        values.reserveCapacity(count)
        for key in keys {
            guard let value = measurements.values[key] else { return nil }
            values.append(value)
        }
        func append(_ lists: [(key: String, start: Int, count: Int)], _ found: [String: [Double]]) -> Bool {
            for list in lists {
                guard let own = found[list.key], own.count == list.count else { return false }
                values += own
            }
            return true
        }
        guard append(elements, measurements.perElement), append(classes, measurements.perClass),
            append(series, measurements.series)
        else { return nil }
        return values
    }

    /// Where a measure's value is; nil where it was not measured.
    func place(_ measure: Measure) -> Int? {
        for entry in measures where entry.measure == measure { return entry.place }
        return nil
    }
}

/// `Measurements` in a tenth of their memory, but for the name of a file: tables hold those of all jobs at once.
struct PackedMeasurements: Sendable {
    let form: Interned<MeasurementLayout>
    let samples: Int
    let values: [Double]

    var layout: MeasurementLayout { form.value }

    subscript(_ measure: Measure) -> Double? { layout.place(measure).map { values[$0] } }

    var unpacked: Measurements {
        Measurements(
            samples: samples,
            values: Dictionary(uniqueKeysWithValues: zip(layout.keys, values)),
            perElement: lists(layout.elements), perClass: lists(layout.classes), series: lists(layout.series))
    }

    private func lists(_ lists: [(key: String, start: Int, count: Int)]) -> [String: [Double]] {
        Dictionary(uniqueKeysWithValues: lists.map { ($0.key, Array(values[$0.start ..< $0.start + $0.count])) })
    }
}

/// The layouts that were met, the last one first.
struct MeasurementLayouts: Sendable {
    private var known: [Interned<MeasurementLayout>] = []

    mutating func pack(_ measurements: Measurements) -> PackedMeasurements {
        for (index, layout) in known.enumerated() {
            guard let values = layout.value.values(of: measurements) else { continue }
            if index > 0 { known.swapAt(0, index) }
            return PackedMeasurements(form: layout, samples: measurements.samples, values: values)
        }
        let layout = MeasurementLayout.interned(measurements)
        known.insert(layout, at: 0)
        return PackedMeasurements(
            form: layout, samples: measurements.samples, values: layout.value.values(of: measurements) ?? [])
    }
}
