import Foundation

/// A multilayer perceptron from a safetensors file, whoever wrote it: tensors `layer{i}.weight` (out, in) and
/// `layer{i}.bias` (out), i from 0 without a gap, in F32 or F64, of any widths, ReLU between them. Metadata may
/// be missing; other tensors are passed over, and named.
///
/// Not Sendable, as the network is not.
public struct ForeignModel {
    /// With the weights of the file.
    public let network: Network
    /// Of the file's header.
    public let metadata: [String: String]
    /// SHA-256 of the file.
    public let digest: String
    /// Tensors that belong to no layer.
    public let extraTensors: [String]
    /// Whether some tensor was F64, and was rounded to F32.
    public let wasRounded: Bool

    /// Layers beyond this are surely a slip.
    static let largestDepth = 1000

    /// - Throws: `FileError`, `SafetensorsError`, `ForeignModelError`.
    public init(contentsOf url: URL) throws {
        let bytes: Data
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw FileError.refused(.read, path: url.relativePath, code: EISDIR)
        }
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            let posix = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            throw FileError.refused(.read, path: url.relativePath, code: posix.map { Int32(truncatingIfNeeded: $0.code) } ?? ENOENT)
        }
        try self.init(bytes: Array(bytes), file: url.relativePath)
    }

    /// - Parameter file: the name that errors give.
    /// - Throws: `SafetensorsError`, `ForeignModelError`.
    public init(bytes: [UInt8], file: String) throws {
        let content = try SafetensorsFile(bytes: bytes, file: file)
        let reader = ForeignLayers(content.tensors, file: file)
        let layers = try reader.layers()
        let architecture = Architecture(
            inputs: layers[0].inputs, hidden: layers.dropLast().map(\.outputs), classes: layers[layers.count - 1].outputs)
        network = Network(architecture)
        for (index, layer) in layers.enumerated() {
            network.setWeight(layer: index, layer.weight)
            network.setBias(layer: index, layer.bias)
        }
        metadata = content.metadata
        digest = Digest.sha256(bytes)
        let extra = reader.extraTensors(layers: layers.count)
        extraTensors = extra
        wasRounded = content.tensors.contains { $0.type == .F64 && !extra.contains($0.name) }
    }
}

/// The layers among a file's tensors.
struct ForeignLayers {
    struct Layer {
        var inputs: Int
        var outputs: Int
        /// (out, in).
        var weight: [Float]
        var bias: [Float]
    }

    private let tensors: [String: SafetensorsTensor]
    private let names: [String]
    private let file: String

    init(_ tensors: [SafetensorsTensor], file: String) {
        // The reader of the file refuses a name that stands there twice.
        self.tensors = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        names = tensors.map(\.name)
        self.file = file
    }

    private func failure(_ problem: ForeignModelError.Problem) -> ForeignModelError {
        ForeignModelError(
            file: file, problem, available: names.compactMap { name in tensors[name].map { (name, $0.shape) } })
    }

    func layers() throws(ForeignModelError) -> [Layer] {
        let indices = names.compactMap { Self.index($0) }
        guard let last = indices.max() else { throw failure(.noLayers) }
        guard last >= 1 else { throw failure(.noHiddenLayer) }
        var layers: [Layer] = []
        for index in 0 ... last { layers.append(try layer(index, after: layers.last?.outputs)) }
        let outputs = layers[last].outputs
        guard (ModelCheck.classes ... Panels.width).contains(outputs) else {
            throw failure(.outputs(tensor: "layer\(last).weight", found: outputs))
        }
        return layers
    }

    func extraTensors(layers: Int) -> [String] {
        names.filter { name in Self.index(name).map { $0 >= layers } ?? true }
    }

    /// The i of `layer{i}.weight` and `layer{i}.bias`.
    private static func index(_ name: String) -> Int? {
        guard name.hasPrefix("layer") else { return nil }
        let parts = name.dropFirst("layer".count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "weight" || parts[1] == "bias", let index = Int(parts[0]), index >= 0,
            "\(index)" == parts[0], index < ForeignModel.largestDepth
        else { return nil }
        return index
    }

    private func layer(_ index: Int, after width: Int?) throws(ForeignModelError) -> Layer {
        let name = "layer\(index).weight"
        let expected = ["out", width.map { "\($0)" } ?? "in"]
        guard let weight = tensors[name] else { throw failure(.missing(tensor: name, expected: expected)) }
        guard weight.shape.count == 2, weight.shape.allSatisfy({ $0 > 0 }), width == nil || weight.shape[1] == width else {
            let isTurned = weight.shape.count == 2 && weight.shape[0] == width
            throw failure(.misshapen(tensor: name, expected: expected, found: weight.shape, isTurned: isTurned))
        }
        let (outputs, inputs) = (weight.shape[0], weight.shape[1])
        if width == nil, ModelCheck.padding(ofPixels: inputs) == nil {
            throw failure(.inputs(tensor: name, found: weight.shape, isTurned: ModelCheck.padding(ofPixels: outputs) != nil))
        }
        let biasName = "layer\(index).bias"
        guard let bias = tensors[biasName] else {
            throw failure(.missing(tensor: biasName, expected: ["\(outputs)"]))
        }
        guard bias.shape == [outputs] else {
            throw failure(.misshapen(tensor: biasName, expected: ["\(outputs)"], found: bias.shape, isTurned: false))
        }
        return Layer(inputs: inputs, outputs: outputs, weight: try values(weight), bias: try values(bias))
    }

    private func values(_ tensor: SafetensorsTensor) throws(ForeignModelError) -> [Float] {
        let values: [Float]
        switch tensor.elements {
        case .f32(let floats): values = floats
        case .f64(let doubles): values = doubles.map { Float($0) }
        case .i32, .u8, .i64: throw failure(.type(tensor: tensor.name, found: tensor.type))
        }
        guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return values }
        let place = tensor.shape.count == 2 ? [bad / tensor.shape[1], bad % tensor.shape[1]] : [bad]
        let isOverflow = if case .f64(let doubles) = tensor.elements { doubles[bad].isFinite } else { false }
        throw failure(
            .notFinite(
                tensor: tensor.name, place: place, value: "\(values[bad])", count: values.count { !$0.isFinite },
                isOverflow: isOverflow))
    }
}
