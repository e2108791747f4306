/// The logits of a chunk under every group element.
public final class OrbitLogits {
    private let network: Network
    private let group: PermutationGroup
    private let normalisation: Normalisation
    private let kernels: KernelSet
    private let propagation: Propagation
    /// The ink of image i under element g at g·(chunk's count) + i.
    private let ink: InkLists
    /// (|G|, chunk, 32).
    private let values: FloatBuffer

    /// - Parameters:
    ///   - tying: of the network's first layer; nil for a plain perceptron.
    ///   - normalisation: of the images.
    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, normalisation: Normalisation,
        kernels: KernelSet
    ) {
        self.network = network
        self.group = group
        self.normalisation = normalisation
        self.kernels = kernels
        propagation = Propagation(
            network.layout, normalisation: normalisation, kernels: kernels, rows: ImageChunk.size, tying: tying,
            training: false)
        propagation.prepare(network)
        let lists = group.order * ImageChunk.size
        ink = InkLists(lists: lists, entries: lists * group.pixels, pixels: group.pixels)
        values = FloatBuffer(count: group.order * ImageChunk.size * Panels.width)
    }

    /// Fills the logits of all elements for the samples of a chunk.
    /// - Parameter elementDone: called after each element, while its `activation` rows are there.
    public func compute(_ chunk: ImageChunk, elementDone: (Int) -> Void = { _ in }) {
        list(chunk)
        let inputs = propagation.inputs
        let stride = Panels.paddedRows(chunk.count)
        for element in 0 ..< group.order {
            for block in 0 ..< (propagation.tying?.order ?? 1) {
                let moved = propagation.tying == nil ? element : group.product(group.inverses[block], element)
                for i in 0 ..< chunk.count { inputs.show(moved * chunk.count + i, at: block * stride + i) }
                inputs.blank(block * stride + chunk.count ..< (block + 1) * stride)
            }
            propagation.forward(rows: chunk.count)
            pointer(element).update(from: propagation.logits.base, count: chunk.count * Panels.width)
            elementDone(element)
        }
    }

    /// After ReLU (and pooling) of a hidden layer, of the element that is being computed: panel k of
    /// the sample's row, 32 features of which those beyond the layer's width are zero.
    func activation(layer: Int, panel: Int, _ sample: Int) -> UnsafePointer<Float> {
        propagation.hidden[layer].pointer + (panel * propagation.capacity + sample) * Panels.width
    }

    private func list(_ chunk: ImageChunk) {
        ink.removeAll()
        for element in 0 ..< group.order {
            for i in 0 ..< chunk.count {
                ink.append(
                    chunk.samples.images.pointer(chunk.range.lowerBound + i), under: element, of: group,
                    background: normalisation.background, kernels: kernels)
            }
        }
        propagation.inputs.read(from: ink)
    }

    /// One panel, (chunk, 32), of one element.
    public func pointer(_ element: Int) -> UnsafeMutablePointer<Float> {
        values.base + element * ImageChunk.size * Panels.width
    }

    /// The logits of one sample under one element; valid until the next `compute`.
    public func row(_ element: Int, _ sample: Int) -> LogitRow {
        LogitRow(pointer(element), row: sample, classes: network.architecture.classes)
    }
}
