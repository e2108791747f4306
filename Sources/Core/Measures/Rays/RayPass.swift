/// Follows rays through the hidden layers and back: from the slopes of the first layer's responses
/// to the gradient of one logit by them, summed over the steps of a quadrature.
///
/// A dense pass would take a row per step through every product. Here a row is taken per end of a
/// run on the way up, and per run on the way down (Sources/Kernels/Ray.swift says what runs are,
/// docs/architecture.md what that saves); both are exact but for rounding.
///
/// Not Sendable: it belongs to the lane that measures.
final class RayPass {
    /// Rays followed at once: as many as keep their rows in the second-level cache.
    let raysAtOnce: Int

    private let network: Network
    private let tying: WeightTying?
    private let kernels: KernelSet
    private let steps: Int
    /// (S).
    private let points: FloatBuffer
    /// (S + 1): the sum of the weights before each step.
    private let cumulated: UnsafeMutablePointer<Double>
    /// W₁x₀ + b₁.
    private let start: FloatBuffer
    /// Weights as (out, in) in panels, rows padded to 32; (C, H) for the last; index 0 unused.
    private let transposed: [FloatBuffer]
    /// Level 0, the rays, to level L.
    private let levels: [RayRuns]
    /// Rows allocated in the two matrices.
    private let rows: Int
    /// Pre-activations at the ends of runs; on the way back gradients by activations.
    private let inputs: FloatBuffer
    /// Activations at the ends of runs; on the way back gradients by pre-activations.
    private let outputs: FloatBuffer
    private let heads: UnsafeMutablePointer<Int32>
    private let links: UnsafeMutablePointer<Int32>
    private let poolScratch: FloatBuffer

    init(_ network: Network, tying: WeightTying?, quadrature: Quadrature, start: FloatBuffer, kernels: KernelSet) {
        self.network = network
        self.tying = tying
        self.kernels = kernels
        self.start = start
        steps = quadrature.points.count
        points = FloatBuffer(count: steps)
        cumulated = .allocate(capacity: steps + 1)
        cumulated.initialize(repeating: 0, count: steps + 1)
        for step in 0 ..< steps {
            points[step] = Float(quadrature.points[step])
            cumulated[step + 1] = cumulated[step] + quadrature.weights[step]
        }
        let layers = network.layout.layers
        raysAtOnce = min(ImageChunk.size, max(1, 768 / steps))
        let capacity = raysAtOnce * steps
        rows = Panels.paddedRows(capacity)
        let hiddenPanels = layers.dropLast().map(\.panels)
        let widest = hiddenPanels.max() ?? 0
        inputs = FloatBuffer(count: widest * rows * Panels.width)
        outputs = FloatBuffer(count: widest * rows * Panels.width)
        levels = ([0] + hiddenPanels).map { RayRuns(capacity: capacity, panels: $0) }
        heads = .allocate(capacity: steps)
        heads.initialize(repeating: -1, count: steps)
        links = .allocate(capacity: widest * Panels.width)
        links.initialize(repeating: -1, count: widest * Panels.width)
        poolScratch = FloatBuffer(count: (tying?.order ?? 0) * Panels.width)
        transposed = layers.enumerated().map { index, layer in
            guard index > 0 else { return FloatBuffer(count: 0) }
            let rows = layer.panels * Panels.width
            let buffer = FloatBuffer(count: Panels.count(layer.inputs) * rows * Panels.width)
            kernels.transposePanels(
                network.parameters.pointer + layer.weight, layer.rows, buffer.base, rows, layer.inputs, layer.outputs)
            return buffer
        }
    }

    deinit {
        cumulated.deallocate()
        heads.deallocate()
        links.deallocate()
    }

