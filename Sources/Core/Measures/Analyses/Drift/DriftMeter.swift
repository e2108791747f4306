/// Measures a network on mixtures of two sets, chunk by chunk.
///
/// Not Sendable: made and used by one lane.
final class DriftMeter {
    private let measures: Set<Measure>
    private let target: SaliencyOptions.Target
    private let group: PermutationGroup
    private let classes: Int
    private let kernels: KernelSet
    private let logits: DriftLogits
    private let saliency: (rays: DriftRays, maps: SaliencyMaps)?
    private let errors = FloatBuffer(count: ImageChunk.size)

    /// - Parameters:
    ///   - measures: of accuracy, LI, DI, SI.
    ///   - normalisations: of D₁ and of D₂.
    init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup,
        normalisations: (first: Normalisation, second: Normalisation), measures: Set<Measure>,
        saliency options: SaliencyOptions, kernels: KernelSet
    ) {
        self.measures = measures
        target = options.target
        self.group = group
        self.kernels = kernels
        classes = network.architecture.classes
        logits = DriftLogits(network, tying: tying, group: group, normalisations: normalisations, kernels: kernels)
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

    /// The sums of one mixture of the prepared chunk, formed as `Evaluator` forms its own.
    /// - Parameter accuracyOnly: whether this mixture is needed for its accuracy alone.
    func sums(of chunk: DriftChunk, _ mixture: DriftMixture, accuracyOnly: Bool) -> MeasureSums {
        var sums = MeasureSums(order: group.order, classes: classes)
        sums.samples = chunk.count
        for i in 0 ..< chunk.count { sums.classSamples[chunk.first.label(i)] += 1 }
        logits.compute(chunk, mixture)
        for element in 0 ..< group.order {
            for i in 0 ..< chunk.count {
                let row = logits.row(element, i)
                if !row.isFinite { sums.nonFiniteLogits += 1 }
                let label = chunk.first.label(i)
                if row.prediction == label { sums.hits.add(1, element: element, class: label, counts: true) }
            }
        }
        guard !accuracyOnly else { return sums }
        if measures.contains(.LI) { invariance(.logit, chunk, into: &sums.logitErrors) }
        if measures.contains(.DI) { invariance(.kl, chunk, into: &sums.distributionErrors) }
        if let (rays, maps) = saliency {
            rays.mix(mixture)
            sums.zeroMaps = maps.compute(chunk.first, classes: explainedClasses(chunk))
            for element in 0 ..< group.order {
                for i in 0 ..< chunk.count {
                    sums.similarities.add(
                        maps.similarity(element, i), element: element, class: chunk.first.label(i), counts: element != 0)
                }
            }
        }
        return sums
    }

    private func invariance(_ form: Regulariser, _ chunk: DriftChunk, into sum: inout OrbitSum<Double>) {
        for element in 1 ..< group.order {
            kernels.invarianceError(
                form.form, logits.pointer(0), logits.pointer(element), chunk.count, classes, 0, nil, nil, errors.base)
            for i in 0 ..< chunk.count {
                sum.add(Double(errors[i]), element: element, class: chunk.first.label(i), counts: true)
            }
        }
    }

    private func explainedClasses(_ chunk: DriftChunk) -> [[Int32]] {
        (0 ..< group.order).map { element in
            (0 ..< chunk.count).map { i in
                switch target {
                case .label: Int32(chunk.first.label(i))
                case .predicted: Int32(logits.row(element, i).prediction)
                }
            }
        }
    }
}
