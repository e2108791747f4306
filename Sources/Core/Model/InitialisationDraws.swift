extension Initialisation {
    typealias Draw = (inout RandomStream) -> Float

    /// How one weight is drawn.
    func weights(inputs: Int, outputs: Int) -> Draw {
        switch self {
        case .uniform: Self.uniform(1 / Double(inputs).squareRoot())
        case .glorot: Self.uniform((6 / Double(inputs + outputs)).squareRoot())
        case .he: Self.uniform((6 / Double(inputs)).squareRoot())
        }
    }

    /// How one bias is drawn; nil for zero.
    func biases(inputs: Int) -> Draw? {
        switch self {
        case .uniform: Self.uniform(1 / Double(inputs).squareRoot())
        case .glorot, .he: nil
        }
    }

    private static func uniform(_ bound: Double) -> Draw {
        let bound = Float(bound)
        return { stream in (2 * stream.unitFloat() - 1) * bound }
    }
}
