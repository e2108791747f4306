/// The rays x₀ + α(x − x₀) of a chunk's images, and how the first layer responds along them.
protocol RayImages: AnyObject {
    /// W₁x₀ + b₁ (H): of all images alike. Its values, not its place, may change between two chunks.
    var start: FloatBuffer { get }

    /// Writes x − x₀ and W₁(x − x₀) of every sample of the chunk under one element.
    /// - Parameters:
    ///   - differences, slopes: in panels with `outRows` rows, written from row `firstRow` on.
    func write(
        _ chunk: ImageChunk, element: Int, differences: FloatBuffer, slopes: FloatBuffer, outRows: Int, firstRow: Int)
}

/// Those of the images of one set.
///
/// Not Sendable: it belongs to the lane that measures.
final class OrbitRays: RayImages {
    let start: FloatBuffer
    /// x₀: the value of all its pixels.
    let baseline: Float
    /// Gives x − x₀ instead of x.
    private let images: OrbitImages
    private let raySlopes: RaySlopes

    init(
        _ network: Network, group: PermutationGroup, normalisation: Normalisation, baseline: SaliencyOptions.Baseline,
        kernels: KernelSet
    ) {
        let value: Float =
            switch baseline {
            case .zero: 0
            case .black: normalisation.values[0]
            }
        self.baseline = value
        images = OrbitImages(group: group, table: normalisation.values.map { $0 - value }, kernels: kernels)
        raySlopes = RaySlopes(network, group: group, normalisation: normalisation, baseline: value, kernels: kernels)
        start = RaySlopes.product(network, image: value, bias: true, kernels)
    }

    func write(
        _ chunk: ImageChunk, element: Int, differences: FloatBuffer, slopes: FloatBuffer, outRows: Int, firstRow: Int
    ) {
        chunk.write(images, element: element, to: differences, outRows: outRows, firstRow: firstRow)
        raySlopes.write(chunk, element: element, to: slopes, outRows: outRows, firstRow: firstRow)
    }
}
