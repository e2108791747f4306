/// Forward and backward passes of one batch through a perceptron, with all the memory they need
/// allocated once.
///
/// Row m of every matrix belongs to row m of `inputs`; with weight tying the inputs hold |G| blocks
/// of rows, block h at h·stride, stride = `Panels.paddedRows(rows)`, and everything after the
/// pooling holds one.
///
/// An input is a constant background and a sparse rest, the ink: W₁x + b₁ is the response to the
/// background, computed once per network, and the products of the inked pixels' weights. Data that is
/// not sparse is written out as whole images and multiplied densely.
public final class Propagation {
    /// The functions that compute; all sets give the same bits.
    public let kernels: KernelSet
    /// Of the parameters that passes read and of the gradients that they write.
    public let layout: ParameterLayout
    /// Of the first layer; nil for a plain perceptron.
    public let tying: WeightTying?
    /// Rows allocated after the pooling, per panel.
    public let capacity: Int
    /// Rows allocated in `inputs`, per panel: `capacity`, times |G| with weight tying.
    public let inputCapacity: Int
    /// The ink of every row.
    public let inputs: InkRows
    /// After ReLU (and pooling) of each hidden layer, in panels.
    public let hidden: [FloatBuffer]
    /// One panel: (capacity, 32), classes in the first columns.
    public let logits: FloatBuffer
    /// Gradient by the logits, like `logits`; filled by the caller before `backward`.
    public let logitGradient: FloatBuffer
    /// Gradient by the parameters, in their layout; filled by `backward`.
    /// Not at the first layer's weights of idle pixels: those have `backgroundGradient` instead.
    public let gradient: FloatBuffer
    /// (H): the gradient by every first-layer weight whose pixel is background in all rows.
    public let backgroundGradient: FloatBuffer

    /// What the parameters of the last `prepare` were taken from.
    private var network: Network?
    /// The background's normalised value.
    private let background: Float
    /// (256): each byte's normalised value above the background's.
    private let shades: FloatBuffer
    /// (H): W₁·background + b₁; of sparse data only.
    private let start: FloatBuffer
    /// The inputs as whole images, (P) in panels, where the data is not sparse.
    private let images: (pixels: FloatBuffer, values: FloatBuffer)?
    /// (P): 0 at idle pixels, which have no ink in any row ever given.
    private let isActive: [UInt8]
    /// First-layer responses before the pooling, and their gradient.
    private let responses: FloatBuffer?
    private let responseGradient: FloatBuffer?
    private let poolScratch: FloatBuffer?
    /// Weights as (out, in) in panels, of the layers whose inputs need a gradient; index 0 unused.
    private let transposed: [FloatBuffer]
    private let hiddenGradients: [FloatBuffer]

    /// - Parameters:
    ///   - rows: the largest batch, after pooling.
    ///   - training: whether there is memory for `backward`.
    ///   - isActive: (P), 0 at pixels that have no ink in any row; nil if that is not known.
    public init(
        _ layout: ParameterLayout, normalisation: Normalisation, kernels: KernelSet, rows: Int, tying: WeightTying?,
        training: Bool, isActive: [UInt8]? = nil
    ) {
        precondition(layout.architecture.classes <= Panels.width, "more than 32 classes")
        precondition(!layout.architecture.hidden.isEmpty, "no hidden layer")
        self.layout = layout
        self.kernels = kernels
        self.tying = tying
        capacity = Panels.paddedRows(rows)
        inputCapacity = capacity * (tying?.order ?? 1)
        let capacity = self.capacity
        let first = layout.layers[0]
        inputs = InkRows(capacity: inputCapacity)
        precondition(isActive == nil || isActive?.count == first.inputs, "one flag per pixel")
        self.isActive = isActive ?? [UInt8](repeating: 1, count: first.inputs)
        background = normalisation.backgroundValue
        shades = normalisation.shades
        start = FloatBuffer(count: first.panels * Panels.width)
        images =
            normalisation.isSparse
            ? nil
            : (
                FloatBuffer(count: Panels.count(first.inputs) * inputCapacity * Panels.width),
                FloatBuffer(normalisation.values)
            )
        backgroundGradient = FloatBuffer(count: training ? first.panels * Panels.width : 0)
        let hiddenLayers = layout.layers.dropLast()
        hidden = hiddenLayers.map { FloatBuffer(count: $0.panels * capacity * Panels.width) }
        logits = FloatBuffer(count: capacity * Panels.width)
        if let tying {
            let count = first.panels * inputCapacity * Panels.width
            responses = FloatBuffer(count: count)
            responseGradient = training ? FloatBuffer(count: count) : nil
            poolScratch = FloatBuffer(count: tying.order * Panels.width)
        } else {
            responses = nil
            responseGradient = nil
            poolScratch = nil
        }
        logitGradient = FloatBuffer(count: training ? capacity * Panels.width : 0)
        gradient = FloatBuffer(count: training ? layout.count : 0)
        hiddenGradients = training ? hiddenLayers.map { FloatBuffer(count: $0.panels * capacity * Panels.width) } : []
        transposed =
            training
            ? layout.layers.enumerated().map { index, layer in
                FloatBuffer(count: index == 0 ? 0 : Panels.count(layer.inputs) * layer.outputs * Panels.width)
            } : []
    }

