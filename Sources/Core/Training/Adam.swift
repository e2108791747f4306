/// Adam (Kingma and Ba, 2015): β 0.9 and 0.999, ε 1e-8, no decay. Moments in the parameters' own
/// layout.
public struct Adam {
    private static let beta1 = 0.9
    private static let beta2 = 0.999
    private static let epsilon: Float = 1e-8

    public let learningRate: Double
    private let first: FloatBuffer
    private let second: FloatBuffer
    /// β₁ᵗ and β₂ᵗ, by repeated multiplication: the C library's pow is not the same everywhere.
    private var power1 = 1.0
    private var power2 = 1.0

    public init(learningRate: Double, count: Int) {
        self.learningRate = learningRate
        first = FloatBuffer(count: count)
        second = FloatBuffer(count: count)
    }

    /// θ ← θ − Adam's step; in place.
    public mutating func step(_ network: Network, gradient: FloatBuffer, kernels: KernelSet) {
        power1 *= Self.beta1
        power2 *= Self.beta2
        kernels.adamStep(
            network.parameters.base, gradient.pointer, first.base, second.base, gradient.count,
            Float(learningRate / (1 - power1)), Float((1 - power2).squareRoot()), Float(Self.beta1),
            Float(1 - Self.beta1), Float(Self.beta2), Float(1 - Self.beta2), Self.epsilon)
    }
}
