/// Saliency maps of a chunk over its orbits, and their similarity (paper, section 4.1 and
/// equation 3; method: "Measures"): integrated gradients, absolute, thresholded, realigned by g⁻¹,
/// then blurred.
public final class SaliencyMaps {
    private let gradients: IntegratedGradients
    private let group: PermutationGroup
    private let kernels: KernelSet
    private let threshold: Float
    /// (|G|, chunk, P padded to 32).
    private let maps: FloatBuffer
    private let scratch: FloatBuffer
    private let mapSize: Int
    private let completeness: Completeness?
    /// (|G|, chunk): the sum of each map's attributions, where completeness is asked for.
    private var attributionSums: [Double]

    /// - Parameter completeness: whether `completenessResidual` will be asked for; costs a sum per map.
    public convenience init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, normalisation: Normalisation,
        options: SaliencyOptions, kernels: KernelSet, completeness: Bool = false
    ) {
        let images = OrbitRays(
            network, group: group, normalisation: normalisation, baseline: options.baseline, kernels: kernels)
        self.init(
            network, tying: tying, group: group, images: images, options: options, kernels: kernels,
            completeness: completeness ? Completeness(network, baseline: images.baseline) : nil)
    }

    /// - Parameter images: whose saliency is mapped. Its baseline counts, not that of `options`.
    init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, images: any RayImages,
        options: SaliencyOptions, kernels: KernelSet, completeness: Completeness? = nil
    ) {
        gradients = IntegratedGradients(
            network, tying: tying, group: group, images: images, options: options, kernels: kernels)
        self.group = group
        self.kernels = kernels
        threshold = Float(options.threshold)
        mapSize = Panels.count(group.pixels) * Panels.width
        maps = FloatBuffer(count: group.order * ImageChunk.size * mapSize)
        scratch = FloatBuffer(count: mapSize)
        self.completeness = completeness
        attributionSums = [Double](repeating: .nan, count: group.order * ImageChunk.size)
    }

    /// Computes the aligned maps of all elements of a chunk.
    /// - Parameter classes: (|G|)(samples): the logit explained.
    /// - Returns: how many maps are all zero.
    public func compute(_ chunk: ImageChunk, classes: [[Int32]]) -> Int {
        var zeroMaps = 0
        for element in 0 ..< group.order {
            gradients.attribute(chunk, element: element, classes: classes[element]) { sample, values in
                if completeness != nil {
                    attributionSums[element * ImageChunk.size + sample] = Completeness.sum(values, paddedCount: mapSize)
                }
                if kernels.thresholdMap(values, group.pixels, threshold) { zeroMaps += 1 }
                let aligned = map(element, sample)
                group.withSource(of: group.inverses[element]) {
                    kernels.permuteMap(values, $0, group.pixels, aligned)
                }
                kernels.blurMap(aligned, group.height, group.width, scratch.base)
            }
        }
        return zeroMaps
    }

    /// The aligned map of a sample of the last computed chunk: P values, padded with zeros.
    public func map(_ element: Int, _ sample: Int) -> UnsafeMutablePointer<Float> {
        maps.base + (element * ImageChunk.size + sample) * mapSize
    }

    /// |Σ attributions − (f_c(gx) − f_c(x₀))| of a map of the last computed chunk, before the threshold,
    /// in logits. Nil unless completeness was asked for.
    /// - Parameters:
    ///   - class: c, as it was given to `compute`.
    ///   - logit: f_c(gx).
    public func completenessResidual(_ element: Int, _ sample: Int, class c: Int, logit: Float) -> Double? {
        completeness?.residual(sum: attributionSums[element * ImageChunk.size + sample], class: c, logit: logit)
    }

    /// |f_c(gx) − f_c(x₀)|, with which a residual is to be compared. Nil unless completeness was asked for.
    /// - Parameter logit: f_c(gx).
    public func attributedChange(class c: Int, logit: Float) -> Double? { completeness?.change(class: c, logit: logit) }

    /// Cosine of the maps of x and gx (equation 3); 0 where either is all zero, NaN where either holds NaN.
    public func similarity(_ element: Int, _ sample: Int) -> Double {
        kernels.cosineOfMaps(map(0, sample), map(element, sample), group.pixels)
    }
}
