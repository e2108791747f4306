/// Measures one network on one split (method: "Measures").
///
/// Not Sendable: made and used by one lane.
public final class Evaluator {
    private let measures: Set<Measure>
    private let options: SaliencyOptions
    private let group: PermutationGroup
    private let kernels: KernelSet
    private let classes: Int
    private let logits: OrbitLogits
    private let saliency: SaliencyMaps?
    private let spectrum: JacobianSpectrum?
    /// Whether the last `measure` met a network that does not even predict.
    public private(set) var sawNonFiniteLogits = false
    private let errors = FloatBuffer(count: ImageChunk.size)

    /// - Parameters:
    ///   - tying: of the network's first layer; nil for a plain perceptron.
    ///   - normalisation: of the images.
    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, normalisation: Normalisation,
        measures: [Measure], saliency options: SaliencyOptions, kernels: KernelSet
    ) {
        self.measures = Set(measures)
        self.options = options
        self.group = group
        self.kernels = kernels
        classes = network.architecture.classes
        logits = OrbitLogits(
            network, tying: tying, group: group, normalisation: normalisation, kernels: kernels)
        saliency =
            measures.contains(.SI)
            ? SaliencyMaps(
                network, tying: tying, group: group, normalisation: normalisation, options: options,
                kernels: kernels)
            : nil
        spectrum =
            measures.contains(.sigmaMax)
            ? JacobianSpectrum(network, tying: tying, group: group, table: normalisation.values, kernels: kernels)
            : nil
    }

    /// - Parameter chunkDone: called with the number of samples measured so far; false asks to stop.
    /// - Returns: nil if stopped.
    public func measure(
        _ samples: PreparedData.Samples, chunkDone: (Int) -> Bool = { _ in true }
    ) -> Measurements? {
        sawNonFiniteLogits = false
        var total = MeasureSums(order: group.order)
        for chunk in ImageChunk.all(of: samples) {
            total.add(sums(of: chunk))
            guard chunkDone(chunk.range.upperBound) else { return nil }
        }
        sawNonFiniteLogits = total.nonFiniteLogits > 0
        return total.measurements(measures)
    }

    /// The sums of one chunk. Chunks may be measured anywhere; added in their order they give the
    /// same bits.
    public func sums(of chunk: ImageChunk) -> MeasureSums {
        var sums = MeasureSums(order: group.order)
        sums.samples = chunk.count
        logits.compute(chunk)
        for element in 0 ..< group.order {
            for i in 0 ..< chunk.count {
                let row = logits.row(element, i)
                if !row.isFinite { sums.nonFiniteLogits += 1 }
                if row.prediction == chunk.label(i) { sums.hits[element] += 1 }
            }
        }
        if measures.contains(.LI) { invariance(.logit, chunk, into: &sums.logitErrors) }
        if measures.contains(.DI) { invariance(.kl, chunk, into: &sums.distributionErrors) }
        if let saliency {
            sums.zeroMaps = saliency.compute(chunk, classes: explainedClasses(chunk))
            for element in 0 ..< group.order {
                for i in 0 ..< chunk.count { sums.similarities[element] += saliency.similarity(element, i) }
            }
        }
        if let spectrum {
            spectrum.compute(chunk)
            for i in 0 ..< chunk.count { sums.singularValues += spectrum.largestSingularValue(i) }
        }
        return sums
    }

    private func invariance(_ form: Regulariser, _ chunk: ImageChunk, into sums: inout [Double]) {
        for element in 1 ..< group.order {
            kernels.invarianceError(
                form.form, logits.pointer(0), logits.pointer(element), chunk.count, classes, 0, nil, nil, errors.base)
            for i in 0 ..< chunk.count { sums[element] += Double(errors[i]) }
        }
    }

    private func explainedClasses(_ chunk: ImageChunk) -> [[Int32]] {
        (0 ..< group.order).map { element in
            (0 ..< chunk.count).map { i in
                switch options.target {
                case .label: Int32(chunk.label(i))
                case .predicted: Int32(logits.row(element, i).prediction)
                }
            }
        }
    }
}
