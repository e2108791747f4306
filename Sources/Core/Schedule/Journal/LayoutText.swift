/// How measurements of one layout stand in a line: the texts between their numbers.
struct LayoutText {
    /// A list of `MeasurementLayout`, and what stands before its first value.
    private typealias List = (text: [UInt8], start: Int, count: Int)

    let layout: Interned<MeasurementLayout>
    /// Without its lists.
    private let outline: Interned<MeasurementLayout>
    private let count: Int
    private let classes: [List]
    private let elements: [List]
    private let series: [List]
    /// Before each value that stands alone.
    private let values: [[UInt8]]

    /// - Parameter measurements: of that layout.
    init(_ measurements: PackedMeasurements) {
        let layout = measurements.layout
        self.layout = measurements.form
        outline = MeasurementLayout.interned(
            Measurements(samples: 0, values: measurements.unpacked.values))
        count = layout.count
        func lists(_ lists: [(key: String, start: Int, count: Int)]) -> [List] {
            lists.enumerated().map { (Array("\($0 == 0 ? "{" : ",")\"\($1.key)\":[".utf8), $1.start, $1.count) }
        }
        classes = lists(layout.classes)
        elements = lists(layout.elements)
        series = lists(layout.series)
        values = layout.keys.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8) }
    }

    /// Nil where the line has it otherwise; the line is then to be given up.
    /// - Parameter skippingLists: whether only what stands alone is asked for. The lists are looked at all the same.
    func scan(_ line: inout LineScanner, skippingLists: Bool) -> PackedMeasurements? {
        var samples = 0
        var isScanned = false
        let found = [Double](unsafeUninitializedCapacity: skippingLists ? values.count : count) { buffer, count in
            guard let told = scan(&line, into: buffer) else { return }
            (samples, isScanned, count) = (told, true, buffer.count)
        }
        return isScanned
            ? PackedMeasurements(form: skippingLists ? outline : layout, samples: samples, values: found) : nil
    }

    /// - Parameter buffer: where it has no room for lists, they are skipped.
    /// - Returns: the number of samples.
    private func scan(_ line: inout LineScanner, into buffer: UnsafeMutableBufferPointer<Double>) -> Int? {
        let lists = buffer.count < count ? nil : buffer.baseAddress
        guard line.skip("{") else { return nil }
        // Left out where empty.
        if !classes.isEmpty {
            guard line.skip("\"perClass\":"), Self.scan(classes, &line, into: lists), line.skip(",") else { return nil }
        }
        guard line.skip("\"perElement\":"), Self.scan(elements, &line, into: lists), line.skip(",\"samples\":"),
            let samples = line.integer()
        else { return nil }
        if !series.isEmpty {
            guard line.skip(",\"series\":"), Self.scan(series, &line, into: lists) else { return nil }
        }
        guard line.skip(",\"values\":"), !values.isEmpty || line.skip("{") else { return nil }
        for (index, text) in values.enumerated() {
            guard line.skip(text), let value = line.anyNumber() else { return nil }
            buffer[index] = value
        }
        return line.skip("}}") ? samples : nil
    }

    /// - Parameter target: nil where the numbers are to be skipped.
    private static func scan(_ lists: [List], _ line: inout LineScanner, into target: UnsafeMutablePointer<Double>?) -> Bool {
        guard !lists.isEmpty || line.skip("{") else { return false }
        for list in lists {
            guard line.skip(list.text) else { return false }
            for index in 0 ..< list.count {
                guard index == 0 || line.skip(byte: UInt8(ascii: ",")) else { return false }
                if let target {
                    guard let value = line.anyNumber() else { return false }
                    target[list.start + index] = value
                } else {
                    guard line.skipAnyNumber() else { return false }
                }
            }
            guard line.skip(byte: UInt8(ascii: "]")) else { return false }
        }
        return line.skip("}")
    }
}
