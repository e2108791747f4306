/// How weights and biases are drawn before training.
public enum Initialisation: String, Sendable, Codable, CaseIterable {
    /// Uniform in ±1/√fan-in, weights and biases alike (the default).
    case uniform
    /// Uniform in ±√(6/fan-in), variance 2/fan-in (He et al., 2015), biases zero. Uniform, not
    /// normal: a normal deviate needs the C library's logarithm, whose last bit differs between
    /// systems.
    case he
    /// Uniform in ±√(6/(fan-in + fan-out)) (Glorot and Bengio, 2010), biases zero.
    case glorot
}

/// How a weight-tied first layer gathers its |G| responses into one.
public enum OrbitPooling: String, Sendable, Codable, CaseIterable {
    case max, mean
}

/// Layer widths of a multilayer perceptron with ReLU between the layers.
public struct Architecture: Sendable, Hashable, Codable {
    /// P, the number of pixels.
    public var inputs: Int
    /// H of each hidden layer.
    public var hidden: [Int]
    /// C, the number of logits.
    public var classes: Int

    /// Widths from the input to the logits. Nothing is checked here: `Propagation` needs a hidden layer and at most 32 classes.
    public init(inputs: Int, hidden: [Int], classes: Int) {
        self.inputs = inputs
        self.hidden = hidden
        self.classes = classes
    }

    /// (fan-in, fan-out) of each layer, input side first.
    public var layers: [(inputs: Int, outputs: Int)] {
        let widths = [inputs] + hidden + [classes]
        return zip(widths, widths.dropFirst()).map { (inputs: $0, outputs: $1) }
    }

    /// Weights and biases: 233,225 for 1296 → 128×5 → 9.
    public var parameterCount: Int { layers.reduce(0) { $0 + ($1.inputs + 1) * $1.outputs } }
}
