/// The samples of D₁ and D₂ that are mixed, known to fit each other.
struct DriftPair {
    let first: PreparedData.Samples
    let second: PreparedData.Samples
    let normalisations: (first: Normalisation, second: Normalisation)

    init(_ options: DriftOptions, _ context: AnalysisContext) throws(AnalysisError) {
        try Self.check(options)
        let data = context.task.data
        guard let other = context.other else {
            throw AnalysisError(.drift, "no second data set was given; expected the samples of \(options.with.rawValue)")
        }
        let names = (first: data.dataset.rawValue, second: other.dataset.rawValue)
        guard data.classCount == other.classCount else {
            throw AnalysisError(
                .drift,
                "\(names.first) has \(data.classCount) classes, \(names.second) has \(other.classCount): sets of "
                    + "different classes cannot be mixed; choose another set as drift.with")
        }
        guard data.height == other.height, data.width == other.width else {
            throw AnalysisError(
                .drift,
                "images of \(names.first) are \(data.height)×\(data.width) pixels, those of \(names.second) "
                    + "\(other.height)×\(other.width), padding included; choose another set as drift.with, or another "
                    + "data.pad")
        }
        first = context.samples(options.samples)
        guard first.count > 0 else {
            throw AnalysisError(
                .drift, "the \(context.split.rawValue) split of \(names.first) is empty; raise data.\(context.split.rawValue)")
        }
        let all = other.samples(context.split)
        guard all.count >= first.count else {
            throw AnalysisError(
                .drift,
                "\(first.count) \(context.split.rawValue) samples of \(names.first) were to be mixed with as many of "
                    + "\(names.second), which has \(all.count); lower drift.samples to at most \(all.count), or cut both "
                    + "sets alike")
        }
        second = all.prefix(first.count)
        normalisations = (data.normalisation, other.normalisation)
    }

    private static func check(_ options: DriftOptions) throws(AnalysisError) {
        for beta in options.betas where !(beta >= 0 && beta <= 1) {
            throw AnalysisError(
                .drift, "β = \(beta) in drift.beta; expected numbers from 0 (no drift) to 1 (the other set alone)")
        }
        guard !options.betas.isEmpty else {
            throw AnalysisError(.drift, "drift.beta is empty; expected at least one number from 0 to 1")
        }
        let known = DriftAnalysis.measures.map(\.rawValue).joined(separator: ", ")
        for measure in options.measures where !DriftAnalysis.measures.contains(measure) {
            throw AnalysisError(
                .drift, "\(measure.rawValue) in drift.measure is not measured of mixtures; expected some of \(known)")
        }
        guard !options.measures.isEmpty else {
            throw AnalysisError(.drift, "drift.measure is empty; expected some of \(known)")
        }
    }
}
