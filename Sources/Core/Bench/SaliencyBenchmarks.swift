extension Benchmark {
    /// Samples whose SI over R4 is measured in a second, of a DA network of a few epochs: the rays
    /// of random weights are not typical.
    static let saliencySamples = Benchmark("SI") { session in
        try saliency(session) { trials, work in
            trials.countRow(
                "SI", count: Double(work.samples), multiplyAdds: work.multiplyAdds, unit: "samples/s", note: work.note)
        }
    }

    /// The same per saliency map, of which a sample has one per group element.
    static let saliencyMap = Benchmark("SI/map") { session in
        try saliency(session) { trials, work in
            trials.timeRow(
                "SI/map", multiplyAdds: work.multiplyAdds, unit: "µs", scale: 1e6 / Double(work.maps), note: work.note)
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
            let work = try SaliencyWork(data, measure, kernels: session.kernels)
            return row(Trials(kernels: session.kernels, pace: session.pace) { work.run() }, work)
        }
    }
}

/// The measuring of SI or σmax on one chunk of the test split.
final class SaliencyWork {
    private static let epochs = 3

    private let chunk: ImageChunk
    private let evaluator: Evaluator
    private let architecture: Architecture
    private let order: Int
    /// Inked pixels of an image, on average.
    private let ink: Double
    private let options = SaliencyOptions()

    init(_ data: BenchData, _ measure: Measure, kernels: KernelSet) throws {
        var task = data.task(.DA, on: data.epoch)
        task.parameters.epochs = Self.epochs
        let network = try Trainer(task, kernels: kernels).run().network
        architecture = task.architecture
        ink = Double(MultiplyAdds.ink(in: data.epoch.test.images, background: data.epoch.normalisation.background))
            / Double(data.epoch.test.count)
        order = data.group.order
        let test = data.epoch.test
        chunk = ImageChunk(samples: test, range: 0 ..< min(ImageChunk.size, test.count))
        evaluator = Evaluator(
            network, tying: nil, group: data.group, normalisation: data.epoch.normalisation,
            measures: [measure], saliency: options, kernels: kernels)
    }

    var samples: Int { chunk.count }
    var maps: Int { samples * order }

    /// Of all maps of the chunk.
    var multiplyAdds: Double { Double(maps) * MultiplyAdds.attribution(architecture, steps: options.steps) }

    /// Of all Jacobians of the chunk and the logits of its orbits.
    var spectrumMultiplyAdds: Double {
        Double(samples) * MultiplyAdds.spectrum(architecture, order: order, ink: ink)
    }

    var note: String {
        let need = MultiplyAdds.attribution(architecture, steps: options.steps) / 1e6
        let naive = MultiplyAdds.naiveAttribution(architecture, steps: options.steps) / 1e6
        return "R4, DA after \(Self.epochs) epochs, \(options.steps) steps; bound by \(NumberText.short(need))·10⁶ "
            + "multiply-adds per map (the whole network at every step: \(NumberText.short(naive))·10⁶)"
    }

    func run() { _ = evaluator.sums(of: chunk) }
}
