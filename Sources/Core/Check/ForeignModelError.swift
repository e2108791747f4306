/// Why a safetensors file is no perceptron that can be measured: the tensor, what was expected and found, and
/// what the file has.
public struct ForeignModelError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with the file; shapes are as PyTorch has them, (out, in).
    public enum Problem: Sendable, Hashable {
        case noLayers
        case noHiddenLayer
        /// Axes that are not known are named: `[out, 128]`.
        case missing(tensor: String, expected: [String])
        /// `isTurned`: the other way round it would fit.
        case misshapen(tensor: String, expected: [String], found: [Int], isTurned: Bool)
        case inputs(tensor: String, found: [Int], isTurned: Bool)
        case outputs(tensor: String, found: Int)
        case type(tensor: String, found: SafetensorsType)
        /// `isOverflow`: finite in F64, too large for F32.
        case notFinite(tensor: String, place: [Int], value: String, count: Int, isOverflow: Bool)
    }

    /// The path as it was given.
    public var file: String
    /// The first thing that does not fit.
    public var problem: Problem
    /// The file's tensors with their shapes, as text.
    public var available: [String]

    init(file: String, _ problem: Problem, available: [(name: String, shape: [Int])]) {
        self.file = file
        self.problem = problem
        self.available = available.map { "\($0.name) \($0.shape)" }
    }

    /// For people: the file, the tensor, what was expected and what was found.
    public var description: String { "\(file): \(text)" }

    private var text: String {
        switch problem {
        case .noLayers:
            return "expected tensors layer0.weight [out, in], layer0.bias [out], layer1.weight, …; rename them. \(list)"
        case .noHiddenLayer:
            return "expected at least two layers, of which the last gives the logits; found layer0 alone. \(list)"
        case .missing(let tensor, let expected):
            let advice =
                tensor.hasSuffix(".bias")
                ? "; a layer without a bias needs one of zeros" : "; layers count from 0 without a gap"
            return "expected tensor \(tensor) [\(expected.joined(separator: ", "))], found none\(advice). \(list)"
        case .misshapen(let tensor, let expected, let found, let isTurned):
            return "tensor \(tensor): expected shape [\(expected.joined(separator: ", "))], found \(found)"
                + (isTurned ? "\(Self.turned). " : "; it does not follow from the layer before. ") + list
        case .inputs(let tensor, let found, let isTurned):
            return "tensor \(tensor): expected shape [out, in], in being the pixels of a square image of 28×28 and its "
                + "padding (784 for none, 1296 for 4 on each side), found \(found)"
                + (isTurned ? "\(Self.turned). " : ". ") + list
        case .outputs(let tensor, let found):
            return "tensor \(tensor): expected \(ModelCheck.classes) to \(Panels.width) outputs, a logit for each of the "
                + "classes 0 … \(ModelCheck.classes - 1) first, found \(found). \(list)"
        case .type(let tensor, let found):
            return "tensor \(tensor): expected dtype F32 or F64, found \(found.rawValue); convert it. \(list)"
        case .notFinite(let tensor, let place, let value, let count, let isOverflow):
            let what = count == 1 ? "one value is" : "\(count) values are"
            return "tensor \(tensor): expected finite numbers, but \(what) not, the first at \(place): \(value)"
                + (isOverflow ? " (too large for F32)" : "; a network that diverged cannot be measured")
        }
    }

    private static let turned = "; transpose it: rows are outputs, as in torch.nn.Linear"

    private var list: String {
        guard !available.isEmpty else { return "The file has no tensors" }
        let shown = available.prefix(20).joined(separator: ", ")
        return "The file has: " + shown + (available.count > 20 ? ", and \(available.count - 20) more" : "")
    }
}
