import Foundation

/// A network as a safetensors file: tensors `layer{i}.weight` (out, in) and `layer{i}.bias`, in
/// float32, and what it was trained on as metadata, so that anyone can recompute every number
/// elsewhere.
public enum ModelFile {
    /// - Parameter metadata: text by key; see `Job` for what a sweep writes.
    /// - Throws: `FileError`, `SafetensorsError`.
    public static func write(_ network: Network, metadata: [String: String], to url: URL) throws {
        try SafetensorsFile(metadata: metadata, tensors: tensors(network)).write(to: url)
    }

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
    /// - Throws: `SafetensorsError` naming a tensor that is missing or misshapen.
    public static func read(_ url: URL, architecture: Architecture) throws -> Network {
        let file = try SafetensorsFile(contentsOf: url)
        let network = Network(architecture)
        for (index, layer) in network.layout.layers.enumerated() {
            network.setWeight(
                layer: index, try file.floats("layer\(index).weight", shape: [layer.outputs, layer.inputs]))
            network.setBias(layer: index, try file.floats("layer\(index).bias", shape: [layer.outputs]))
        }
        return network
    }
}
