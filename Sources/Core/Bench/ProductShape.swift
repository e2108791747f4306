/// One of a layer's three products, by the layer's shape: activations (M,K),
/// weights (K,N), output gradients (M,N).
public struct ProductShape: Sendable, Equatable {
    /// Which of the three; the raw value begins the row's name.
    public enum Kind: String, Sendable, CaseIterable {
        /// A·W, with bias and ReLU.
        case forward
        /// G·Wᵀ, masked by the activations but for the first layer, whose inputs are pixels.
        case inputGradient = "input-gradient"
        /// Aᵀ·G, and the column sums of G.
        case weightGradient = "weight-gradient"
    }

    /// Which of the three products.
    public var kind: Kind
    /// M.
    public var rows: Int
    /// K, the layer's fan-in.
    public var inputs: Int
    /// N, the layer's fan-out.
    public var outputs: Int

    /// Every layer of the networks (36×36 and 28×28 pixels, 9 classes) at every batch: 512, the
    /// last of an epoch (272), the orbits of R4 (2048).
    public static let all: [ProductShape] = Kind.allCases.flatMap { kind in
        [(1296, 128), (784, 128), (128, 128), (128, 9)].flatMap { inputs, outputs in
            [512, 2048, 272].map { ProductShape(kind: kind, rows: $0, inputs: inputs, outputs: outputs) }
        }
    }

    /// `forward/512x1296x128`: kind, M, K, N.
    public var name: String { "\(kind.rawValue)/\(rows)x\(inputs)x\(outputs)" }

    /// M·K·N.
    public var multiplyAdds: Double { MultiplyAdds.product(rows: rows, depth: inputs, columns: outputs) }

    /// Half a panel of columns is enough.
    fileprivate var isNarrow: Bool { outputs <= Panels.width / 2 }
    private var computedOutputs: Int { isNarrow ? Panels.width / 2 : Panels.count(outputs) * Panels.width }
    fileprivate var isFirstLayer: Bool { inputs > 512 }

    /// What the kernel computes, columns padded to half a panel or to whole ones.
    public var computedMultiplyAdds: Double {
        switch kind {
        case .forward, .weightGradient:
            MultiplyAdds.product(rows: rows, depth: inputs, columns: computedOutputs)
        case .inputGradient:
            MultiplyAdds.product(rows: rows, depth: outputs, columns: Panels.count(inputs) * Panels.width)
        }
    }

    var note: String? {
        let factor = computedMultiplyAdds / multiplyAdds
        guard factor > 1 else { return nil }
        let (columns, computed) =
            kind == .inputGradient ? (inputs, Panels.count(inputs) * Panels.width) : (outputs, computedOutputs)
        return "\(columns) columns are padded to \(computed): the kernel makes "
            + "\(NumberText.short(factor)) times the multiply-adds counted"
    }

    var benchmark: Benchmark {
        Benchmark(name) { session in
            try session.onLane {
                let operands = ProductOperands(self)
                let trials = Trials(kernels: session.kernels, pace: session.pace) { operands.multiply(session.kernels) }
                return trials.rateRow(name, multiplyAdds: multiplyAdds, note: note)
            }
        }
    }
}

/// The matrices of one product, in the layout that training gives them.
final class ProductOperands {
    private let shape: ProductShape
    /// K rounded up to 8, as weights are stored.
    private let weightRows: Int
    private let activations: FloatBuffer
    private let weights: FloatBuffer
    /// Wᵀ, (N,K).
    private let transposed: FloatBuffer
    private let bias: FloatBuffer
    private let gradients: FloatBuffer
    private let inputGradients: FloatBuffer

    init(_ shape: ProductShape) {
        self.shape = shape
        weightRows = (shape.inputs + 7) / 8 * 8
        let inputPanels = Panels.count(shape.inputs)
        let outputPanels = Panels.count(shape.outputs)
        func panels(_ count: Int, rows: Int, seed: UInt64) -> FloatBuffer {
            let buffer = FloatBuffer(count: count * rows * Panels.width)
            var stream = RandomStream(seed: seed, purpose: .initialisation)
            for index in 0 ..< buffer.count { buffer[index] = stream.unitFloat() - 0.5 }
            return buffer
        }
        activations = panels(inputPanels, rows: shape.rows, seed: 1)
        weights = panels(outputPanels, rows: weightRows, seed: 2)
        transposed = panels(inputPanels, rows: shape.outputs, seed: 3)
        bias = panels(outputPanels, rows: 1, seed: 4)
        gradients = panels(outputPanels, rows: shape.rows, seed: 5)
        inputGradients = panels(inputPanels, rows: shape.rows, seed: 6)
    }

    func multiply(_ kernels: KernelSet) {
        let rows = shape.rows
        switch shape.kind {
        case .forward where shape.isNarrow:
            kernels.narrowProductAB(
                activations.pointer, rows, weights.pointer, gradients.base, rows, shape.inputs, bias.pointer)
        case .forward:
            kernels.productAB(
                activations.pointer, rows, weights.pointer, weightRows, gradients.base, rows, rows, shape.inputs,
                Panels.count(shape.outputs), bias.pointer, nil, true)
        case .inputGradient:
            kernels.productAB(
                gradients.pointer, rows, transposed.pointer, shape.outputs, inputGradients.base, rows, rows,
                shape.outputs, Panels.count(shape.inputs), nil,
                shape.isFirstLayer ? nil : activations.pointer, false)
        case .weightGradient where shape.isNarrow:
            kernels.narrowProductATB(
                activations.pointer, rows, gradients.pointer, weights.base, rows, weightRows, bias.base)
        case .weightGradient:
            kernels.productATB(
                activations.pointer, rows, gradients.pointer, rows, weights.base, weightRows, rows, weightRows,
                Panels.count(shape.outputs), bias.base)
        }
    }
}
