/// One step of Adam (Kingma and Ba, 2015, algorithm 1) on `count` parameters (a multiple of 32):
/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − rate·m / (√v/root + ε).
/// - Parameters:
///   - rate: learning rate / (1 − β₁ᵗ).
///   - root: √(1 − β₂ᵗ).
///   - share1, share2: 1 − β₁ and 1 − β₂, each rounded once: 1 − Float(0.999) is off by 1.3e-5.
public func adamStep(
    _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ count: Int, _ rate: Float, _ root: Float, _ beta1: Float, _ share1: Float,
    _ beta2: Float, _ share2: Float, _ epsilon: Float
) {
    var i = 0
    while i < count {
        let g = load(gradient + i)
        let first = load(m + i) * beta1 + g * share1
        let second = load(v + i) * beta2 + (g * g) * share2
        store(first, m + i)
        store(second, v + i)
        let denominator = squareRoot(second) / root + epsilon
        store(load(parameters + i) - first * rate / denominator, parameters + i)
        i += vectorWidth
    }
}