    /// Takes up a network; to be called again whenever its parameters have changed.
    public func prepare(_ network: Network) {
        self.network = network
        guard images == nil else { return }
        let first = layout.layers[0]
        let parameters = network.parameters.pointer
        kernels.columnSums(parameters + first.weight, first.rows, start.base, first.rows, first.panels)
        for unit in 0 ..< start.count {
            start.base[unit] = parameters[first.bias + unit] + background * start.base[unit]
        }
    }

    /// Logits of the first `rows` rows of `inputs` (of each block, with weight tying), whose padding
    /// must be blank.
    public func forward(rows: Int) {
        guard let network else { preconditionFailure("no network was prepared") }
        let rows = Panels.paddedRows(rows)
        precondition(rows <= capacity, "batch beyond the capacity")
        respond(network.parameters.pointer, rows: rows * (tying?.order ?? 1), rectified: true)
        propagate(network.parameters.pointer, rows: rows)
    }

    /// The first layer's responses, in panels with `inputCapacity` rows, before any pooling.
    var firstResponses: FloatBuffer { responses ?? hidden[0] }

    /// W₁x + b₁ of `rows` rows of `inputs`, which must be padded: `firstResponses` without the ReLU. With
    /// weight tying the blocks' rows are counted too.
    func respondLinearly(rows: Int) {
        guard let network else { preconditionFailure("no network was prepared") }
        precondition(rows <= inputCapacity && rows == Panels.paddedRows(rows), "batch beyond the capacity")
        respond(network.parameters.pointer, rows: rows, rectified: false)
    }

    /// `forward` from `firstResponses` on, which the caller has filled, after the ReLU: for inputs that are
    /// no lists of ink.
    func propagate(rows: Int) {
        guard let network else { preconditionFailure("no network was prepared") }
        let rows = Panels.paddedRows(rows)
        precondition(rows <= capacity, "batch beyond the capacity")
        propagate(network.parameters.pointer, rows: rows)
    }

    private func propagate(_ parameters: UnsafePointer<Float>, rows: Int) {
        if let tying, let responses { pool(responses, tying, rows: rows) }
        for index in 1 ..< layout.layers.count {
            let layer = layout.layers[index]
            let isLast = index == layout.layers.count - 1
            if isLast, layer.isNarrow {
                kernels.narrowProductAB(
                    hidden[index - 1].pointer, capacity, parameters + layer.weight, logits.base, rows, layer.inputs,
                    parameters + layer.bias)
            } else {
                kernels.productAB(
                    hidden[index - 1].pointer, capacity, parameters + layer.weight, layer.rows,
                    isLast ? logits.base : hidden[index].base, capacity, rows, layer.inputs, layer.panels,
                    parameters + layer.bias, nil, !isLast)
            }
        }
    }

    /// The first layer's responses.
    private func respond(_ parameters: UnsafePointer<Float>, rows: Int, rectified: Bool) {
        let first = layout.layers[0]
        let target = firstResponses.base
        guard let images else {
            kernels.inkProduct(
                inputs.lists.places, inputs.lists.bytes, inputs.begins, inputs.ends, inputs.cursors, shades.pointer,
                parameters + first.weight, first.rows, start.pointer, target, inputCapacity, rows, first.panels,
                rectified)
            return
        }
        kernels.expandInk(
            inputs.lists.places, inputs.lists.bytes, inputs.begins, inputs.ends, images.values.pointer, background,
            images.pixels.base, inputCapacity, rows, first.inputs)
        kernels.productAB(
            images.pixels.pointer, inputCapacity, parameters + first.weight, first.rows, target, inputCapacity, rows,
            first.inputs, first.panels, parameters + first.bias, nil, rectified)
    }

