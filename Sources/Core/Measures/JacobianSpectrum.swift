/// σmax, the largest singular value of the Jacobian J (C, P) of all logits by the input, at x itself
/// (paper, section 4.4; method: "Measures"; the input is in normalised space).
///
/// σmax² is the largest eigenvalue of JJᵀ (C, C), and J = J₁W₁ with J₁ (C, H) the Jacobian by the first
/// pre-activations, so that JJᵀ = J₁(W₁W₁ᵀ)J₁ᵀ: the P inputs are never multiplied per sample. With
/// weight tying the first layer has |G|·H pre-activations, those of block h with the weights h·W₁, and
/// the same holds with the inner products of all |G|·H weight images for W₁W₁ᵀ.
///
/// Not Sendable: made and used by one lane.
public final class JacobianSpectrum {
    private let network: Network
    private let tying: WeightTying?
    private let kernels: KernelSet
    private let group: PermutationGroup
    private let images: OrbitImages
    /// |G| with weight tying, else 1.
    private let blocks: Int
    private let classes: Int

    private let inputs: FloatBuffer
    private let hidden: [FloatBuffer]
    /// Weights as (out, in) in panels; (C, H) for the last. Index 0 unused.
    private let transposed: [FloatBuffer]
    private let gradients: [FloatBuffer]
    /// The first layer before the pooling: block h is a matrix (H) in panels of its own.
    private let responses: FloatBuffer
    private let poolScratch: FloatBuffer
    /// Row c of J₁ of all samples: (|G|·H) in panels.
    private let firstGradients: [FloatBuffer]
    /// Inner products of the first layer's weight images, (|G|·H, |G|·H) in panels.
    private let weightGram: FloatBuffer
    /// The first layer's weights under one group element.
    private let movedWeights: FloatBuffer
    /// Row c of J₁(W₁W₁ᵀ) of all samples.
    private let product: FloatBuffer
    private let classNumbers: [[Int32]]
    /// (chunk, C, C).
    private let gram: UnsafeMutableBufferPointer<Double>

    /// Rows of all matrices: samples of a chunk.
    private static let rows = ImageChunk.size

