/// How invariance and accuracy hold as the data drifts to another set (paper, section 4.3 and figure 4):
/// each measure on D(β) = (1 − β)·D₁ + β·D₂, the i-th sample of D₁ with the i-th of D₂, each normalised by its
/// own train split, with the labels of D₁; the group acts on the mixture.
public enum DriftAnalysis {
    /// The curves' names in `Measurements.series`: a value per β, ascending.
    public enum Curve {
        /// β.
        public static let beta = "drift_beta"
        /// Acc(D(β)) / Acc(D₁); NaN where D₁ has none right. With `accuracy`.
        public static let accuracyRatio = "drift_accuracy_ratio"
        /// Saliency maps that are all zero, over samples and elements. With `SI`.
        public static let zeroMaps = "drift_SI_zero_maps"

        /// `drift_accuracy`, `drift_LI`, `drift_DI`, `drift_SI`: as of `Measure`, means over samples, and over
        /// g ≠ e but for accuracy.
        public static func of(_ measure: Measure) -> String { "drift_" + measure.rawValue }
    }

    /// What can be measured of mixtures.
    public static let measures: [Measure] = [.accuracy, .LI, .DI, .SI]

    /// Measures a network on every mixture. D(0) gives the very bits that `Evaluator` gives.
    ///
    /// - Parameter context: `task.data` is D₁, `other` is D₂; `progress` counts samples.
    /// - Returns: curves only, no scalars and no tensors; nil if it was told to stop.
    /// - Throws: where the two sets do not fit each other, D₂ has too few samples, a β lies outside [0, 1], or a
    ///   measure is asked for that mixtures do not have.
    public static func run(
        _ options: DriftOptions, _ context: AnalysisContext
    ) throws(AnalysisError) -> AnalysisResult? {
        let pair = try DriftPair(options, context)
        let asked = Set(options.measures)
        let betas = Set(options.betas).sorted()
        // Acc(D₁) is measured even where nobody asked for β = 0.
        let measured = asked.contains(.accuracy) && betas[0] > 0 ? [0] + betas : betas
        let meter = DriftMeter(
            context.network, tying: context.task.tying, group: context.task.group,
            normalisations: pair.normalisations, measures: asked, saliency: context.saliency, kernels: context.kernels)
        let none = MeasureSums(order: context.task.group.order, classes: context.network.architecture.classes)
        let total = pair.first.count
        var sums = context.resume { (progress, tensors) throws(AnalysisStateError) in
            try Self.sums(progress, tensors, of: total, like: none, count: measured.count)
        } ?? [MeasureSums](repeating: none, count: measured.count)
        let before = sums[0].samples
        for chunk in DriftChunk.all(pair.first, pair.second) where chunk.first.range.lowerBound >= before {
            meter.prepare(chunk)
            for (index, beta) in measured.enumerated() {
                sums[index].add(
                    meter.sums(
                        of: chunk, DriftMixture(beta), accuracyOnly: index < measured.count - betas.count))
            }
            let done = chunk.first.range.upperBound
            context.progress(done, total)
            guard context.goesOn(after: .init(.samples, done, of: total), { Self.tensors(sums) }) else { return nil }
        }
        return AnalysisResult(measurements: curves(betas, sums, asked))
    }

    private static func tensors(_ sums: [MeasureSums]) -> [SafetensorsTensor] {
        sums.enumerated().flatMap { $1.tensors(prefix: "\($0).") }
    }

    /// - Parameter none: sums over no samples.
    private static func sums(
        _ progress: AnalysisProgress, _ tensors: StateTensors, of total: Int, like none: MeasureSums, count: Int
    ) throws(AnalysisStateError) -> [MeasureSums] {
        guard progress.unit == .samples, progress.all == total else {
            throw AnalysisStateError(
                "expected some of \(total) samples, found \(progress.done) of \(progress.all) \(progress.unit.rawValue)")
        }
        var sums: [MeasureSums] = []
        for index in 0 ..< count {
            let found = try MeasureSums(tensors, prefix: "\(index).")
            try found.check(
                samples: progress.done, order: none.hits.perElement.count, classes: none.classSamples.count)
            sums.append(found)
        }
        return sums
    }

    /// - Parameter sums: per β, before them those of β = 0 where it is not among them.
    private static func curves(_ betas: [Double], _ sums: [MeasureSums], _ measures: Set<Measure>) -> Measurements {
        let all = sums.map { $0.measurements(measures) }
        let shown = all.suffix(betas.count)
        var result = Measurements(samples: sums[0].samples)
        result.series[Curve.beta] = betas
        for measure in measures { result.series[Curve.of(measure)] = shown.map { $0[measure] ?? .nan } }
        if measures.contains(.accuracy) {
            let reference = all[0][.accuracy] ?? .nan
            // The zero of D₁ that has none right is no ratio of any drift.
            result.series[Curve.accuracyRatio] = shown.map {
                reference > 0 ? ($0[.accuracy] ?? .nan) / reference : .nan
            }
        }
        if measures.contains(.SI) {
            result.series[Curve.zeroMaps] = sums.suffix(betas.count).map { Double($0.zeroMaps) }
        }
        return result
    }
}
