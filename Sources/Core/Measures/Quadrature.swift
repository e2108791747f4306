/// Points and weights of ∫₀¹ for integrated gradients.
public struct Quadrature: Sendable, Equatable {
    /// In (0, 1), ascending.
    public let points: [Double]
    /// Sum to 1.
    public let weights: [Double]

    /// - Parameter steps: S, at least 1.
    public init(_ rule: SaliencyOptions.Rule, steps: Int) {
        precondition(steps >= 1, "a quadrature needs a point")
        switch rule {
        case .midpoint:
            points = (0 ..< steps).map { (Double($0) + 0.5) / Double(steps) }
            weights = [Double](repeating: 1 / Double(steps), count: steps)
        case .gaussLegendre:
            let roots = (0 ..< steps).map { Self.legendreRoot($0, of: steps) }
            points = roots.map { (1 - $0.x) / 2 }
            weights = roots.map { 1 / ((1 - $0.x * $0.x) * $0.slope * $0.slope) }
        }
    }

    /// The i-th largest root of the Legendre polynomial Pₙ and Pₙ' there, by Newton's method from
    /// Tricomi's cos(π(i + ¾)/(n + ½)).
    private static func legendreRoot(_ i: Int, of n: Int) -> (x: Double, slope: Double) {
        var x = cosine(Double.pi * (Double(i) + 0.75) / (Double(n) + 0.5))
        var slope = 1.0
        for _ in 0 ..< 100 {
            var previous = 1.0
            var value = x
            for k in stride(from: 2, through: n, by: 1) {
                (previous, value) = (
                    value, (Double(2 * k - 1) * x * value - Double(k - 1) * previous) / Double(k)
                )
            }
            slope = Double(n) * (x * value - previous) / (x * x - 1)
            let step = value / slope
            x -= step
            if step.magnitude < 1e-15 { break }
        }
        return (x, slope)
    }

    /// By its series about π/2: only a first guess, but the same one on every system.
    private static func cosine(_ angle: Double) -> Double {
        let t = Double.pi / 2 - angle
        var term = t
        var sum = t
        for k in stride(from: 3, through: 25, by: 2) {
            term *= -t * t / Double(k * (k - 1))
            sum += term
        }
        return sum
    }
}
