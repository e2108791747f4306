/// Where the weights and biases of a perceptron lie in one flat buffer.
///
/// The weight of layer i is stored transposed, (inputs, outputs) in panels, which is how the
/// forward product reads it and the weight gradient writes it. Gradients and Adam's moments have
/// the same layout; unused places are zero and stay zero.
public struct ParameterLayout: Sendable, Hashable {
    /// Where one layer lies.
    public struct Layer: Sendable, Hashable {
        /// Fan-in.
        public let inputs: Int
        /// Fan-out.
        public let outputs: Int
        /// Rows allocated per panel: `inputs` rounded up to 8.
        public let rows: Int
        /// Panels of outputs.
        public let panels: Int
        /// Offset of the weight in floats: panels·rows·32 of them.
        public let weight: Int
        /// Offset of the bias in floats: panels·32 of them.
        public let bias: Int

        /// At most 16 outputs: half a panel, for which there are kernels of their own.
        var isNarrow: Bool { outputs <= Panels.width / 2 }
    }

    /// The widths that this is the layout of.
    public let architecture: Architecture
    /// From the input on.
    public let layers: [Layer]
    /// Floats in all; a multiple of 32.
    public let count: Int

    /// Layers one after the other, each its weight and then its bias.
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

    /// The offset of bias (output) of a layer, in floats.
    public func biasOffset(layer: Int, output: Int) -> Int { layers[layer].bias + output }
}