    /// - Parameters:
    ///   - tying: of the network's first layer; nil for a plain perceptron.
    ///   - table: the normalised value of each byte.
    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, table: [Float], kernels: KernelSet
    ) {
        self.network = network
        self.tying = tying
        self.kernels = kernels
        self.group = group
        images = OrbitImages(group: group, table: table, kernels: kernels)
        blocks = tying?.order ?? 1
        classes = network.architecture.classes
        let layers = network.layout.layers
        let first = layers[0]
        let blocks = blocks
        func matrix(_ panels: Int) -> FloatBuffer { FloatBuffer(count: panels * Self.rows * Panels.width) }
        inputs = matrix(Panels.count(first.inputs))
        hidden = layers.dropLast().map { matrix($0.panels) }
        gradients = layers.dropLast().map { matrix($0.panels) }
        responses = matrix(tying == nil ? 0 : blocks * first.panels)
        poolScratch = FloatBuffer(count: blocks * Panels.width)
        firstGradients = (0 ..< classes).map { _ in matrix(blocks * first.panels) }
        product = matrix(blocks * first.panels)
        classNumbers = (0 ..< classes).map { [Int32](repeating: Int32($0), count: Self.rows) }
        gram = .allocate(capacity: Self.rows * classes * classes)
        gram.initialize(repeating: 0)
        transposed = layers.enumerated().map { index, layer in
            FloatBuffer(count: index == 0 ? 0 : Panels.count(layer.inputs) * layer.outputs * Panels.width)
        }
        let side = blocks * first.panels * Panels.width
        weightGram = FloatBuffer(count: side * side)
        movedWeights = FloatBuffer(count: first.panels * first.rows * Panels.width)
        prepare()
    }

    deinit { gram.deallocate() }

    /// Takes the network's parameters anew: to be called where they have changed since `init`. Does not
    /// allocate.
    public func prepare() {
        for index in 1 ..< transposed.count {
            let layer = network.layout.layers[index]
            kernels.transposePanels(
                network.parameters.pointer + layer.weight, layer.rows, transposed[index].base, layer.outputs,
                layer.inputs, layer.outputs)
        }
        fillWeightGram(side: blocks * network.layout.layers[0].panels * Panels.width)
    }

    /// Computes the Jacobians' Gram matrices of the samples of a chunk.
    public func compute(_ chunk: ImageChunk) {
        let rows = Panels.paddedRows(chunk.count)
        forward(chunk, rows: rows)
        for c in 0 ..< classes { backward(from: c, rows: rows) }
        let depth = blocks * network.layout.layers[0].panels * Panels.width
        for c in 0 ..< classes {
            kernels.productAB(
                firstGradients[c].pointer, Self.rows, weightGram.pointer, depth, product.base, Self.rows, rows, depth,
                depth / Panels.width, nil, nil, false)
            for other in 0 ... c {
                for i in 0 ..< chunk.count {
                    let value = innerProduct(product.pointer, firstGradients[other].pointer, row: i)
                    gram[(i * classes + c) * classes + other] = value
                    gram[(i * classes + other) * classes + c] = value
                }
            }
        }
    }

    /// Of a sample of the last computed chunk, once. NaN where the Jacobian is not finite.
    public func largestSingularValue(_ sample: Int) -> Double {
        let size = classes * classes
        let matrix = UnsafeMutableBufferPointer(rebasing: gram[sample * size ..< (sample + 1) * size])
        let largest = SymmetricEigenvalues.largest(of: matrix, order: classes)
        // A Jacobian of zeros has rounding of either sign, and NaN stays NaN.
        return (largest < 0 ? 0 : largest).squareRoot()
    }

    private func forward(_ chunk: ImageChunk, rows: Int) {
        let layers = network.layout.layers
        let parameters = network.parameters.pointer
        let first = layers[0]
        for block in 0 ..< blocks {
            chunk.write(images, element: group.inverses[block], to: inputs, outRows: Self.rows, firstRow: 0)
            let out = tying == nil ? hidden[0].base : responses.base + block * blockSize
            kernels.productAB(
                inputs.pointer, Self.rows, parameters + first.weight, first.rows, out, Self.rows, rows, first.inputs,
                first.panels, parameters + first.bias, nil, true)
        }
        // Blocks follow one another as matrices of their own, so that J₁ is one matrix of depth |G|·H:
        // to the pooling kernels block h begins h·panels·rows rows on.
        switch tying?.pooling {
        case .max:
            kernels.poolMax(
                responses.pointer, Self.rows, blockRows, blocks, hidden[0].base, Self.rows, rows, first.panels)
        case .mean:
            kernels.poolMean(
                responses.pointer, Self.rows, blockRows, blocks, hidden[0].base, Self.rows, rows, first.panels,
                poolScratch.base)
        case nil: break
        }
        for index in 1 ..< hidden.count {
            let layer = layers[index]
            kernels.productAB(
                hidden[index - 1].pointer, Self.rows, parameters + layer.weight, layer.rows, hidden[index].base,
                Self.rows, rows, layer.inputs, layer.panels, parameters + layer.bias, nil, true)
        }
    }

    /// Row c of J₁.
    private func backward(from c: Int, rows: Int) {
        let layers = network.layout.layers
        let last = hidden.count - 1
        let byFirstLayer = tying == nil ? firstGradients[c] : gradients[0]
        func gradient(_ index: Int) -> FloatBuffer { index == 0 ? byFirstLayer : gradients[index] }
        kernels.logitGradient(
            hidden[last].pointer, Self.rows, classNumbers[c], rows, transposed[last + 1].pointer,
            layers[last + 1].outputs, gradient(last).base, layers[last].panels)
        for index in stride(from: last, to: 0, by: -1) {
            let layer = layers[index]
            // With pooling the mask is the pooled gradient's own affair.
            let mask = index == 1 && tying != nil ? nil : hidden[index - 1].pointer
            kernels.productAB(
                gradient(index).pointer, Self.rows, transposed[index].pointer, layer.outputs, gradient(index - 1).base,
                Self.rows, rows, layer.outputs, Panels.count(layer.inputs), nil, mask, false)
        }
        switch tying?.pooling {
        case .max:
            kernels.poolMaxGradient(
                responses.pointer, firstGradients[c].base, Self.rows, blockRows, blocks, hidden[0].pointer,
                gradients[0].pointer, Self.rows, rows, layers[0].panels)
        case .mean:
            kernels.poolMeanGradient(
                responses.pointer, firstGradients[c].base, Self.rows, blockRows, blocks, gradients[0].pointer,
                Self.rows, rows, layers[0].panels)
        case nil: break
        }
    }

    private var blockRows: Int { network.layout.layers[0].panels * Self.rows }
    private var blockSize: Int { blockRows * Panels.width }

    /// Σ over the panels of one row of two matrices, in double and in order.
    private func innerProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, row: Int) -> Double {
        var sum = 0.0
        for panel in 0 ..< blocks * network.layout.layers[0].panels {
            let at = (panel * Self.rows + row) * Panels.width
            for feature in at ..< at + Panels.width { sum += Double(a[feature]) * Double(b[feature]) }
        }
        return sum
    }

    /// ⟨a·w_j, b·w_k⟩ = ⟨w_j, (a⁻¹b)·w_k⟩ at row (a, j) and column (b, k).
    private func fillWeightGram(side: Int) {
        let first = network.layout.layers[0]
        let weights = network.parameters.pointer + first.weight
        let moved = movedWeights
        for g in 0 ..< blocks {
            group.withSource(of: g) { source in
                for panel in 0 ..< first.panels {
                    for pixel in 0 ..< first.inputs {
                        let from = weights + (panel * first.rows + Int(source[pixel])) * Panels.width
                        (moved.base + (panel * first.rows + pixel) * Panels.width)
                            .update(from: from, count: Panels.width)
                    }
                }
            }
            for a in 0 ..< blocks {
                let b = group.product(a, g)
                let corner = (b * first.panels * side + a * first.panels * Panels.width) * Panels.width
                kernels.productATB(
                    weights, first.rows, moved.pointer, first.rows, weightGram.base + corner, side, first.inputs,
                    (first.outputs + 7) / 8 * 8, first.panels, nil)
            }
        }
    }
}
