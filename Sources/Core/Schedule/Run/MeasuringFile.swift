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
    func check(samples: Int, order: Int, file: String) throws(CheckpointError) {
        func expect(_ what: String, _ expected: Int, _ found: Int) throws(CheckpointError) {
            guard expected == found else {
                throw .content(file: file, reason: "\(what): expected \(expected), found \(found)")
            }
        }
        try expect("samples of the split", samples, head.total)
        try expect("group elements", order, sums.hits.count)
        try expect("samples beyond whole chunks", 0, head.samples % ImageChunk.size)
        // Of every image of the samples so far; what is beyond would overflow later.
        let (images, isTooMuch) = head.samples.multipliedReportingOverflow(by: order)
        guard !isTooMuch, sums.hits.allSatisfy({ 0 ... head.samples ~= $0 }),
            0 ... images ~= sums.nonFiniteLogits, 0 ... images ~= sums.zeroMaps
        else { throw .content(file: file, reason: "counts: expected at most \(images) images") }
    }

    // MARK: - The sums as tensors

    private var tensors: [SafetensorsTensor] {
        func doubles(_ name: String, _ values: [Double]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .f64(values))
        }
        func integers(_ name: String, _ values: [Int]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .i64(values.map { Int64($0) }))
        }
        return [
            doubles("logit_errors", sums.logitErrors), doubles("distribution_errors", sums.distributionErrors),
            doubles("similarities", sums.similarities), doubles("singular_values", [sums.singularValues]),
            integers("hits", sums.hits), integers("samples", [sums.samples]),
            integers("non_finite_logits", [sums.nonFiniteLogits]), integers("zero_maps", [sums.zeroMaps]),
        ]
    }

    private static func sums(_ file: SafetensorsFile, path: String) throws(SafetensorsError) -> MeasureSums {
        func doubles(_ name: String, count: Int) throws(SafetensorsError) -> [Double] {
            let tensor = try file.tensor(name)
            guard case .f64(let values) = tensor.elements else {
                throw .wrongType(file: path, tensor: name, expected: .F64, found: tensor.type)
            }
            guard values.count == count else {
                throw .wrongShape(file: path, tensor: name, expected: [count], found: tensor.shape)
            }
            return values
        }
        func integers(_ name: String, count: Int? = nil) throws(SafetensorsError) -> [Int] {
            let tensor = try file.tensor(name)
            guard case .i64(let values) = tensor.elements else {
                throw .wrongType(file: path, tensor: name, expected: .I64, found: tensor.type)
            }
            guard values.count == count ?? values.count else {
                throw .wrongShape(file: path, tensor: name, expected: [count ?? 0], found: tensor.shape)
            }
            return values.map { Int($0) }
        }
        let hits = try integers("hits")
        let order = hits.count
        var sums = MeasureSums(order: order)
        sums.hits = hits
        sums.samples = try integers("samples", count: 1)[0]
        sums.nonFiniteLogits = try integers("non_finite_logits", count: 1)[0]
        sums.zeroMaps = try integers("zero_maps", count: 1)[0]
        sums.logitErrors = try doubles("logit_errors", count: order)
        sums.distributionErrors = try doubles("distribution_errors", count: order)
        sums.similarities = try doubles("similarities", count: order)
        sums.singularValues = try doubles("singular_values", count: 1)[0]
        return sums
    }
}
