/// Measures a network on mixtures of two sets, chunk by chunk.
///
/// Not Sendable: made and used by one lane.
final class DriftMeter {
    private let measures: Set<Measure>
    private let logits: DriftLogits
    private let chunkSums: ChunkSums<DriftLogits>
    private let saliency: (rays: DriftRays, maps: SaliencyMaps)?

    /// - Parameters:
    ///   - measures: of accuracy, LI, DI, SI.
    ///   - normalisations: of D₁ and of D₂.
    init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup,
        normalisations: (first: Normalisation, second: Normalisation), measures: Set<Measure>,
        saliency options: SaliencyOptions, kernels: KernelSet
    ) {
        self.measures = measures
        logits = DriftLogits(network, tying: tying, group: group, normalisations: normalisations, kernels: kernels)
        chunkSums = ChunkSums(
            logits, order: group.order, classes: network.architecture.classes, target: options.target, kernels: kernels)
        if measures.contains(.SI) {
            let rays = DriftRays(
                network, group: group, normalisations: normalisations, baseline: options.baseline, kernels: kernels)
            saliency = (
                rays,
                SaliencyMaps(network, tying: tying, group: group, images: rays, options: options, kernels: kernels)
            )
        } else {
            saliency = nil
        }
    }

    /// What is the same for all mixtures of a chunk.
    func prepare(_ chunk: DriftChunk) {
        logits.prepare(chunk)
        saliency?.rays.prepare(chunk)
    }

    /// The sums of one mixture of the prepared chunk.
    /// - Parameter accuracyOnly: whether this mixture is needed for its accuracy alone.
    func sums(of chunk: DriftChunk, _ mixture: DriftMixture, accuracyOnly: Bool) -> MeasureSums {
        var sums = chunkSums.counted(chunk.first)
        logits.compute(chunk, mixture)
        chunkSums.predictions(chunk.first, into: &sums)
        guard !accuracyOnly else { return sums }
        if measures.contains(.LI) { chunkSums.invariance(.logit, chunk.first, into: &sums.logitErrors) }
        if measures.contains(.DI) { chunkSums.invariance(.kl, chunk.first, into: &sums.distributionErrors) }
        if let (rays, maps) = saliency {
            rays.mix(mixture)
            sums.zeroMaps = maps.compute(chunk.first, classes: chunkSums.explainedClasses(chunk.first))
            chunkSums.similarities(maps, chunk.first, into: &sums.similarities)
        }
        return sums
    }
}
