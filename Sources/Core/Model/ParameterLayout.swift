/// Where the weights and biases of a perceptron lie in one flat buffer.
///
/// The weight of layer i is stored transposed, (inputs, outputs) in panels, which is how the
/// forward product reads it and the weight gradient writes it. Gradients and Adam's moments have
/// the same layout; unused places are zero and stay zero.
public struct ParameterLayout: Sendable, Hashable {
    public struct Layer: Sendable, Hashable {
        public let inputs: Int
        public let outputs: Int
        /// Rows allocated per panel: `inputs` rounded up to 8.
        public let rows: Int
        /// Panels of outputs.
        public let panels: Int
        /// Offsets in floats.
        public let weight: Int
        public let bias: Int

        /// At most 16 outputs: half a panel, for which there are kernels of their own.
        var isNarrow: Bool { outputs <= Panels.width / 2 }
    }

    public let architecture: Architecture
    public let layers: [Layer]
    /// Floats in all; a multiple of 32.
    public let count: Int

    public init(_ architecture: Architecture) {
        self.architecture = architecture
        var layers: [Layer] = []
        var offset = 0
        for (inputs, outputs) in architecture.layers {
            let rows = (inputs + 7) / 8 * 8
            let panels = Panels.count(outputs)
            let bias = offset + panels * rows * Panels.width
            layers.append(
                Layer(inputs: inputs, outputs: outputs, rows: rows, panels: panels, weight: offset, bias: bias))
            offset = bias + panels * Panels.width
        }
        self.layers = layers
        count = offset
    }

    /// The offset of weight (output, input) of a layer.
    public func weightOffset(layer: Int, output: Int, input: Int) -> Int {
        layers[layer].weight + Panels.offset(rows: layers[layer].rows, row: input, feature: output)
    }

    public func biasOffset(layer: Int, output: Int) -> Int { layers[layer].bias + output }
}
