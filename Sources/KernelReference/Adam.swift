extension Reference {
    /// The state of Adam for some parameters.
    public struct AdamState<Real: BinaryFloatingPoint> {
        public var parameters: [Real]
        public var m: [Real]
        public var v: [Real]

        /// Moments start at zero.
        @inlinable
        public init(parameters: [Real]) {
            self.parameters = parameters
            m = parameters.map { _ in 0 }
            v = parameters.map { _ in 0 }
        }
    }

    /// One step: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − rate·m/(√v/root + ε), where rate is
    /// the learning rate / (1 − β₁ᵗ), root is √(1 − β₂ᵗ), and the shares are 1 − β.
    @inlinable
    public static func adamStep<Real: BinaryFloatingPoint>(
        _ state: inout AdamState<Real>, gradient: [Real], rate: Real, root: Real, beta1: Real,
        share1: Real, beta2: Real, share2: Real, epsilon: Real
    ) {
        for i in gradient.indices {
            let g = gradient[i]
            state.m[i] = state.m[i] * beta1 + g * share1
            state.v[i] = state.v[i] * beta2 + (g * g) * share2
            let denominator = state.v[i].squareRoot() / root + epsilon
            state.parameters[i] -= state.m[i] * rate / denominator
        }
    }
}
