/// Integrated gradients of one logit (Sundararajan, Taly, Yan, 2017) for a chunk of images:
/// (x − x₀)·∫₀¹ ∂f_c/∂x (x₀ + α(x − x₀)) dα, by a quadrature.
///
/// The first layer is linear along the ray, so its product is computed once per image for all
/// steps, and its transposed product once on the summed gradients: both are exact rearrangements.
public final class IntegratedGradients {
    private let network: Network
    private let tying: WeightTying?
    private let kernels: KernelSet
    private let group: PermutationGroup
    /// Gives x − x₀ instead of x.
    private let images: OrbitImages
    private let quadrature: (points: FloatBuffer, weights: FloatBuffer, steps: Int)
    /// |G| with weight tying, else 1.
    private let blocks: Int

    /// x − x₀ and W₁(x − x₀): block h of rows at h·`ImageChunk.size`.
    private let differences: FloatBuffer
    private let slopes: FloatBuffer
    private let gradientSums: FloatBuffer
    /// The gradient by x, summed over the ray, of every block.
    private let inputGradients: FloatBuffer
    /// W₁x₀ + b₁.
    private let start: FloatBuffer
    /// Weights as (out, in) in panels; (C, H) for the last.
    private let transposed: [FloatBuffer]

    /// Images whose rays are followed at once: as many as keep the activations in the
    /// second-level cache.
    private let raysAtOnce: Int
    private let rayRows: Int
    private let responses: FloatBuffer
    private let responseGradients: FloatBuffer
    private let poolScratch: FloatBuffer
    private let hidden: [FloatBuffer]
    private let gradients: [FloatBuffer]
    private let attribution: FloatBuffer
    /// (|G|, P padded to 32): the blocks' parts of one attribution.
    private let parts: FloatBuffer

