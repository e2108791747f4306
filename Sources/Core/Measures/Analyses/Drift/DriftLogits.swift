/// The logits of a chunk's mixtures under every group element.
///
/// The first layer is linear: its responses to the mixtures are mixtures of its responses to D₁ and to D₂,
/// which are computed once for all β and, with weight tying, for all blocks.
final class DriftLogits {
    private let group: PermutationGroup
    private let classes: Int
    private let first: DriftResponses
    private let second: DriftResponses
    /// All that follows the first layer's product.
    private let propagation: Propagation
    private let panels: Int
    /// (|G|, chunk, 32).
    private let values: FloatBuffer

    /// - Parameter normalisations: of D₁ and of D₂.
    init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup,
        normalisations: (first: Normalisation, second: Normalisation), kernels: KernelSet
    ) {
        self.group = group
        classes = network.architecture.classes
        panels = network.layout.layers[0].panels
        first = DriftResponses(network, group: group, normalisation: normalisations.first, kernels: kernels)
        second = DriftResponses(network, group: group, normalisation: normalisations.second, kernels: kernels)
        propagation = Propagation(
            network.layout, normalisation: normalisations.first, kernels: kernels, rows: ImageChunk.size, tying: tying,
            training: false)
        propagation.prepare(network)
        values = FloatBuffer(count: group.order * ImageChunk.size * Panels.width)
    }

    /// What is the same for all mixtures of a chunk.
    func prepare(_ chunk: DriftChunk) {
        first.compute(chunk.first)
        second.compute(chunk.second)
    }

    /// Fills the logits of one mixture of the prepared chunk.
    func compute(_ chunk: DriftChunk, _ mixture: DriftMixture) {
        let stride = Panels.paddedRows(chunk.count)
        for element in 0 ..< group.order {
            for block in 0 ..< (propagation.tying?.order ?? 1) {
                let moved = propagation.tying == nil ? element : group.product(group.inverses[block], element)
                mixture.blend(
                    first.values, second.values, rows: first.rows, row: moved * ImageChunk.size,
                    to: propagation.firstResponses, outRows: propagation.inputCapacity, outRow: block * stride,
                    count: stride, panels: panels, rectified: true)
            }
            propagation.propagate(rows: chunk.count)
            pointer(element).update(from: propagation.logits.base, count: chunk.count * Panels.width)
        }
    }

    /// One panel, (chunk, 32), of one element.
    func pointer(_ element: Int) -> UnsafeMutablePointer<Float> {
        values.base + element * ImageChunk.size * Panels.width
    }

    /// Of one sample under one element; valid until the next `compute`.
    func row(_ element: Int, _ sample: Int) -> LogitRow {
        LogitRow(pointer(element), row: sample, classes: classes)
    }
}
