/// Sums over samples, per group element, from which the measures are means.
public struct MeasureSums: Sendable, Equatable {
    public var samples = 0
    public var hits: [Int]
    public var logitErrors: [Double]
    public var distributionErrors: [Double]
    public var similarities: [Double]
    /// σmax of the untransformed samples.
    public var singularValues = 0.0
    /// Images, over all elements, with a logit that is not finite.
    public var nonFiniteLogits = 0
    /// Saliency maps that are all zero, over all elements.
    public var zeroMaps = 0

    public init(order: Int) {
        hits = [Int](repeating: 0, count: order)
        logitErrors = [Double](repeating: 0, count: order)
        distributionErrors = [Double](repeating: 0, count: order)
        similarities = [Double](repeating: 0, count: order)
    }

    /// Adds the sums of the next chunk.
    public mutating func add(_ other: MeasureSums) {
        samples += other.samples
        zeroMaps += other.zeroMaps
        nonFiniteLogits += other.nonFiniteLogits
        singularValues += other.singularValues
        for element in hits.indices {
            hits[element] += other.hits[element]
            logitErrors[element] += other.logitErrors[element]
            distributionErrors[element] += other.distributionErrors[element]
            similarities[element] += other.similarities[element]
        }
    }

    /// Means over samples; and over all g for accuracy, over g ≠ e for the others (method:
    /// "Measures"); σmax is taken at the samples themselves and has no value per element. Per element, the identity's invariance errors are 0 and its similarity 1 but
    /// for maps that are all zero.
    public func measurements(_ measures: Set<Measure>) -> Measurements {
        var result = Measurements(samples: samples)
        let count = Double(samples)
        func put(_ measure: Measure, _ perElement: [Double], from first: Int) {
            guard measures.contains(measure) else { return }
            result.perElement[measure.rawValue] = perElement
            let kept = perElement[first...]
            result.values[measure.rawValue] = kept.reduce(0, +) / Double(kept.count)
        }
        put(.accuracy, hits.map { Double($0) / count }, from: 0)
        put(.LI, logitErrors.map { $0 / count }, from: 1)
        put(.DI, distributionErrors.map { $0 / count }, from: 1)
        put(.SI, similarities.map { $0 / count }, from: 1)
        if measures.contains(.SI) { result.values["SI_zero_maps"] = Double(zeroMaps) }
        if measures.contains(.sigmaMax) { result.values[Measure.sigmaMax.rawValue] = singularValues / count }
        return result
    }
}
