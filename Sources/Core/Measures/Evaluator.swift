/// Measures one network on one split (method: "Measures").
///
/// Not Sendable: made and used by one lane.
public final class Evaluator {
    private let measures: Set<Measure>
    private let group: PermutationGroup
    private let classes: Int
    private let logits: OrbitLogits
    private let chunkSums: ChunkSums<OrbitLogits>
    private let saliency: SaliencyMaps?
    /// Where maps are compared by more than their cosine.
    private let comparison: MapComparison?
    private let spectrum: JacobianSpectrum?
    /// Measures that are written down for pairs of logits.
    private let pairMeasures: [Measure]
    /// Whether the last `measure` met a network that does not even predict.
    public private(set) var sawNonFiniteLogits = false

    /// - Parameters:
    ///   - tying: of the network's first layer; nil for a plain perceptron.
    ///   - normalisation: of the images.
    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, normalisation: Normalisation,
        measures: [Measure], saliency options: SaliencyOptions, kernels: KernelSet
    ) {
        self.measures = Set(measures)
        pairMeasures = self.measures.filter { $0.definition.pairValue != nil }
        self.group = group
        classes = network.architecture.classes
        logits = OrbitLogits(
            network, tying: tying, group: group, normalisation: normalisation, kernels: kernels)
        chunkSums = ChunkSums(
            logits, order: group.order, classes: classes, target: options.target, kernels: kernels)
        saliency =
            measures.contains { $0.needsSaliency }
            ? SaliencyMaps(
                network, tying: tying, group: group, normalisation: normalisation, options: options,
                kernels: kernels, completeness: measures.contains(.residual))
            : nil
        comparison =
            measures.contains(.SISpearman) || measures.contains(.SISSIM)
            ? MapComparison(height: group.height, width: group.width) : nil
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
        var total = MeasureSums(order: group.order, classes: classes)
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
        var sums = chunkSums.counted(chunk)
        logits.compute(chunk)
        chunkSums.predictions(chunk, into: &sums)
        if measures.contains(.LI) { chunkSums.invariance(.logit, chunk, into: &sums.logitErrors) }
        if measures.contains(.DI) { chunkSums.invariance(.kl, chunk, into: &sums.distributionErrors) }
        for measure in pairMeasures {
            guard let value = measure.definition.pairValue else { continue }
            var sum = OrbitSum<Double>(order: group.order, classes: classes)
            chunkSums.pairs(value, chunk, into: &sum)
            sums.pairs[measure] = sum
        }
        if let saliency { explanations(saliency, chunk, into: &sums) }
        if let spectrum {
            spectrum.compute(chunk)
            for i in 0 ..< chunk.count {
                sums.singularValues.add(
                    spectrum.largestSingularValue(i), element: 0, class: chunk.label(i), counts: true)
            }
        }
        return sums
    }

    /// Everything that is measured of saliency maps.
    private func explanations(_ saliency: SaliencyMaps, _ chunk: ImageChunk, into sums: inout MeasureSums) {
        let explained = chunkSums.explainedClasses(chunk)
        sums.zeroMaps = saliency.compute(chunk, classes: explained)
        if measures.contains(.SI) { chunkSums.similarities(saliency, chunk, into: &sums.similarities) }
        if measures.contains(.residual) { residuals(saliency, chunk, explained, into: &sums) }
        if let comparison { compare(saliency, by: comparison, chunk, into: &sums) }
    }

    /// How far attributions are from complete.
    private func residuals(
        _ saliency: SaliencyMaps, _ chunk: ImageChunk, _ explained: [[Int32]], into sums: inout MeasureSums
    ) {
        for element in 0 ..< group.order {
            for i in 0 ..< chunk.count {
                func add(_ value: Double, to sum: inout OrbitSum<Double>) {
                    sum.add(value, element: element, class: chunk.label(i), counts: element != 0)
                }
                let c = Int(explained[element][i])
                let logit = logits.row(element, i)[class: c]
                if let residual = saliency.completenessResidual(element, i, class: c, logit: logit),
                    let change = saliency.attributedChange(class: c, logit: logit)
                {
                    add(residual, to: &sums.residuals)
                    add(change, to: &sums.changes)
                }
            }
        }
    }

    /// Sample after sample: the map of x is prepared once for its whole orbit.
    private func compare(
        _ saliency: SaliencyMaps, by comparison: MapComparison, _ chunk: ImageChunk, into sums: inout MeasureSums
    ) {
        let (ranks, structure) = (measures.contains(.SISpearman), measures.contains(.SISSIM))
        for i in 0 ..< chunk.count {
            comparison.begin(saliency.map(0, i), ranks: ranks, structure: structure)
            for element in 0 ..< group.order {
                let map = saliency.map(element, i)
                func add(_ value: Double, to sum: inout OrbitSum<Double>) {
                    sum.add(value, element: element, class: chunk.label(i), counts: element != 0)
                }
                if comparison.hasOneValue(map) { sums.constantMaps += 1 }
                if ranks { add(comparison.rankCorrelation(map), to: &sums.rankCorrelations) }
                if structure { add(comparison.structure(map), to: &sums.structuralSimilarities) }
            }
        }
    }
}
