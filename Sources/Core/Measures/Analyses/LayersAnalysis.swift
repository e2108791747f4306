/// `layer_LI`: the invariance error of every layer's activations (`LayerInvariance`).
///
/// Series, one value per layer, from the image to the logits: `layer_LI` and `layer_LI_relative`, and
/// the same per group element, `layer_LI[g1]` and `layer_LI_relative[g1]`, ….
public enum LayersAnalysis {
    /// - Returns: nil if stopped.
    /// - Throws: where activations are not finite.
    public static func run(_ options: LayerOptions, _ context: AnalysisContext) throws(AnalysisError) -> AnalysisResult? {
        let samples = context.samples(options.samples)
        let group = context.task.group
        let invariance = LayerInvariance(
            context.network, tying: context.task.tying, group: group, normalisation: context.task.data.normalisation,
            kernels: context.kernels)
        let total = samples.count
        let before = context.resume { (progress, tensors) throws(AnalysisStateError) in
            guard progress.unit == .samples, progress.all == total else {
                throw AnalysisStateError(
                    "expected some of \(total) samples, found \(progress.done) of \(progress.all) \(progress.unit.rawValue)")
            }
            return try LayerErrors(tensors, samples: progress.done, layers: invariance.layers, order: group.order)
        }
        let errors = invariance.measure(samples, from: before) { sums in
            context.progress(sums.samples, total)
            return context.goesOn(after: .init(.samples, sums.samples, of: total)) { sums.tensors }
        }
        guard let errors else { return nil }
        guard errors.isFinite else {
            throw AnalysisError(
                .layers,
                "expected activations that are finite numbers, found others; the network diverged: "
                    + "train it again with a smaller training.learning_rate")
        }
        var result = Measurements(samples: samples.count)
        result.series["layer_LI"] = errors.absolute
        result.series["layer_LI_relative"] = errors.relative
        for element in 1 ..< max(1, group.order) {
            result.series["layer_LI[g\(element)]"] = errors.absolute(element)
            result.series["layer_LI_relative[g\(element)]"] = errors.relative(element)
        }
        return AnalysisResult(measurements: result)
    }
}
