/// Sums over samples, from which the measures are means.
///
/// Those over g ≠ e are kept for e too, but not per class.
public struct MeasureSums: Sendable, Equatable {
    /// Images that were added.
    public var samples = 0
    /// (C): samples of each class.
    public var classSamples: [Int]
    /// Images gx given the class of their label; over all g.
    public var hits: OrbitSum<Int>
    /// Images gx given the class that x is given; over g ≠ e.
    public var agreements: OrbitSum<Int>
    /// What LI averages, in squared logits.
    public var logitErrors: OrbitSum<Double>
    /// What DI averages, nats.
    public var distributionErrors: OrbitSum<Double>
    /// What SI averages: cosines of saliency maps.
    public var similarities: OrbitSum<Double>
    /// Spearman's correlations of the maps.
    public var rankCorrelations: OrbitSum<Double>
    /// Structural similarities of the maps.
    public var structuralSimilarities: OrbitSum<Double>
    /// |Σ attributions − (f(gx) − f(x₀))|.
    public var residuals: OrbitSum<Double>
    /// |f(gx) − f(x₀)|.
    public var changes: OrbitSum<Double>
    /// σmax of the samples themselves: one element.
    public var singularValues: OrbitSum<Double>
    /// Of measures that are written down for pairs of logits (`PairMeasure`), those that were asked for.
    public var pairs: [Measure: OrbitSum<Double>] = [:]
    /// Images, over all elements, with a logit that is not finite.
    public var nonFiniteLogits = 0
    /// Saliency maps that are all zero, over all elements.
    public var zeroMaps = 0
    /// Saliency maps with one value at all pixels, over all elements, where maps are ranked or compared by SSIM.
    public var constantMaps = 0

    /// - Parameters:
    ///   - order: |G|.
    ///   - classes: C.
    public init(order: Int, classes: Int) {
        classSamples = [Int](repeating: 0, count: classes)
        hits = OrbitSum(order: order, classes: classes)
        agreements = OrbitSum(order: order, classes: classes)
        logitErrors = OrbitSum(order: order, classes: classes)
        distributionErrors = OrbitSum(order: order, classes: classes)
        similarities = OrbitSum(order: order, classes: classes)
        rankCorrelations = OrbitSum(order: order, classes: classes)
        structuralSimilarities = OrbitSum(order: order, classes: classes)
        residuals = OrbitSum(order: order, classes: classes)
        changes = OrbitSum(order: order, classes: classes)
        singularValues = OrbitSum(order: 1, classes: classes)
    }

    /// Adds the sums of the next chunk.
    public mutating func add(_ other: MeasureSums) {
        samples += other.samples
        for c in classSamples.indices { classSamples[c] += other.classSamples[c] }
        hits.add(other.hits)
        agreements.add(other.agreements)
        logitErrors.add(other.logitErrors)
        distributionErrors.add(other.distributionErrors)
        similarities.add(other.similarities)
        rankCorrelations.add(other.rankCorrelations)
        structuralSimilarities.add(other.structuralSimilarities)
        residuals.add(other.residuals)
        changes.add(other.changes)
        singularValues.add(other.singularValues)
        for (measure, sum) in other.pairs {
            pairs[measure, default: OrbitSum(order: hits.perElement.count, classes: classSamples.count)].add(sum)
        }
        nonFiniteLogits += other.nonFiniteLogits
        zeroMaps += other.zeroMaps
        constantMaps += other.constantMaps
    }
}
