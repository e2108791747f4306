import Foundation

/// A network as a safetensors file: tensors `layer{i}.weight` (out, in) and `layer{i}.bias`, in
/// float32, and what it was trained on as metadata, so that anyone can recompute every number
/// elsewhere.
public enum ModelFile {
    /// - Parameter metadata: text by key.
    /// - Returns: the SHA-256 of the file, and its bytes' number.
    /// - Throws: `FileError`, `SafetensorsError`.
    public static func write(_ network: Network, metadata: [String: String], to url: URL) throws -> (digest: String, size: Int) {
        let bytes = try SafetensorsFile(metadata: metadata, tensors: tensors(network)).encoded()
        try AtomicFile.write(bytes, to: url)
        return (Digest.sha256(bytes), bytes.count)
    }

    /// `layer0.weight` (out, in), `layer0.bias` (out), F32, and so on from the input to the logits.
    public static func tensors(_ network: Network) -> [SafetensorsTensor] {
        network.layout.layers.enumerated().flatMap { index, layer in
            [
                SafetensorsTensor(
                    "layer\(index).weight", shape: [layer.outputs, layer.inputs], .f32(network.weight(layer: index))),
                SafetensorsTensor("layer\(index).bias", shape: [layer.outputs], .f32(network.bias(layer: index))),
            ]
        }
    }

    /// Reads a network of a known architecture.
    /// - Parameter digest: the SHA-256 that the file must have; nil where it is not known.
    /// - Throws: `ModelFileError.changed`, `SafetensorsError` naming a tensor that is missing or
    ///   misshapen, and `FileError` where the file cannot be read.
    public static func read(_ url: URL, architecture: Architecture, digest: String? = nil) throws -> Network {
        let bytes = try FileBytes.read(url.path)
        if let digest {
            let found = Digest.sha256(bytes)
            guard found == digest else {
                throw ModelFileError.changed(file: url.path, expected: digest, found: found)
            }
        }
        let file = try SafetensorsFile(bytes: bytes, file: url.path)
        let network = Network(architecture)
        for (index, layer) in network.layout.layers.enumerated() {
            network.setWeight(
                layer: index, try file.floats("layer\(index).weight", shape: [layer.outputs, layer.inputs]))
            network.setBias(layer: index, try file.floats("layer\(index).bias", shape: [layer.outputs]))
        }
        return network
    }
}

/// A model file that is not the one that was written.
public enum ModelFileError: Error, Equatable, CustomStringConvertible {
    case changed(file: String, expected: String, found: String)

    /// For people: the file, and the SHA-256 expected and found.
    public var description: String {
        switch self {
        case .changed(let file, let expected, let found):
            "\(file): not the file that was written: expected SHA-256 \(expected), found \(found)"
        }
    }
}
