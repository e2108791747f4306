/// Two measurings of one network, which must be the same bits.
struct MeasurementDifference {
    /// How many values were compared.
    private(set) var compared = 0
    /// `SI: the journal has 0.95, measuring gives 0.94`
    private(set) var texts: [String] = []

    /// - Parameters:
    ///   - expected: of the journal. What it does not have, an earlier version did not measure.
    init(_ expected: Measurements, _ found: Measurements) {
        if expected.samples != found.samples {
            texts.append("the journal has \(expected.samples) samples, measuring takes \(found.samples)")
        }
        for key in expected.values.keys.sorted() {
            compare(key, [expected.values[key] ?? .nan], found.values[key].map { [$0] }, names: { _ in "" })
        }
        for (kind, ours, theirs) in [
            ("g", expected.perElement, found.perElement), ("class ", expected.perClass, found.perClass),
            ("point ", expected.series, found.series),
        ] {
            for key in ours.keys.sorted() { compare(key, ours[key] ?? [], theirs[key], names: { "[\(kind)\($0)]" }) }
        }
        guard let file = expected.file else { return }
        compared += 1
        if found.file != file {
            let other = found.file.map { "\($0.prefix(16))…" } ?? "none"
            texts.append("expected tensors with SHA-256 \(file.prefix(16))…, found \(other)")
        }
    }

    private mutating func compare(_ key: String, _ expected: [Double], _ found: [Double]?, names: (Int) -> String) {
        guard let found else {
            texts.append("\(key): the journal has it, measuring does not give it")
            return
        }
        guard expected.count == found.count else {
            texts.append("\(key): the journal has \(expected.count) values, measuring gives \(found.count)")
            return
        }
        for (place, (a, b)) in zip(expected, found).enumerated() {
            compared += 1
            // A sign of zero, or the bits of a NaN, are no value; and texts of numbers do not keep them.
            guard a != b, !(a.isNaN && b.isNaN) else { continue }
            texts.append("\(key)\(names(place)): the journal has \(CSVWriter.number(a)), measuring gives \(CSVWriter.number(b))")
        }
    }
}
