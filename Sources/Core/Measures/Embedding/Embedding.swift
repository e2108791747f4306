/// Points laid into the plane by exact t-SNE (van der Maaten and Hinton, "Visualizing data using
/// t-SNE", JMLR 9, 2008): the paper's figure 2.
///
/// Exact: every pair counts, in every iteration; no trees, no neighbours left out. n = 2,000 takes
/// some ten seconds on one core, and 8·n² bytes; beyond 10,000 points take a sample.
public struct Embedding: Sendable, Equatable {
    /// The objective after some iteration.
    public struct TracePoint: Sendable, Equatable {
        /// Iterations done, from 1.
        public var iteration: Int
        /// KL(P‖Q) in nats, of P as it is also while it is exaggerated in the gradient.
        public var divergence: Double
    }

    /// (n), the first coordinate of each point; the mean is 0, as that of `y`.
    public let x: [Double]
    /// (n), the second coordinate of each point.
    public let y: [Double]
    /// Every `traceEvery` iterations, and the last.
    public let trace: [TracePoint]
    /// Points whose perplexity could not be reached, ascending (`Affinities.unreached`).
    public let unreached: [Int]
    /// The step size as used.
    public let learningRate: Double

    /// KL(P‖Q) after the last iteration, in nats.
    public var divergence: Double { trace.last?.divergence ?? .nan }

    /// - Parameters:
    ///   - values: (n, features), row by row.
    ///   - points: n.
    ///   - blocks: how rows are shared out; never changes a bit of the result.
    ///   - stop: nil is returned within an iteration after it is raised, and nothing is left behind.
    ///   - state: of the same points and options, to go on from; nil for none.
    ///   - progress: called after each iteration with their number so far.
    ///   - goesOn: called now and then with where it is, and what it would go on from; false asks to stop. Not
    ///     before the first iteration where the state is of a later one.
    /// - Throws: `EmbeddingError`.
    /// - Complexity: O(iterations·n²).
    public static func tSNE(
        of values: some RandomAccessCollection<Float>, points n: Int, options: EmbeddingOptions = EmbeddingOptions(),
        blocks: RowBlocks = .serial, stop: StopFlag? = nil, from state: EmbeddingState? = nil,
        progress: (Int) -> Void = { _ in },
        goesOn: (EmbeddingState.Place, () -> EmbeddingState) -> Bool = { _, _ in true }
    ) throws(EmbeddingError) -> Embedding? {
        try options.check(points: n)
        let points = try EmbeddingPoints(values, count: n)
        // Before the pairs of points are there, because it copies the points.
        let start = state?.descent == nil ? EmbeddingStart.positions(points, options.start) : ([], [])
        let affinities = Affinities(
            points, perplexity: options.perplexity, known: state?.bandwidths ?? [], blocks: blocks, stop: stop
        ) { bandwidths in
            state?.descent != nil || goesOn(.rows(bandwidths.count)) { EmbeddingState(bandwidths: bandwidths) }
        }
        guard let affinities else { return nil }
        var descent =
            state?.descent.map { EmbeddingDescent(affinities, from: $0, options, blocks) }
            ?? EmbeddingDescent(affinities, from: start, options, blocks)
        var trace = state?.descent?.trace ?? []
        for iteration in (state?.descent?.iteration ?? 0) + 1 ... options.iterations {
            if stop?.isRaised == true {
                // Nothing was left of this yet; of an iteration it was.
                if iteration == 1 { _ = goesOn(.rows(n)) { EmbeddingState(bandwidths: affinities.bandwidths) } }
                return nil
            }
            descent.step(iteration)
            if iteration % options.traceEvery == 0 || iteration == options.iterations {
                let divergence = descent.divergence()
                guard divergence.isFinite else {
                    throw .diverged(iteration: iteration, learningRate: options.stepSize(points: n))
                }
                trace.append(TracePoint(iteration: iteration, divergence: divergence))
            }
            progress(iteration)
            guard iteration < options.iterations else { break }
            let now = goesOn(.iterations(iteration)) {
                EmbeddingState(bandwidths: affinities.bandwidths, descent: descent.state(after: iteration, trace))
            }
            if !now { return nil }
        }
        return Embedding(
            x: Array(descent.x[..<n]), y: Array(descent.y[..<n]), trace: trace, unreached: affinities.unreached,
            learningRate: options.stepSize(points: n))
    }
}