    /// - Parameters:
    ///   - slopes: W₁(x − x₀) in panels with `slopeRows` rows; block h of the group, if the first
    ///     layer is tied, at h·`ImageChunk.size`.
    ///   - image: the first ray's row; `count` rays are followed, at most `raysAtOnce`.
    ///   - classes: the logit explained, one per ray.
    ///   - sums: like `slopes`; these rays' rows are overwritten.
    func follow(
        _ slopes: FloatBuffer, slopeRows: Int, image: Int, count: Int, classes: UnsafePointer<Int32>, sums: FloatBuffer
    ) {
        levels[0].count = count
        respond(slopes, slopeRows, image)
        let layers = network.layout.layers
        for index in 1 ..< levels.count - 1 {
            let layer = layers[index]
            kernels.productAB(
                outputs.pointer, rows, network.parameters.pointer + layer.weight, layer.rows, inputs.base, rows,
                Panels.paddedRows(levels[index].rows), layer.inputs, layer.panels,
                network.parameters.pointer + layer.bias, nil, false)
            refine(index)
        }
        startBack(classes)
        for index in stride(from: levels.count - 3, to: 0, by: -1) {
            let layer = layers[index]
            kernels.runGradientSums(
                inputs.pointer, rows, levels[index + 1].patterns, levels[index].entries, levels[index].count,
                outputs.base, rows, 0, layer.panels)
            kernels.productAB(
                outputs.pointer, rows, transposed[index].pointer, layer.panels * Panels.width, inputs.base, rows,
                Panels.paddedRows(levels[index].count), layer.outputs, Panels.count(layer.inputs), nil, nil, false)
        }
        finishBack(slopes, slopeRows, image, sums)
    }

    /// Level 1 and the first layer's activations at its ends.
    private func respond(_ slopes: FloatBuffer, _ slopeRows: Int, _ image: Int) {
        let panels = network.layout.layers[0].panels
        guard let tying else {
            kernels.rayEnds(
                start.pointer, slopes.pointer, slopeRows, image, levels[0].count, points.pointer, steps,
                levels[0].entries, inputs.base, rows, panels)
            refine(0)
            return
        }
        levels[1].count = kernels.pooledRuns(
            tying.pooling == .mean, start.pointer, slopes.pointer, slopeRows, image, ImageChunk.size, tying.order,
            points.pointer, steps, levels[0].entries, levels[0].count, levels[1].entries, outputs.base, rows, panels,
            heads, poolScratch.base)
    }

    /// From level `index` to the next by the pre-activations of the layer between them.
    private func refine(_ index: Int) {
        let isLast = index == levels.count - 2
        levels[index + 1].count = kernels.refineRuns(
            inputs.pointer, rows, levels[index].entries, levels[index].count, points.pointer,
            levels[index + 1].entries, levels[index + 1].patterns, isLast ? nil : outputs.base, rows,
            network.layout.layers[index].panels, heads, links)
    }

    /// The gradient by the activations of the last hidden layer but one, or of the only one.
    private func startBack(_ classes: UnsafePointer<Int32>) {
        let last = levels.count - 1
        let layers = network.layout.layers
        let logitRows = layers[last].panels * Panels.width
        guard last > 1 else {
            kernels.logitRows(
                levels[last].entries, levels[last].count, classes, transposed[last].pointer, logitRows, cumulated,
                inputs.base, rows, layers[0].panels)
            return
        }
        let layer = layers[last - 1]
        kernels.logitRunGradients(
            levels[last - 1].entries, levels[last - 1].count, levels[last].entries, levels[last].patterns,
            layer.panels, classes, transposed[last].pointer, logitRows, transposed[last - 1].pointer,
            layer.panels * Panels.width, cumulated, inputs.base, rows, Panels.count(layer.inputs))
    }

    private func finishBack(_ slopes: FloatBuffer, _ slopeRows: Int, _ image: Int, _ sums: FloatBuffer) {
        let panels = network.layout.layers[0].panels
        guard let tying else {
            kernels.runGradientSums(
                inputs.pointer, rows, levels[1].patterns, levels[0].entries, levels[0].count, sums.base, slopeRows,
                image, panels)
            return
        }
        kernels.pooledRunGradients(
            tying.pooling == .mean, start.pointer, slopes.pointer, slopeRows, image, ImageChunk.size, tying.order,
            points.pointer, levels[0].entries, levels[0].count, levels[1].entries, inputs.pointer, rows, sums.base,
            panels)
    }
}
