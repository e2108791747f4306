/// The slopes of the first layer's responses along the rays of a chunk, W₁(x − x₀): that of an
/// image that is all background, computed once, and the inked pixels' part.
///
/// Not Sendable: it belongs to the lane that measures.
final class RaySlopes {
    private let network: Network
    private let group: PermutationGroup
    private let kernels: KernelSet
    /// W₁ times the background.
    private let background: FloatBuffer
    /// (256): what each byte is above the background, byte 0.
    private let shades: FloatBuffer
    private let places: UnsafeMutablePointer<UInt16>
    private let bytes: UnsafeMutablePointer<UInt8>
    /// (chunk) each, one after another: first entries, last ones, scratch of the product.
    private let entries: UnsafeMutablePointer<Int32>

    /// - Parameter table: the value of each byte, less the baseline.
    init(_ network: Network, group: PermutationGroup, table: [Float], kernels: KernelSet) {
        self.network = network
        self.group = group
        self.kernels = kernels
        shades = FloatBuffer(count: table.count)
        for (byte, value) in table.enumerated() { shades[byte] = value - table[0] }
        background = Self.product(network, image: table[0], bias: false, kernels)
        let capacity = ImageChunk.size * group.pixels
        places = .allocate(capacity: capacity)
        places.initialize(repeating: 0, count: capacity)
        bytes = .allocate(capacity: capacity)
        bytes.initialize(repeating: 0, count: capacity)
        entries = .allocate(capacity: 3 * ImageChunk.size)
        entries.initialize(repeating: 0, count: 3 * ImageChunk.size)
    }

    deinit {
        places.deallocate()
        bytes.deallocate()
        entries.deallocate()
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
        let (begins, ends, cursors) = (entries, entries + ImageChunk.size, entries + 2 * ImageChunk.size)
        group.withSource(of: element) { source in
            var count = 0
            for i in 0 ..< chunk.count {
                begins[i] = Int32(count)
                count += kernels.listInk(
                    chunk.samples.images.pointer(chunk.range.lowerBound + i), source, group.pixels, places + count,
                    bytes + count)
                ends[i] = Int32(count)
            }
        }
        let first = network.layout.layers[0]
        kernels.inkProduct(
            places, bytes, begins, ends, cursors, shades.pointer, network.parameters.pointer + first.weight, first.rows,
            background.pointer, out.base + firstRow * Panels.width, outRows, chunk.count, first.panels, false)
    }
}
