/// Why a linear decay cannot be run.
public enum DecayError: Error, Equatable, CustomStringConvertible {
    case wrongInputCount(expected: Int, found: Int)
    case inputNotFinite(input: Int, pixel: Int, value: Double)
    case noElements
    case noSuchElement(element: Int, order: Int)
    case notAPermutation(element: Int, pixels: Int)
    case tooManyDifferences(inputs: Int, elements: Int, limit: Int)
    case wrongWeights(outputs: Int, pixels: Int, found: Int)
    case weightsNotFinite
    case badLearningRate(Double)
    case badSteps(Int)
    case badInterval(Int)

    /// For people: what was expected, what was found, and what to do where that is known.
    public var description: String {
        switch self {
        case .wrongInputCount(let expected, let found):
            "decay: expected \(expected) numbers (inputs × pixels), and at least one input, found \(found)"
        case .inputNotFinite(let input, let pixel, let value):
            "decay, input \(input), pixel \(pixel): expected a finite number, found \(value)"
        case .noElements:
            "decay: expected at least one group element besides the identity, found none; without one nothing decays"
        case .noSuchElement(let element, let order):
            "decay: expected group elements in 1…\(order - 1), found \(element)"
        case .notAPermutation(let element, let pixels):
            "decay, element \(element): expected each pixel of 0…\(pixels - 1) once"
        case .tooManyDifferences(let inputs, let elements, let limit):
            "decay of \(inputs) inputs under \(elements) elements: expected at most \(limit) differences, found "
                + "\(inputs * elements); take at most \(limit / max(1, elements)) inputs"
        case .wrongWeights(let outputs, let pixels, let found):
            "decay: expected \(outputs) × \(pixels) weights, and at least one output, found \(found)"
        case .weightsNotFinite:
            "decay: expected finite weights, found others"
        case .badLearningRate(let value):
            "decay, learning rate: expected a positive number, found \(value)"
        case .badSteps(let value):
            "decay, steps: expected at least 0, found \(value)"
        case .badInterval(let value):
            "decay, steps between rows: expected at least 1, found \(value)"
        }
    }
}
