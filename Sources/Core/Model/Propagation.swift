/// Forward and backward passes of one batch through a perceptron, with all the memory they need
/// allocated once.
///
/// Row m of every matrix belongs to row m of `inputs`; with weight tying the inputs hold |G| blocks
/// of rows, block h at h·stride, stride = `Panels.paddedRows(rows)`, and everything after the
/// pooling holds one.
public final class Propagation {
    public let kernels: KernelSet
    public let layout: ParameterLayout
    public let tying: WeightTying?
    /// Rows allocated after the pooling, per panel.
    public let capacity: Int
    /// Rows allocated in `inputs`, per panel: `capacity`, times |G| with weight tying.
    public let inputCapacity: Int
    /// (P) in panels.
    public let inputs: FloatBuffer
    /// After ReLU (and pooling) of each hidden layer, in panels.
    public let hidden: [FloatBuffer]
    /// One panel: (capacity, 32), classes in the first columns.
    public let logits: FloatBuffer
    /// Gradient by the logits, like `logits`; filled by the caller before `backward`.
    public let logitGradient: FloatBuffer
    /// Gradient by the parameters, in their layout; filled by `backward`.
    public let gradient: FloatBuffer

    /// First-layer responses before the pooling, and their gradient.
    private let responses: FloatBuffer?
    private let responseGradient: FloatBuffer?
    private let poolScratch: FloatBuffer?
    /// Weights as (out, in) in panels, of the layers whose inputs need a gradient; index 0 unused.
    private let transposed: [FloatBuffer]
    private let hiddenGradients: [FloatBuffer]

    /// - Parameter rows: the largest batch, after pooling.
    public init(_ layout: ParameterLayout, kernels: KernelSet, rows: Int, tying: WeightTying?, training: Bool) {
        precondition(layout.architecture.classes <= Panels.width, "more than 32 classes")
        precondition(!layout.architecture.hidden.isEmpty, "no hidden layer")
        self.layout = layout
        self.kernels = kernels
        self.tying = tying
        capacity = Panels.paddedRows(rows)
        inputCapacity = capacity * (tying?.order ?? 1)
        let capacity = self.capacity
        let first = layout.layers[0]
        inputs = FloatBuffer(count: Panels.count(first.inputs) * inputCapacity * Panels.width)
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
            ? layout.layers.map { FloatBuffer(count: Panels.count($0.inputs) * $0.outputs * Panels.width) } : []
    }

    /// Logits of the first `rows` rows of `inputs` (of each block, with weight tying).
    public func forward(_ network: Network, rows: Int) {
        let rows = Panels.paddedRows(rows)
        precondition(rows <= capacity, "batch beyond the capacity")
        let parameters = network.parameters.pointer
        let first = layout.layers[0]
        if let tying, let responses {
            kernels.productAB(
                inputs.pointer, inputCapacity, parameters + first.weight, first.rows, responses.base, inputCapacity,
                rows * tying.order, first.inputs, first.panels, parameters + first.bias, nil, true)
            pool(responses, tying, rows: rows)
        } else {
            kernels.productAB(
                inputs.pointer, inputCapacity, parameters + first.weight, first.rows, hidden[0].base, capacity, rows,
                first.inputs, first.panels, parameters + first.bias, nil, true)
        }
        for index in 1 ..< layout.layers.count {
            let layer = layout.layers[index]
            let isLast = index == layout.layers.count - 1
            kernels.productAB(
                hidden[index - 1].pointer, capacity, parameters + layer.weight, layer.rows,
                isLast ? logits.base : hidden[index].base, capacity, rows, layer.inputs, layer.panels,
                parameters + layer.bias, nil, !isLast)
        }
    }

    /// The gradient by the parameters, from `logitGradient` and what the last `forward` left. Rows
    /// of `logitGradient` beyond `rows` up to the padding must be zero.
    public func backward(_ network: Network, rows: Int) {
        let rows = Panels.paddedRows(rows)
        let parameters = network.parameters.pointer
        for index in stride(from: layout.layers.count - 1, to: 0, by: -1) {
            let layer = layout.layers[index]
            let isLast = index == layout.layers.count - 1
            let output = isLast ? logitGradient : hiddenGradients[index]
            parameterGradient(
                layer, of: hidden[index - 1].pointer, capacity, by: output.pointer, capacity, rows: rows)
            kernels.transposePanels(
                parameters + layer.weight, layer.rows, transposed[index].base, layer.outputs, layer.inputs,
                layer.outputs)
            // With pooling the mask is the pooled gradient's own affair.
            let mask = index == 1 && tying != nil ? nil : hidden[index - 1].pointer
            kernels.productAB(
                output.pointer, capacity, transposed[index].pointer, layer.outputs, hiddenGradients[index - 1].base,
                capacity, rows, layer.outputs, Panels.count(layer.inputs), nil, mask, false)
        }
        let first = layout.layers[0]
        if let tying, let responses, let responseGradient {
            poolGradient(responses, responseGradient, tying, rows: rows)
            parameterGradient(
                first, of: inputs.pointer, inputCapacity, by: responseGradient.pointer, inputCapacity,
                rows: rows * tying.order)
        } else {
            parameterGradient(
                first, of: inputs.pointer, inputCapacity, by: hiddenGradients[0].pointer, capacity, rows: rows)
        }
    }

    private func parameterGradient(
        _ layer: ParameterLayout.Layer, of input: UnsafePointer<Float>, _ inputRows: Int,
        by output: UnsafePointer<Float>, _ outputRows: Int, rows: Int
    ) {
        kernels.productATB(
            input, inputRows, output, outputRows, gradient.base + layer.weight, layer.rows, rows, layer.rows,
            layer.panels)
        kernels.columnSums(output, outputRows, gradient.base + layer.bias, rows, layer.panels)
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
