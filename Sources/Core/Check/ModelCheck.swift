import Dispatch
import Synchronization

/// Measures a model of whatever origin under some groups: the invariance errors per group element and per layer
/// (paper, section 3.1; `Evaluator`, `LayerInvariance`).
///
/// The same bits with any number of workers: sums of chunks are added in the chunks' order.
public enum ModelCheck {
    /// C of the data sets, which leave the last of their ten classes out.
    public static let classes = 9
    /// Of an unpadded image.
    static let side = 28
    /// In the order of the table's columns.
    static let measures: [Measure] = [.accuracy, .consistency, .LI, .DI, .SI, .sigmaMax]

    /// The padding of square images of so many pixels; nil where there is none such.
    static func padding(ofPixels pixels: Int) -> Int? {
        (0 ... PreparedData.largestPad).first { (side + 2 * $0) * (side + 2 * $0) == pixels }
    }

    /// - Parameters:
    ///   - data: of the settings' request.
    ///   - workers: threads.
    ///   - progress: told how many samples of how many are done, over all groups; from any thread.
    /// - Throws: `CheckError`, `GroupError`.
    public static func run(
        _ model: ForeignModel, _ settings: CheckSettings, _ data: PreparedData, file: String, kernels: KernelSet,
        workers: Int, progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws -> CheckReport {
        let all = data.samples(settings.split)
        let samples = settings.samples == 0 ? all : all.prefix(settings.samples)
        guard samples.count > 0 else { throw CheckError.noSamples(settings.split) }
        let normalisation = settings.normalisation.map {
            Normalisation(
                mean: $0.mean, std: $0.std, background: data.normalisation.background, inkShare: data.normalisation.inkShare)
        } ?? data.normalisation
        let groups = try settings.groups.map { group throws(GroupError) in (group.name, try group.group(data)) }
        var report = CheckReport(model, settings, data, normalisation, samples: samples.count, of: all.count, file: file)
        let rows = samples.count * groups.count
        for (index, (name, group)) in groups.enumerated() {
            let tying = settings.method == .WT ? WeightTying(order: group.order, pooling: settings.pooling) : nil
            let before = index * samples.count
            let (measurements, layers) = Measuring(
                network: FrozenNetwork(model.network), tying: tying, group: group, normalisation: normalisation,
                saliency: settings.saliency, kernels: kernels, chunks: ImageChunk.all(of: samples)
            ).run(workers: workers) { progress(before + $0, rows) }
            report.groups.append(CheckReport.Group(name, group, measurements, layers, model.network.architecture))
        }
        return report
    }

    /// All chunks under one group, by several threads.
    private struct Measuring: Sendable {
        let network: FrozenNetwork
        let tying: WeightTying?
        let group: PermutationGroup
        let normalisation: Normalisation
        let saliency: SaliencyOptions
        let kernels: KernelSet
        // Chunks refer to images that nobody changes.
        nonisolated(unsafe) let chunks: [ImageChunk]

        private struct State {
            var next = 0
            var samplesDone = 0
            var sums: [Int: (MeasureSums, LayerErrors)] = [:]
        }

        func run(workers: Int, progress: @escaping @Sendable (Int) -> Void) -> (Measurements, LayerErrors) {
            let state = Mutex(State())
            let workers = max(1, min(workers, chunks.count))
            DispatchQueue.concurrentPerform(iterations: workers) { _ in
                // They hold buffers, and belong to one thread.
                let evaluator = Evaluator(
                    network.network, tying: tying, group: group, normalisation: normalisation,
                    measures: ModelCheck.measures, saliency: saliency, kernels: kernels)
                let layers = LayerInvariance(
                    network.network, tying: tying, group: group, normalisation: normalisation, kernels: kernels)
                while let index = state.withLock({ state in
                    defer { state.next += 1 }
                    return state.next < chunks.count ? state.next : nil
                }) {
                    let sums = (evaluator.sums(of: chunks[index]), layers.errors(of: chunks[index]))
                    let done = state.withLock { state in
                        state.sums[index] = sums
                        state.samplesDone += chunks[index].count
                        return state.samplesDone
                    }
                    progress(done)
                }
            }
            let sums = state.withLock { $0.sums }
            guard var total = sums[0] else { preconditionFailure("no chunk was measured") }
            for index in 1 ..< max(1, chunks.count) {
                guard let next = sums[index] else { continue }
                total.0.add(next.0)
                total.1.add(next.1)
            }
            return (total.0.measurements(Set(ModelCheck.measures)), total.1)
        }
    }
}
