/// Sums as tensors, for files that a measuring goes on from.
extension MeasureSums {
    /// Each by the name of its tensor per element; that per class has `_per_class` behind it.
    private static var means: [(name: String, sum: WritableKeyPath<MeasureSums, OrbitSum<Double>>)] {
        [
            ("logit_errors", \.logitErrors), ("distribution_errors", \.distributionErrors),
            ("similarities", \.similarities), ("rank_correlations", \.rankCorrelations),
            ("structural_similarities", \.structuralSimilarities), ("residuals", \.residuals), ("changes", \.changes),
            ("singular_values", \.singularValues),
        ]
    }

    private static var counts: [(name: String, sum: WritableKeyPath<MeasureSums, OrbitSum<Int>>)] {
        [("hits", \.hits), ("agreements", \.agreements)]
    }

    private static var numbers: [(name: String, number: WritableKeyPath<MeasureSums, Int>)] {
        [
            ("samples", \.samples), ("non_finite_logits", \.nonFiniteLogits), ("zero_maps", \.zeroMaps),
            ("constant_maps", \.constantMaps),
        ]
    }

    private static let perClass = "_per_class"

    /// The tensor of a measure that is written down for pairs of logits.
    private static func name(_ measure: Measure) -> String { "pairs." + measure.rawValue }

    /// - Parameter prefix: of their names, where there are several sums.
    func tensors(prefix: String = "") -> [SafetensorsTensor] {
        func doubles(_ name: String, _ values: [Double]) -> SafetensorsTensor {
            SafetensorsTensor(prefix + name, shape: [values.count], .f64(values))
        }
        func integers(_ name: String, _ values: [Int]) -> SafetensorsTensor {
            SafetensorsTensor(prefix + name, shape: [values.count], .i64(values.map { Int64($0) }))
        }
        return Self.means.flatMap { name, sum in
            [doubles(name, self[keyPath: sum].perElement), doubles(name + Self.perClass, self[keyPath: sum].perClass)]
        } + Self.counts.flatMap { name, sum in
            [integers(name, self[keyPath: sum].perElement), integers(name + Self.perClass, self[keyPath: sum].perClass)]
        } + Measure.allCases.flatMap { measure in
            pairs[measure].map { sum in
                let name = Self.name(measure)
                return [doubles(name, sum.perElement), doubles(name + Self.perClass, sum.perClass)]
            } ?? []
        } + Self.numbers.map { integers($0, [self[keyPath: $1]]) } + [integers("class_samples", classSamples)]
    }

    /// - Throws: `AnalysisStateError` where one is missing, or they contradict each other.
    init(_ tensors: StateTensors, prefix: String = "") throws(AnalysisStateError) {
        let classes = try tensors.integers(prefix + "class_samples")
        var sums = MeasureSums(order: try tensors.integers(prefix + "hits").count, classes: classes.count)
        sums.classSamples = classes
        for (name, number) in Self.numbers {
            sums[keyPath: number] = try tensors.integers(prefix + name, count: 1)[0]
        }
        for (name, sum) in Self.counts {
            sums[keyPath: sum].perElement = try tensors.integers(
                prefix + name, count: sums[keyPath: sum].perElement.count)
            sums[keyPath: sum].perClass = try tensors.integers(prefix + name + Self.perClass, count: classes.count)
        }
        for (name, sum) in Self.means {
            sums[keyPath: sum].perElement = try tensors.doubles(
                prefix + name, count: sums[keyPath: sum].perElement.count)
            sums[keyPath: sum].perClass = try tensors.doubles(prefix + name + Self.perClass, count: classes.count)
        }
        for measure in Measure.allCases where tensors.has(prefix + Self.name(measure)) {
            let name = prefix + Self.name(measure)
            var sum = OrbitSum<Double>(order: sums.hits.perElement.count, classes: classes.count)
            sum.perElement = try tensors.doubles(name, count: sum.perElement.count)
            sum.perClass = try tensors.doubles(name + Self.perClass, count: classes.count)
            sums.pairs[measure] = sum
        }
        self = sums
    }

    /// - Parameters:
    ///   - samples: that were measured.
    ///   - order: of the group.
    /// - Throws: `AnalysisStateError` for what a measuring of so many samples under such a group cannot go on from.
    func check(samples expected: Int, order: Int, classes: Int) throws(AnalysisStateError) {
        func expect(_ what: String, _ expected: Int, _ found: Int) throws(AnalysisStateError) {
            guard expected == found else { throw AnalysisStateError("\(what): expected \(expected), found \(found)") }
        }
        try expect("group elements", order, hits.perElement.count)
        try expect("classes", classes, classSamples.count)
        try expect("samples", expected, samples)
        try expect("samples beyond whole chunks", 0, samples % ImageChunk.size)
        // Of every image of the samples so far; what is beyond would overflow later.
        let (images, isTooMuch) = samples.multipliedReportingOverflow(by: order)
        let counted = Self.counts.flatMap { self[keyPath: $0.sum].perElement } + classSamples
        let overOrbits = Self.counts.flatMap { self[keyPath: $0.sum].perClass } + [nonFiniteLogits, zeroMaps, constantMaps]
        guard samples >= 0, !isTooMuch, counted.allSatisfy({ 0 ... samples ~= $0 }), overOrbits.allSatisfy({ 0 ... images ~= $0 })
        else { throw AnalysisStateError("counts: expected at most \(images) images") }
        // Each is in range, and there are at most 256: no overflow.
        try expect("samples of all classes", samples, classSamples.reduce(0, +))
    }
}
