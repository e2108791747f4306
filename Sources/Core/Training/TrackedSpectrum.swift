/// σmax during training: its mean over the first validation samples, at x, with the parameters as they
/// are (paper, section 4.4; `TrainingParameters.trackedSamples`).
///
/// Of parameters that no longer change the measure `sigma_max` gives the same on the same samples: sums
/// are taken in chunks, in order.
final class TrackedSpectrum {
    private let spectrum: JacobianSpectrum
    private let chunks: [ImageChunk]
    private let count: Int

    /// Nil where the task tracks nothing.
    /// - Parameter network: the one that is being trained.
    init?(_ task: TrainingTask, network: Network, kernels: KernelSet) {
        guard task.parameters.trackedSamples > 0 else { return nil }
        let samples = task.data.validation.prefix(task.parameters.trackedSamples)
        count = samples.count
        chunks = ImageChunk.all(of: samples)
        spectrum = JacobianSpectrum(
            network, tying: task.tying, group: task.group, table: task.data.normalisation.values, kernels: kernels)
    }

    /// With the network's parameters as they are now.
    func mean() -> Double {
        spectrum.prepare()
        var sum = 0.0
        for chunk in chunks {
            spectrum.compute(chunk)
            // As `MeasureSums` does: a chunk's own sum first.
            var part = 0.0
            for i in 0 ..< chunk.count { part += spectrum.largestSingularValue(i) }
            sum += part
        }
        return sum / Double(count)
    }
}
