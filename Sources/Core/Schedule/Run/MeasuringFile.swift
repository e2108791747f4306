/// The state of a measuring between two chunks, as a file: `MeasuringHead` and a safetensors file, sealed
/// (`SealedFile`).
///
/// Chunks are added in their order, whoever measured them, so the sums over the first ones are all that
/// the rest needs: whatever goes on from there ends with the same bits.
public struct MeasuringFile: Sendable, Equatable {
    public var head: MeasuringHead
    /// Over the first `head.samples` samples.
    public var sums: MeasureSums

    public init(head: MeasuringHead, sums: MeasureSums) {
        self.head = head
        self.sums = sums
    }

    /// - Throws: `SafetensorsError` where the sums contradict themselves.
    public func encoded() throws(SafetensorsError) -> [UInt8] {
        SealedFile.encode(head.text, try SafetensorsFile(tensors: tensors).encoded())
    }

    /// - Parameter file: the name that errors give.
    /// - Throws: `CheckpointError.head`, `.changed`, `.content`.
    public init(bytes: [UInt8], file: String) throws(CheckpointError) {
        let (text, body) = try SealedFile.open(bytes, file: file)
        guard let head = MeasuringHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        self.head = head
        do throws(SafetensorsError) {
            sums = try Self.sums(SafetensorsFile(bytes: body, file: file), path: file)
        } catch {
            throw .content(file: file, reason: "\(error)")
        }
        guard sums.samples == head.samples else {
            throw .content(
                file: file, reason: "samples: expected \(head.samples), as its first line says, found \(sums.samples)")
        }
    }

    /// The head alone, from the beginning of the file's bytes; nothing but the line's form is checked.
    static func head(_ bytes: [UInt8], file: String) throws(CheckpointError) -> MeasuringHead {
        let text = try SealedFile.text(bytes, file: file)
        guard let head = MeasuringHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        return head
    }

    /// - Throws: `CheckpointError.content` for what a measuring of these samples under this group cannot go on from.
    func check(samples: Int, order: Int, classes: Int, file: String) throws(CheckpointError) {
        func expect(_ what: String, _ expected: Int, _ found: Int) throws(CheckpointError) {
            guard expected == found else {
                throw .content(file: file, reason: "\(what): expected \(expected), found \(found)")
            }
        }
        try expect("samples of the split", samples, head.total)
        try expect("group elements", order, sums.hits.perElement.count)
        try expect("classes", classes, sums.classSamples.count)
        try expect("samples beyond whole chunks", 0, head.samples % ImageChunk.size)
        // Of every image of the samples so far; what is beyond would overflow later.
        let (images, isTooMuch) = head.samples.multipliedReportingOverflow(by: order)
        let counted = Self.counts.flatMap { sums[keyPath: $0.sum].perElement } + sums.classSamples
        let overOrbits = Self.counts.flatMap { sums[keyPath: $0.sum].perClass }
            + [sums.nonFiniteLogits, sums.zeroMaps, sums.constantMaps]
        guard !isTooMuch, counted.allSatisfy({ 0 ... head.samples ~= $0 }), overOrbits.allSatisfy({ 0 ... images ~= $0 })
        else { throw .content(file: file, reason: "counts: expected at most \(images) images") }
        // Each is in range, and there are at most 256: no overflow.
        try expect("samples of all classes", head.samples, sums.classSamples.reduce(0, +))
    }

    // MARK: - The sums as tensors

    /// Each by the name of its tensor per element; that per class has `_per_class` behind it.
    private static var means: [(name: String, sum: WritableKeyPath<MeasureSums, OrbitSum<Double>>)] {
        [
            ("logit_errors", \.logitErrors), ("distribution_errors", \.distributionErrors),
            ("similarities", \.similarities), ("rank_correlations", \.rankCorrelations),
            ("structural_similarities", \.structuralSimilarities), ("residuals", \.residuals), ("changes", \.changes),
            ("singular_values", \.singularValues),
        ]
    }

    private static var counts: [(name: String, sum: WritableKeyPath<MeasureSums, OrbitSum<Int>>)] {
        [("hits", \.hits), ("agreements", \.agreements)]
    }

    private static var numbers: [(name: String, number: WritableKeyPath<MeasureSums, Int>)] {
        [
            ("samples", \.samples), ("non_finite_logits", \.nonFiniteLogits), ("zero_maps", \.zeroMaps),
            ("constant_maps", \.constantMaps),
        ]
    }

    private static let perClass = "_per_class"

    private var tensors: [SafetensorsTensor] {
        func doubles(_ name: String, _ values: [Double]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .f64(values))
        }
        func integers(_ name: String, _ values: [Int]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .i64(values.map { Int64($0) }))
        }
        return Self.means.flatMap { name, sum in
            [
                doubles(name, sums[keyPath: sum].perElement), doubles(name + Self.perClass, sums[keyPath: sum].perClass),
            ]
        } + Self.counts.flatMap { name, sum in
            [
                integers(name, sums[keyPath: sum].perElement), integers(name + Self.perClass, sums[keyPath: sum].perClass),
            ]
        } + Self.numbers.map { integers($0, [sums[keyPath: $1]]) } + [integers("class_samples", sums.classSamples)]
    }

    private static func sums(_ file: SafetensorsFile, path: String) throws(SafetensorsError) -> MeasureSums {
        func checked<Value>(
            _ values: [Value], _ tensor: SafetensorsTensor, count: Int?
        ) throws(SafetensorsError) -> [Value] {
            guard values.count == count ?? values.count else {
                throw .wrongShape(file: path, tensor: tensor.name, expected: [count ?? 0], found: tensor.shape)
            }
            return values
        }
        func doubles(_ name: String, count: Int) throws(SafetensorsError) -> [Double] {
            let tensor = try file.tensor(name)
            guard case .f64(let values) = tensor.elements else {
                throw .wrongType(file: path, tensor: name, expected: .F64, found: tensor.type)
            }
            return try checked(values, tensor, count: count)
        }
        func integers(_ name: String, count: Int? = nil) throws(SafetensorsError) -> [Int] {
            let tensor = try file.tensor(name)
            guard case .i64(let values) = tensor.elements else {
                throw .wrongType(file: path, tensor: name, expected: .I64, found: tensor.type)
            }
            return try checked(values.map { Int($0) }, tensor, count: count)
        }
        let classes = try integers("class_samples")
        var sums = MeasureSums(order: try integers("hits").count, classes: classes.count)
        sums.classSamples = classes
        for (name, number) in numbers { sums[keyPath: number] = try integers(name, count: 1)[0] }
        for (name, sum) in counts {
            sums[keyPath: sum].perElement = try integers(name, count: sums[keyPath: sum].perElement.count)
            sums[keyPath: sum].perClass = try integers(name + perClass, count: classes.count)
        }
        for (name, sum) in means {
            sums[keyPath: sum].perElement = try doubles(name, count: sums[keyPath: sum].perElement.count)
            sums[keyPath: sum].perClass = try doubles(name + perClass, count: classes.count)
        }
        return sums
    }
}
