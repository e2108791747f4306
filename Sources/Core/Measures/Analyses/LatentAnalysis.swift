/// `latent`: t-SNE of the penultimate layer, with whole orbits of single samples in the same picture
/// (paper, section 4.2 and figure 2).
///
/// The points are the activations after the last ReLU of the split's first samples at x, and of those
/// gx, g ≠ e, whose orbits are traced. The traced samples are the first of each class, then the second of
/// each, …, as many as are asked for, in the order of the split within each round.
///
/// Tensors of n points: `points` (n, 2) f64; `labels`, `sample` (its place in the split), `element` and
/// `traced` (the number of the orbit, −1 for a sample whose orbit is not traced), each (n) i32.
/// Values: `latent_KL`, the divergence after the last iteration in nats, and `latent_unreached`, points whose
/// perplexity could not be reached. Series: `latent_iteration`, `latent_KL_trace`.
public enum LatentAnalysis {
    /// - Returns: nil if stopped.
    /// - Throws: where the points cannot be embedded: too few for the perplexity, all the same, not finite.
    public static func run(_ options: LatentOptions, _ context: AnalysisContext) throws(AnalysisError) -> AnalysisResult? {
        let samples = context.samples(options.samples)
        let group = context.task.group
        let traced = tracedSamples(samples.labels, count: options.traced)
        guard let points = LatentPoints(samples, traced: traced, context) else { return nil }
        let settings = embeddingOptions(options)
        let state = context.resume { (_, tensors) throws(AnalysisStateError) in
            let state = try EmbeddingState(tensors)
            try state.check(points: points.count, settings)
            return state
        }
        let stop = StopFlag()
        var isDescending = false
        // Before the first iteration stands the search for the perplexities, which of many points takes minutes.
        let blocks = RowBlocks(count: 64) { count, body in
            for block in 0 ..< count {
                if !isDescending, !stop.isRaised, context.shouldStop() { stop.raise() }
                body(block)
            }
        }
        let embedding: Embedding?
        do throws(EmbeddingError) {
            embedding = try Embedding.tSNE(
                of: points.activations, points: points.count, options: settings, blocks: blocks,
                stop: stop, from: state, progress: { context.progress($0, options.iterations) }
            ) { place, state in
                let progress: AnalysisProgress
                switch place {
                case .rows(let rows): progress = .init(.points, rows, of: points.count)
                case .iterations(let iterations):
                    isDescending = true
                    progress = .init(.steps, iterations, of: options.iterations)
                }
                return context.goesOn(after: progress, hasStopped: stop.isRaised) { state().tensors }
            }
        } catch {
            throw AnalysisError(.latent, "\(error)")
        }
        guard let embedding else { return nil }
        var result = Measurements(samples: samples.count)
        result.values["latent_KL"] = embedding.divergence
        result.values["latent_unreached"] = Double(embedding.unreached.count)
        result.series["latent_iteration"] = embedding.trace.map { Double($0.iteration) }
        result.series["latent_KL_trace"] = embedding.trace.map(\.divergence)
        return AnalysisResult(
            measurements: result,
            tensors: [
                SafetensorsTensor(
                    "points", shape: [points.count, 2], .f64(zip(embedding.x, embedding.y).flatMap { [$0, $1] })),
                SafetensorsTensor("labels", shape: [points.count], .i32(points.labels)),
                SafetensorsTensor("sample", shape: [points.count], .i32(points.samples)),
                SafetensorsTensor("element", shape: [points.count], .i32(points.elements)),
                SafetensorsTensor("traced", shape: [points.count], .i32(points.orbits)),
            ],
            metadata: [
                "analysis": Analysis.latent.rawValue, "split": context.split.rawValue, "group": group.name,
                "elements": group.elementNames.joined(separator: ","), "perplexity": "\(options.perplexity)",
                "iterations": "\(options.iterations)", "cyclic": "\(group.isCyclicInOrder)",
            ])
    }

    /// At most 200 values of the trace; a short run is exaggerated for its first quarter.
    static func embeddingOptions(_ options: LatentOptions) -> EmbeddingOptions {
        var result = EmbeddingOptions()
        result.perplexity = options.perplexity
        result.iterations = options.iterations
        result.exaggeratedIterations = min(250, options.iterations / 4)
        result.momentumSwitch = result.exaggeratedIterations
        result.traceEvery = max(10, (options.iterations + 199) / 200)
        return result
    }

    /// Places of the samples whose orbits are traced.
    static func tracedSamples(_ labels: [UInt8], count: Int) -> [Int] {
        var taken: [Int] = []
        var rest = Array(labels.indices)
        while taken.count < count, !rest.isEmpty {
            var seen: Set<UInt8> = []
            var left: [Int] = []
            for place in rest {
                if taken.count < count, seen.insert(labels[place]).inserted {
                    taken.append(place)
                } else {
                    left.append(place)
                }
            }
            rest = left
        }
        return taken
    }
}

extension PermutationGroup {
    /// Whether element k is the k-th power of element 1, so that the orbit in its order is a ring.
    var isCyclicInOrder: Bool {
        order > 1 && product(1, order - 1) == 0 && (1 ..< order).allSatisfy { product(1, $0 - 1) == $0 }
    }
}

/// The points before they are embedded.
struct LatentPoints {
    /// (n, width of the last hidden layer).
    private(set) var activations: [Float] = []
    private(set) var labels: [Int32] = []
    private(set) var samples: [Int32] = []
    private(set) var elements: [Int32] = []
    /// The number of the traced orbit; −1 for none.
    private(set) var orbits: [Int32] = []

    var count: Int { labels.count }

    /// Nil if stopped.
    init?(_ all: PreparedData.Samples, traced: [Int], _ context: AnalysisContext) {
        let task = context.task
        let outputs = OrbitLogits(
            context.network, tying: task.tying, group: task.group, normalisation: task.data.normalisation,
            kernels: context.kernels)
        let hidden = context.network.architecture.hidden
        let (layer, width) = (hidden.count - 1, hidden[hidden.count - 1])
        var orbitOf: [Int: Int32] = [:]
        for (number, place) in traced.enumerated() { orbitOf[place] = Int32(number) }
        for chunk in ImageChunk.all(of: all) {
            outputs.compute(chunk) { element in
                for i in 0 ..< chunk.count {
                    let place = chunk.range.lowerBound + i
                    let orbit = orbitOf[place]
                    guard element == 0 || orbit != nil else { continue }
                    for feature in 0 ..< width {
                        activations.append(
                            outputs.activation(layer: layer, panel: feature / Panels.width, i)[feature % Panels.width])
                    }
                    labels.append(Int32(chunk.label(i)))
                    samples.append(Int32(place))
                    elements.append(Int32(element))
                    orbits.append(orbit ?? -1)
                }
            }
            if context.shouldStop() { return nil }
        }
    }
}
