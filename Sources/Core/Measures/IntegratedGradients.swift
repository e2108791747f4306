/// Integrated gradients of one logit (Sundararajan, Taly, Yan, 2017) for a chunk of images:
/// (x − x₀)·∫₀¹ ∂f_c/∂x (x₀ + α(x − x₀)) dα, by a quadrature.
///
/// The first layer is linear along the ray, so its product is computed once per image for all
/// steps, and its transposed product once on the summed gradients: both are exact rearrangements.
/// What lies between the two is a `RayPass`.
public final class IntegratedGradients {
    private let network: Network
    private let tying: WeightTying?
    private let kernels: KernelSet
    private let group: PermutationGroup
    private let images: any RayImages
    /// |G| with weight tying, else 1.
    private let blocks: Int

    /// x − x₀ and W₁(x − x₀): block h of rows at h·`ImageChunk.size`.
    private let differences: FloatBuffer
    private let slopes: FloatBuffer
    private let gradientSums: FloatBuffer
    /// The gradient by x, summed over the ray, of every block.
    private let inputGradients: FloatBuffer
    /// W₁ as (out, in) in panels.
    private let transposed: FloatBuffer
    private let rays: RayPass
    private let attribution: FloatBuffer
    /// (|G|, P padded to 32): the blocks' parts of one attribution.
    private let parts: FloatBuffer

    private var capacity: Int { blocks * ImageChunk.size }

    /// - Parameters:
    ///   - tying: of the network's first layer; nil for a plain perceptron.
    ///   - normalisation: of the images.
    ///   - options: steps, rule and baseline; target and threshold do not count here.
    public convenience init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, normalisation: Normalisation,
        options: SaliencyOptions, kernels: KernelSet
    ) {
        let images = OrbitRays(
            network, group: group, normalisation: normalisation, baseline: options.baseline, kernels: kernels)
        self.init(network, tying: tying, group: group, images: images, options: options, kernels: kernels)
    }

    /// - Parameter images: what is attributed to. Its baseline counts, not that of `options`.
    init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, images: any RayImages,
        options: SaliencyOptions, kernels: KernelSet
    ) {
        self.network = network
        self.tying = tying
        self.group = group
        self.kernels = kernels
        blocks = tying?.order ?? 1
        self.images = images
        let first = network.layout.layers[0]
        let inputPanels = Panels.count(first.inputs)
        let rows = blocks * ImageChunk.size
        func panels(_ count: Int, rows: Int) -> FloatBuffer { FloatBuffer(count: count * rows * Panels.width) }
        differences = panels(inputPanels, rows: rows)
        slopes = panels(first.panels, rows: rows)
        gradientSums = panels(first.panels, rows: rows)
        inputGradients = panels(inputPanels, rows: rows)
        attribution = FloatBuffer(count: inputPanels * Panels.width)
        parts = FloatBuffer(count: blocks * inputPanels * Panels.width)
        transposed = panels(inputPanels, rows: first.outputs)
        kernels.transposePanels(
            network.parameters.pointer + first.weight, first.rows, transposed.base, first.outputs, first.inputs,
            first.outputs)

        rays = RayPass(
            network, tying: tying, quadrature: Quadrature(options.rule, steps: options.steps), start: images.start,
            kernels: kernels)
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
            images.write(
                chunk, element: moved, differences: differences, slopes: slopes, outRows: capacity,
                firstRow: block * ImageChunk.size)
        }
        var image = 0
        classes.withUnsafeBufferPointer { classes in
            guard let base = classes.baseAddress else { return }
            while image < chunk.count {
                let count = min(rays.raysAtOnce, chunk.count - image)
                rays.follow(
                    slopes, slopeRows: capacity, image: image, count: count, classes: base + image, sums: gradientSums)
                image += count
            }
        }
        kernels.productAB(
            gradientSums.pointer, capacity, transposed.pointer, first.outputs, inputGradients.base, capacity,
            capacity, first.outputs, Panels.count(first.inputs), nil, nil, false)
        for i in 0 ..< chunk.count { receive(i, gathered(i)) }
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
