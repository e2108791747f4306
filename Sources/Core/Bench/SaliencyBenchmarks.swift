extension Benchmark {
    /// Samples whose SI over R4 is measured in a second, of a trained DA network: the rays of random
    /// weights are not typical. No bound: how much is multiplied depends on the network.
    static let saliencySamples = Benchmark("SI") { session in
        try saliency(session) { trials, work in
            trials.countRow(
                "SI", count: Double(work.samples), multiplyAdds: work.multiplyAdds, unit: "samples/s", note: work.note
            ).unbounded
        }
    }

    /// The same per saliency map, of which a sample has one per group element.
    static let saliencyMap = Benchmark("SI/map") { session in
        try saliency(session) { trials, work in
            trials.timeRow(
                "SI/map", multiplyAdds: work.multiplyAdds, unit: "µs", scale: 1e6 / Double(work.maps), note: work.note
            ).unbounded
        }
    }

    /// Samples whose σmax is measured in a second, with their logits under all elements.
    static let spectrumSamples = Benchmark("sigma_max") { session in
        try saliency(session, .sigmaMax) { trials, work in
            trials.countRow(
                "sigma_max", count: Double(work.samples), multiplyAdds: work.spectrumMultiplyAdds, unit: "samples/s",
                note: "R4, DA; with the samples' logits under all elements")
        }
    }

    private static func saliency(
        _ session: BenchSession, _ measure: Measure = .SI, _ row: @escaping @Sendable (Trials, SaliencyWork) -> BenchRow
    ) throws -> BenchRow {
        let data = try session.data()
        return try session.onLane {
            let work = try SaliencyWork(data, measure, session)
            return row(Trials(kernels: session.kernels, pace: session.pace) { work.run() }, work)
        }
    }
}

/// The measuring of SI or σmax, one chunk of the test split after another.
final class SaliencyWork {
    private let epochs: Int
    private let chunks: [ImageChunk]
    private var next = 0
    private let evaluator: Evaluator
    private let architecture: Architecture
    private let order: Int
    /// Inked pixels of an image, on average.
    private let ink: Double
    private let options = SaliencyOptions()

    init(_ data: BenchData, _ measure: Measure, _ session: BenchSession) throws {
        let kernels = session.kernels
        var task = data.task(.DA, on: data.epoch)
        epochs = session.pace.saliencyEpochs
        task.parameters.epochs = epochs
        let network = try Trainer(task, kernels: kernels).run().network
        architecture = task.architecture
        ink = Double(MultiplyAdds.ink(in: data.epoch.test.images, background: data.epoch.normalisation.background))
            / Double(data.epoch.test.count)
        order = data.group.order
        // Whole chunks, so that all take the same time.
        chunks = ImageChunk.all(of: data.epoch.test).filter { $0.count == ImageChunk.size }
        evaluator = Evaluator(
            network, tying: nil, group: data.group, normalisation: data.epoch.normalisation,
            measures: [measure], saliency: options, kernels: kernels)
    }

    var samples: Int { ImageChunk.size }
    var maps: Int { samples * order }

    /// Of all maps of the chunk.
    var multiplyAdds: Double { Double(maps) * MultiplyAdds.attribution(architecture, steps: options.steps) }

    /// Of all Jacobians of the chunk and the logits of its orbits.
    var spectrumMultiplyAdds: Double {
        Double(samples) * MultiplyAdds.spectrum(architecture, order: order, ink: ink)
    }

    var note: String {
        let dense = MultiplyAdds.attribution(architecture, steps: options.steps) / 1e6
        let naive = MultiplyAdds.naiveAttribution(architecture, steps: options.steps) / 1e6
        return "R4, DA after \(epochs) epochs, \(options.steps) steps; step by step that would be \(NumberText.short(dense))·10⁶ "
            + "multiply-adds per map, or \(NumberText.short(naive))·10⁶ with the first layer at every step"
    }

    func run() {
        _ = evaluator.sums(of: chunks[next % chunks.count])
        next += 1
    }
}
