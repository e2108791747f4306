/// The slopes of the first layer's responses along the rays of a chunk, W₁(x − x₀): that of an
/// image that is all background, computed once, and the inked pixels' part.
///
/// Not Sendable: it belongs to the lane that measures.
final class RaySlopes {
    private let network: Network
    private let group: PermutationGroup
    private let kernels: KernelSet
    private let normalisation: Normalisation
    /// W₁ times what the background is above the baseline.
    private let background: FloatBuffer
    /// (256): what each byte is above the background.
    private let shades: FloatBuffer
    private let ink: InkLists
    private let rows: InkRows

    /// - Parameter baseline: the value of every pixel of x₀.
    init(
        _ network: Network, group: PermutationGroup, normalisation: Normalisation, baseline: Float, kernels: KernelSet
    ) {
        self.network = network
        self.group = group
        self.normalisation = normalisation
        self.kernels = kernels
        shades = normalisation.shades
        background = Self.product(network, image: normalisation.backgroundValue - baseline, bias: false, kernels)
        ink = InkLists(
            lists: ImageChunk.size, entries: ImageChunk.size * group.pixels, pixels: group.pixels)
        rows = InkRows(capacity: ImageChunk.size)
        rows.read(from: ink)
    }

    /// The first layer's product with an image of one value: (H).
    static func product(_ network: Network, image value: Float, bias: Bool, _ kernels: KernelSet) -> FloatBuffer {
        let first = network.layout.layers[0]
        let parameters = network.parameters.pointer
        let image = FloatBuffer(count: Panels.count(first.inputs) * 4 * Panels.width)
        for pixel in 0 ..< first.inputs { image[Panels.offset(rows: 4, row: 0, feature: pixel)] = value }
        let product = FloatBuffer(count: first.panels * 4 * Panels.width)
        kernels.productAB(
            image.pointer, 4, parameters + first.weight, first.rows, product.base, 4, 4, first.inputs, first.panels,
            bias ? parameters + first.bias : nil, nil, false)
        let row = FloatBuffer(count: first.panels * Panels.width)
        for output in 0 ..< first.outputs {
            row[output] = product[Panels.offset(rows: 4, row: 0, feature: output)]
        }
        return row
    }

    /// Writes rows firstRow … for one element of every sample.
    /// - Parameter out: panels with `outRows` rows.
    func write(_ chunk: ImageChunk, element: Int, to out: FloatBuffer, outRows: Int, firstRow: Int) {
        ink.removeAll()
        for i in 0 ..< chunk.count {
            let list = ink.append(
                chunk.samples.images.pointer(chunk.range.lowerBound + i), under: element, of: group,
                background: normalisation.background, kernels: kernels)
            rows.show(list, at: i)
        }
        let first = network.layout.layers[0]
        kernels.inkProduct(
            ink.places, ink.bytes, rows.begins, rows.ends, rows.cursors, shades.pointer,
            network.parameters.pointer + first.weight, first.rows, background.pointer,
            out.base + firstRow * Panels.width, outRows, chunk.count, first.panels, false)
    }
}
