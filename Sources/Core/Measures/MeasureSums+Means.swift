extension MeasureSums {
    /// Means over samples; and over all g for accuracy, over g ≠ e for the others (method:
    /// "Measures"). σmax is taken at the samples themselves and has no value per element.
    ///
    /// Per element, the identity's invariance errors are 0, its consistency is 1, and its similarities
    /// are 1 but for maps that are all zero; its completeness residual is that of x like any other's.
    ///
    /// Per class, a mean over the samples with that label, whose numbers are `perClass["samples"]`: a class
    /// without samples has 0 there, and 0 for every measure, which then says nothing. These means have nine
    /// significant digits: there are nine or more of every measure, and journals with 100,000 of such events.
    public func measurements(_ measures: Set<Measure>) -> Measurements {
        var result = Measurements(samples: samples)
        result.perClass[Measurements.classSamples] = classSamples.map(Double.init)
        put(.accuracy, hits, from: 0)
        put(.consistency, agreements, from: 1)
        put(.LI, logitErrors, from: 1)
        put(.DI, distributionErrors, from: 1)
        put(.SI, similarities, from: 1)
        put(.SISpearman, rankCorrelations, from: 1)
        put(.SISSIM, structuralSimilarities, from: 1)
        put(.residual, residuals, from: 1)
        for (measure, sum) in pairs { put(measure, sum, from: 1) }
        if measures.contains(.SI) { result.values["SI_zero_maps"] = Double(zeroMaps) }
        for measure in [Measure.SISpearman, .SISSIM] where measures.contains(measure) {
            result.values["\(measure.rawValue)_constant_maps"] = Double(constantMaps)
        }
        if measures.contains(.residual) { putRelativeResidual(into: &result) }
        if measures.contains(.sigmaMax) {
            result.values[Measure.sigmaMax.rawValue] = singularValues.perElement[0] / Double(samples)
            result.perClass[Measure.sigmaMax.rawValue] = classMeans(singularValues.perClass, elements: 1)
        }
        return result

        func put(_ measure: Measure, _ sum: OrbitSum<some BinaryInteger>, from first: Int) {
            put(measure, sum.perElement.map { Double($0) }, sum.perClass.map { Double($0) }, from: first)
        }
        func put(_ measure: Measure, _ sum: OrbitSum<Double>, from first: Int) {
            put(measure, sum.perElement, sum.perClass, from: first)
        }
        func put(_ measure: Measure, _ perElement: [Double], _ perClass: [Double], from first: Int) {
            guard measures.contains(measure) else { return }
            let means = perElement.map { $0 / Double(samples) }
            let kept = means[first...]
            result.perElement[measure.rawValue] = means
            result.values[measure.rawValue] = kept.reduce(0, +) / Double(kept.count)
            result.perClass[measure.rawValue] = classMeans(perClass, elements: kept.count)
        }
    }

    private func classMeans(_ sums: [Double], elements: Int) -> [Double] {
        zip(sums, classSamples).map { sum, count in count == 0 ? 0 : ShortDecimal.rounded(sum / Double(count * elements)) }
    }

    /// Σ|residual| / Σ|f(gx) − f(x₀)|: how large a part of what there was to attribute is missing or too much.
    private func putRelativeResidual(into result: inout Measurements) {
        func ratio(_ residual: Double, _ change: Double) -> Double {
            // Nothing to attribute, nothing attributed.
            residual == 0 && change == 0 ? 0 : residual / change
        }
        let name = Measurements.relativeResidual
        result.perElement[name] = zip(residuals.perElement, changes.perElement).map(ratio)
        result.perClass[name] = zip(residuals.perClass, changes.perClass).map { ShortDecimal.rounded(ratio($0, $1)) }
        result.values[name] = ratio(
            residuals.perElement[1...].reduce(0, +), changes.perElement[1...].reduce(0, +))
    }
}