    /// The gradient by the parameters, from `logitGradient` and what the last `forward` left. Rows
    /// of `logitGradient` beyond `rows` up to the padding must be zero.
    public func backward(rows: Int) {
        guard let network else { preconditionFailure("no network was prepared") }
        let rows = Panels.paddedRows(rows)
        let parameters = network.parameters.pointer
        for index in stride(from: layout.layers.count - 1, to: 0, by: -1) {
            let layer = layout.layers[index]
            let isLast = index == layout.layers.count - 1
            let output = isLast ? logitGradient : hiddenGradients[index]
            if layer.isNarrow {
                kernels.narrowProductATB(
                    hidden[index - 1].pointer, capacity, output.pointer, gradient.base + layer.weight, rows, layer.rows,
                    gradient.base + layer.bias)
            } else {
                kernels.productATB(
                    hidden[index - 1].pointer, capacity, output.pointer, capacity, gradient.base + layer.weight,
                    layer.rows, rows, layer.rows, layer.panels, gradient.base + layer.bias)
            }
            kernels.transposePanels(
                parameters + layer.weight, layer.rows, transposed[index].base, layer.outputs, layer.inputs,
                layer.outputs)
            // With pooling the mask is the pooled gradient's own affair.
            let mask = index == 1 && tying != nil ? nil : hidden[index - 1].pointer
            kernels.productAB(
                output.pointer, capacity, transposed[index].pointer, layer.outputs, hiddenGradients[index - 1].base,
                capacity, rows, layer.outputs, Panels.count(layer.inputs), nil, mask, false)
        }
        if let tying, let responses, let responseGradient {
            poolGradient(responses, responseGradient, tying, rows: rows)
            inputGradient(responseGradient, rows: rows * tying.order)
        } else {
            inputGradient(hiddenGradients[0], rows: rows)
        }
    }

    /// The first layer's: the background's share is one row for all pixels.
    private func inputGradient(_ output: FloatBuffer, rows: Int) {
        let first = layout.layers[0]
        let bias = gradient.base + first.bias
        kernels.columnSums(output.pointer, inputCapacity, bias, rows, first.panels)
        for unit in 0 ..< backgroundGradient.count { backgroundGradient.base[unit] = background * bias[unit] }
        if let images {
            kernels.productATB(
                images.pixels.pointer, inputCapacity, output.pointer, inputCapacity, gradient.base + first.weight,
                first.rows, rows, first.rows, first.panels, nil)
            return
        }
        isActive.withUnsafeBufferPointer { isActive in
            guard let isActive = isActive.baseAddress else { return }
            kernels.inkGradient(
                inputs.lists.places, inputs.lists.bytes, inputs.begins, inputs.ends, inputs.cursors, shades.pointer,
                gradient.base + first.weight, first.rows, first.inputs, isActive, backgroundGradient.pointer,
                output.pointer, inputCapacity, rows, first.panels)
        }
    }

    private func pool(_ responses: FloatBuffer, _ tying: WeightTying, rows: Int) {
        let panels = layout.layers[0].panels
        switch tying.pooling {
        case .max:
            kernels.poolMax(
                responses.pointer, inputCapacity, rows, tying.order, hidden[0].base, capacity, rows, panels)
        case .mean:
            guard let poolScratch else { return }
            kernels.poolMean(
                responses.pointer, inputCapacity, rows, tying.order, hidden[0].base, capacity, rows, panels,
                poolScratch.base)
        }
    }

    private func poolGradient(
        _ responses: FloatBuffer, _ responseGradient: FloatBuffer, _ tying: WeightTying, rows: Int
    ) {
        let panels = layout.layers[0].panels
        switch tying.pooling {
        case .max:
            kernels.poolMaxGradient(
                responses.pointer, responseGradient.base, inputCapacity, rows, tying.order, hidden[0].pointer,
                hiddenGradients[0].pointer, capacity, rows, panels)
        case .mean:
            kernels.poolMeanGradient(
                responses.pointer, responseGradient.base, inputCapacity, rows, tying.order,
                hiddenGradients[0].pointer, capacity, rows, panels)
        }
    }
}
