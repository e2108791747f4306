/// The parameters of a multilayer perceptron with ReLU between its layers (paper, section 4.1).
///
/// Not Sendable: it belongs to the lane that trains or measures it.
public final class Network {
    /// Where each weight and bias lies in `parameters`.
    public let layout: ParameterLayout
    /// All weights and biases, `layout.count` floats with the padding, which is 0.
    public let parameters: FloatBuffer

    /// The widths that the layout was made of.
    public var architecture: Architecture { layout.architecture }

    /// All parameters zero.
    public init(_ architecture: Architecture) {
        layout = ParameterLayout(architecture)
        parameters = FloatBuffer(count: layout.count)
    }

    /// Drawn for a seed. Each layer has a stream of its own: weights row by row (out, in), then
    /// biases.
    public convenience init(_ architecture: Architecture, initialisation: Initialisation, seed: UInt64) {
        self.init(architecture)
        for (index, layer) in layout.layers.enumerated() {
            var stream = RandomStream(seed: seed, purpose: .initialisation, index: UInt32(index))
            let draw = initialisation.weights(inputs: layer.inputs, outputs: layer.outputs)
            for output in 0 ..< layer.outputs {
                for input in 0 ..< layer.inputs {
                    parameters[layout.weightOffset(layer: index, output: output, input: input)] = draw(&stream)
                }
            }
            guard let bias = initialisation.biases(inputs: layer.inputs) else { continue }
            for output in 0 ..< layer.outputs {
                parameters[layout.biasOffset(layer: index, output: output)] = bias(&stream)
            }
        }
    }

    /// Weight of a layer as (out, in), row-major.
    public func weight(layer: Int) -> [Float] {
        let shape = layout.layers[layer]
        var values: [Float] = []
        values.reserveCapacity(shape.inputs * shape.outputs)
        for output in 0 ..< shape.outputs {
            for input in 0 ..< shape.inputs {
                values.append(parameters[layout.weightOffset(layer: layer, output: output, input: input)])
            }
        }
        return values
    }

    /// (out)
    public func bias(layer: Int) -> [Float] {
        (0 ..< layout.layers[layer].outputs).map { parameters[layout.biasOffset(layer: layer, output: $0)] }
    }

    /// - Parameter values: (out, in), row-major; its count must fit the layer.
    public func setWeight(layer: Int, _ values: [Float]) {
        let shape = layout.layers[layer]
        precondition(values.count == shape.inputs * shape.outputs, "weight of another shape")
        for output in 0 ..< shape.outputs {
            for input in 0 ..< shape.inputs {
                parameters[layout.weightOffset(layer: layer, output: output, input: input)] =
                    values[output * shape.inputs + input]
            }
        }
    }

    /// - Parameter values: (out); its count must fit the layer.
    public func setBias(layer: Int, _ values: [Float]) {
        precondition(values.count == layout.layers[layer].outputs, "bias of another shape")
        for (output, value) in values.enumerated() {
            parameters[layout.biasOffset(layer: layer, output: output)] = value
        }
    }
}