    private var capacity: Int { blocks * ImageChunk.size }

    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, table: [Float], options: SaliencyOptions,
        kernels: KernelSet
    ) {
        self.network = network
        self.tying = tying
        self.group = group
        self.kernels = kernels
        blocks = tying?.order ?? 1
        let baseline: Float =
            switch options.baseline {
            case .zero: 0
            case .black: table[0]
            }
        images = OrbitImages(group: group, table: table.map { $0 - baseline }, kernels: kernels)
        let rule = Quadrature(options.rule, steps: options.steps)
        let points = FloatBuffer(count: options.steps)
        let weights = FloatBuffer(count: options.steps)
        for i in 0 ..< options.steps {
            points[i] = Float(rule.points[i])
            weights[i] = Float(rule.weights[i])
        }
        quadrature = (points, weights, options.steps)

        let layers = network.layout.layers
        let inputPanels = Panels.count(layers[0].inputs)
        let rows = blocks * ImageChunk.size
        func panels(_ count: Int, rows: Int) -> FloatBuffer { FloatBuffer(count: count * rows * Panels.width) }
        differences = panels(inputPanels, rows: rows)
        slopes = panels(layers[0].panels, rows: rows)
        gradientSums = panels(layers[0].panels, rows: rows)
        inputGradients = panels(inputPanels, rows: rows)
        raysAtOnce = min(ImageChunk.size, max(1, 256 / options.steps))
        rayRows = Panels.paddedRows(raysAtOnce * options.steps)
        let rayRows = self.rayRows
        hidden = layers.dropLast().map { panels($0.panels, rows: rayRows) }
        gradients = layers.dropLast().map { panels($0.panels, rows: rayRows) }
        responses = panels(layers[0].panels, rows: tying == nil ? 0 : blocks * rayRows)
        responseGradients = panels(layers[0].panels, rows: tying == nil ? 0 : blocks * rayRows)
        poolScratch = panels(1, rows: blocks)
        attribution = FloatBuffer(count: inputPanels * Panels.width)
        parts = FloatBuffer(count: blocks * inputPanels * Panels.width)
        transposed = layers.map { layer in
            let buffer = panels(Panels.count(layer.inputs), rows: layer.outputs)
            kernels.transposePanels(
                network.parameters.pointer + layer.weight, layer.rows, buffer.base, layer.outputs, layer.inputs,
                layer.outputs)
            return buffer
        }

        let first = layers[0]
        let origin = panels(inputPanels, rows: 4)
        for pixel in 0 ..< first.inputs { origin[Panels.offset(rows: 4, row: 0, feature: pixel)] = baseline }
        let responseAtOrigin = panels(first.panels, rows: 4)
        kernels.productAB(
            origin.pointer, 4, network.parameters.pointer + first.weight, first.rows, responseAtOrigin.base, 4, 4,
            first.inputs, first.panels, network.parameters.pointer + first.bias, nil, false)
        start = FloatBuffer(count: first.panels * Panels.width)
        for output in 0 ..< first.outputs {
            start[output] = responseAtOrigin[Panels.offset(rows: 4, row: 0, feature: output)]
        }
    }

    /// Attributions of every sample of a chunk under one group element.
    /// - Parameters:
    ///   - classes: the logit explained, one per sample.
    ///   - receive: called with the sample's place in the chunk and its P attributions, padded with
    ///     zeros to a multiple of 32; valid during the call.
    public func attribute(
        _ chunk: ImageChunk, element: Int, classes: [Int32], receive: (Int, UnsafeMutablePointer<Float>) -> Void
    ) {
        let first = network.layout.layers[0]
        for block in 0 ..< blocks {
            let moved = tying == nil ? element : group.product(group.inverses[block], element)
            chunk.write(
                images, element: moved, to: differences, outRows: capacity, firstRow: block * ImageChunk.size)
        }
        kernels.productAB(
            differences.pointer, capacity, network.parameters.pointer + first.weight, first.rows, slopes.base,
            capacity, capacity, first.inputs, first.panels, nil, nil, false)
        var image = 0
        while image < chunk.count {
            let count = min(raysAtOnce, chunk.count - image)
            followRays(from: image, count: count, classes: classes)
            image += count
        }
        kernels.productAB(
            gradientSums.pointer, capacity, transposed[0].pointer, first.outputs, inputGradients.base, capacity,
            capacity, first.outputs, Panels.count(first.inputs), nil, nil, false)
        for i in 0 ..< chunk.count { receive(i, gathered(i)) }
    }

    /// Sums the gradients by the first layer's responses over the rays of some images.
    private func followRays(from image: Int, count: Int, classes: [Int32]) {
        let layers = network.layout.layers
        let parameters = network.parameters.pointer
        let rows = Panels.paddedRows(count * quadrature.steps)
        respond(from: image, count: count, rows: rows)
        for index in 1 ..< hidden.count {
            let layer = layers[index]
            kernels.productAB(
                hidden[index - 1].pointer, rayRows, parameters + layer.weight, layer.rows, hidden[index].base, rayRows,
                rows, layer.inputs, layer.panels, parameters + layer.bias, nil, true)
        }
        let last = hidden.count - 1
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows) { rowClasses in
            for row in 0 ..< rows {
                rowClasses.initializeElement(
                    at: row, to: classes[min(image + row / quadrature.steps, image + count - 1)])
            }
            guard let base = rowClasses.baseAddress else { return }
            kernels.logitGradient(
                hidden[last].pointer, rayRows, base, rows, transposed[last + 1].pointer, layers[last + 1].outputs,
                gradients[last].base, layers[last].panels)
        }
        for index in stride(from: last, to: 0, by: -1) {
            let layer = layers[index]
            let mask = index == 1 && tying != nil ? nil : hidden[index - 1].pointer
            kernels.productAB(
                gradients[index].pointer, rayRows, transposed[index].pointer, layer.outputs,
                gradients[index - 1].base, rayRows, rows, layer.outputs, Panels.count(layer.inputs), nil, mask, false)
        }
        sumRays(from: image, count: count, rows: rows)
    }

    /// The first hidden layer at every step, pooled over the group with weight tying.
    private func respond(from image: Int, count: Int, rows: Int) {
        let panels = network.layout.layers[0].panels
        guard let tying else {
            kernels.rayResponses(
                start.pointer, slopes.pointer, capacity, image, count, quadrature.points.pointer, quadrature.steps,
                hidden[0].base, rayRows, panels)
            return
        }
        for block in 0 ..< blocks {
            kernels.rayResponses(
                start.pointer, slopes.pointer, capacity, block * ImageChunk.size + image, count,
                quadrature.points.pointer, quadrature.steps, responses.base + block * rows * Panels.width,
                blocks * rayRows, panels)
        }
        switch tying.pooling {
        case .max:
            kernels.poolMax(
                responses.pointer, blocks * rayRows, rows, blocks, hidden[0].base, rayRows, rows, panels)
        case .mean:
            kernels.poolMean(
                responses.pointer, blocks * rayRows, rows, blocks, hidden[0].base, rayRows, rows, panels,
                poolScratch.base)
        }
    }

    private func sumRays(from image: Int, count: Int, rows: Int) {
        let panels = network.layout.layers[0].panels
        guard let tying else {
            kernels.rayGradientSums(
                gradients[0].pointer, rayRows, count, quadrature.weights.pointer, quadrature.steps,
                gradientSums.base, capacity, image, panels)
            return
        }
        switch tying.pooling {
        case .max:
            kernels.poolMaxGradient(
                responses.pointer, responseGradients.base, blocks * rayRows, rows, blocks, hidden[0].pointer,
                gradients[0].pointer, rayRows, rows, panels)
        case .mean:
            kernels.poolMeanGradient(
                responses.pointer, responseGradients.base, blocks * rayRows, rows, blocks, gradients[0].pointer,
                rayRows, rows, panels)
        }
        for block in 0 ..< blocks {
            kernels.rayGradientSums(
                responseGradients.pointer + block * rows * Panels.width, blocks * rayRows, count,
                quadrature.weights.pointer, quadrature.steps, gradientSums.base, capacity,
                block * ImageChunk.size + image, panels)
        }
    }

    /// The attributions of one sample; with weight tying each block's are moved back by h and
    /// summed.
    private func gathered(_ sample: Int) -> UnsafeMutablePointer<Float> {
        let pixels = group.pixels
        guard tying != nil else {
            kernels.attributions(
                differences.pointer, capacity, sample, inputGradients.pointer, capacity, sample, pixels,
                attribution.base)
            return attribution.base
        }
        // For gx the blocks are those of x in another order: a sum that does not depend on it is what
        // makes the maps of x and gx the same to the last bit.
        let size = Panels.count(pixels) * Panels.width
        for block in 0 ..< blocks {
            let row = block * ImageChunk.size + sample
            kernels.attributions(
                differences.pointer, capacity, row, inputGradients.pointer, capacity, row, pixels, attribution.base)
            group.withSource(of: block) {
                kernels.permuteMap(attribution.base, $0, pixels, parts.base + block * size)
            }
        }
        kernels.sortedSumOfMaps(parts.base, size, blocks, pixels, attribution.base)
        return attribution.base
    }
}
