/// The logits of a chunk under every group element.
public final class OrbitLogits {
    private let network: Network
    private let group: PermutationGroup
    private let images: OrbitImages
    private let propagation: Propagation
    /// (|G|, chunk, 32).
    private let values: FloatBuffer

    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, table: [Float], kernels: KernelSet
    ) {
        self.network = network
        self.group = group
        images = OrbitImages(group: group, table: table, kernels: kernels)
        propagation = Propagation(
            network.layout, kernels: kernels, rows: ImageChunk.size, tying: tying, training: false)
        values = FloatBuffer(count: group.order * ImageChunk.size * Panels.width)
    }

    /// Fills the logits of all elements for the samples of a chunk.
    public func compute(_ chunk: ImageChunk) {
        let rows = Panels.paddedRows(chunk.count)
        for element in 0 ..< group.order {
            for block in 0 ..< (propagation.tying?.order ?? 1) {
                let moved = propagation.tying == nil ? element : group.product(group.inverses[block], element)
                chunk.write(
                    images, element: moved, to: propagation.inputs, outRows: propagation.inputCapacity,
                    firstRow: block * rows)
            }
            propagation.forward(network, rows: chunk.count)
            pointer(element).update(from: propagation.logits.base, count: chunk.count * Panels.width)
        }
    }

    /// One panel, (chunk, 32), of one element.
    public func pointer(_ element: Int) -> UnsafeMutablePointer<Float> {
        values.base + element * ImageChunk.size * Panels.width
    }

    /// Of one sample under one element; valid until the next `compute`.
    public func row(_ element: Int, _ sample: Int) -> LogitRow {
        LogitRow(pointer(element), row: sample, classes: network.architecture.classes)
    }
}
