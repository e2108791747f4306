/// The rays of a chunk's mixtures: x₀, x − x₀ and W₁(x − x₀) are mixtures of those of D₁ and of D₂, each with
/// its own baseline, computed once for all β and, with weight tying, for all blocks.
final class DriftRays: RayImages {
    let start: FloatBuffer
    private let first: Side
    private let second: Side
    private let order: Int
    private var mixture = DriftMixture(0)

    /// One of the two sets.
    private struct Side {
        let rays: OrbitRays
        /// Element g of sample i in row g·`ImageChunk.size` + i.
        let differences: FloatBuffer
        let slopes: FloatBuffer

        func compute(_ chunk: ImageChunk, order: Int) {
            for element in 0 ..< order {
                rays.write(
                    chunk, element: element, differences: differences, slopes: slopes,
                    outRows: order * ImageChunk.size, firstRow: element * ImageChunk.size)
            }
        }
    }

    /// - Parameter normalisations: of D₁ and of D₂.
    init(
        _ network: Network, group: PermutationGroup, normalisations: (first: Normalisation, second: Normalisation),
        baseline: SaliencyOptions.Baseline, kernels: KernelSet
    ) {
        let layer = network.layout.layers[0]
        let rows = group.order * ImageChunk.size
        func side(_ normalisation: Normalisation) -> Side {
            Side(
                rays: OrbitRays(
                    network, group: group, normalisation: normalisation, baseline: baseline, kernels: kernels),
                differences: FloatBuffer(count: Panels.count(layer.inputs) * rows * Panels.width),
                slopes: FloatBuffer(count: layer.panels * rows * Panels.width))
        }
        order = group.order
        first = side(normalisations.first)
        second = side(normalisations.second)
        start = FloatBuffer(count: first.rays.start.count)
    }

    /// What is the same for all mixtures of a chunk.
    func prepare(_ chunk: DriftChunk) {
        first.compute(chunk.first, order: order)
        second.compute(chunk.second, order: order)
    }

    /// The mixture that is written from now on.
    func mix(_ mixture: DriftMixture) {
        self.mixture = mixture
        mixture.blend(first.rays.start.base, second.rays.start.base, to: start.base, count: start.count)
    }

    /// - Parameter chunk: D₁'s part of the prepared one.
    func write(
        _ chunk: ImageChunk, element: Int, differences: FloatBuffer, slopes: FloatBuffer, outRows: Int, firstRow: Int
    ) {
        func blend(_ a: FloatBuffer, _ b: FloatBuffer, to out: FloatBuffer) {
            let rows = order * ImageChunk.size
            mixture.blend(
                a, b, rows: rows, row: element * ImageChunk.size, to: out, outRows: outRows, outRow: firstRow,
                count: chunk.count, panels: a.count / (rows * Panels.width))
        }
        blend(first.differences, second.differences, to: differences)
        blend(first.slopes, second.slopes, to: slopes)
    }
}
