/// What t-SNE has reached between two steps. All else follows from the points and the options, so that whoever goes
/// on from here ends with the same bits.
///
/// P itself would be 8·n² bytes. The bandwidths that the search for the perplexities found, a number per row, give
/// it back at a thirtieth of the search's exponentials.
public struct EmbeddingState: Sendable, Equatable {
    /// β of the first rows' neighbour distributions: all n once the descent has begun.
    public var bandwidths: [Double]
    /// Nil before the first iteration.
    public var descent: Descent?

    /// Gradient descent after some iteration. All of (n).
    public struct Descent: Sendable, Equatable {
        /// Iterations done.
        public var iteration: Int
        /// (n), first coordinates.
        public var x: [Double]
        /// (n), second coordinates.
        public var y: [Double]
        /// (n), the last step along x.
        public var velocityX: [Double]
        /// (n), the last step along y.
        public var velocityY: [Double]
        /// (n), the factor of each point's step along x (Jacobs, 1988).
        public var gainX: [Double]
        /// (n), the same along y.
        public var gainY: [Double]
        /// The objective so far, every `EmbeddingOptions.traceEvery` iterations.
        public var trace: [Embedding.TracePoint]
    }

    /// - Parameters:
    ///   - bandwidths: β of the first rows, at most n of them.
    ///   - descent: nil before the first iteration.
    public init(bandwidths: [Double], descent: Descent? = nil) {
        self.bandwidths = bandwidths
        self.descent = descent
    }

    /// Where t-SNE is.
    public enum Place: Sendable, Equatable {
        /// So many rows have their perplexities.
        case rows(Int)
        /// So many iterations are done.
        case iterations(Int)
    }

    /// Where t-SNE was when it left this state.
    public var place: Place { descent.map { .iterations($0.iteration) } ?? .rows(bandwidths.count) }

    /// - Throws: `AnalysisStateError` for what t-SNE of these points cannot go on from.
    func check(points n: Int, _ options: EmbeddingOptions) throws(AnalysisStateError) {
        func expect(_ holds: Bool, _ problem: @autoclosure () -> String) throws(AnalysisStateError) {
            if !holds { throw AnalysisStateError(problem()) }
        }
        try expect(bandwidths.count <= n, "expected at most \(n) bandwidths, found \(bandwidths.count)")
        try expect(bandwidths.allSatisfy { $0 > 0 && $0.isFinite }, "expected bandwidths that are positive numbers")
        guard let descent else { return }
        try expect(bandwidths.count == n, "expected \(n) bandwidths, found \(bandwidths.count)")
        try expect(
            1 ..< options.iterations ~= descent.iteration,
            "iterations: expected 1 to \(options.iterations - 1), found \(descent.iteration)")
        for (name, values) in descent.named {
            try expect(values.count == n, "\(name): expected \(n) numbers, found \(values.count)")
            try expect(values.allSatisfy(\.isFinite), "\(name): expected finite numbers")
        }
        let traced = stride(from: options.traceEvery, through: descent.iteration, by: options.traceEvery)
        try expect(
            descent.trace.map(\.iteration) == Array(traced) && descent.trace.allSatisfy { $0.divergence.isFinite },
            "expected a trace of every \(options.traceEvery)th iteration")
    }
}

extension EmbeddingState.Descent {
    fileprivate static let names = ["x", "y", "velocity_x", "velocity_y", "gain_x", "gain_y"]

    fileprivate var named: [(name: String, values: [Double])] {
        Array(zip(Self.names, [x, y, velocityX, velocityY, gainX, gainY]))
    }
}

// MARK: - As tensors

extension EmbeddingState {
    var tensors: [SafetensorsTensor] {
        func doubles(_ name: String, _ values: [Double]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .f64(values))
        }
        let own = doubles("bandwidths", bandwidths)
        guard let descent else { return [own] }
        return [own] + descent.named.map { doubles($0.name, $0.values) } + [
            SafetensorsTensor("iteration", shape: [1], .i64([Int64(descent.iteration)])),
            SafetensorsTensor(
                "trace_iteration", shape: [descent.trace.count], .i64(descent.trace.map { Int64($0.iteration) })),
            doubles("trace", descent.trace.map(\.divergence)),
        ]
    }

    /// - Throws: `AnalysisStateError` where one is missing or of another type.
    init(_ tensors: StateTensors) throws(AnalysisStateError) {
        bandwidths = try tensors.doubles("bandwidths")
        guard tensors.has("iteration") else { return }
        var values: [[Double]] = []
        for name in Descent.names { values.append(try tensors.doubles(name)) }
        let (iterations, divergences) = (try tensors.integers("trace_iteration"), try tensors.doubles("trace"))
        guard iterations.count == divergences.count else {
            throw AnalysisStateError("trace: expected \(iterations.count) numbers, found \(divergences.count)")
        }
        descent = Descent(
            iteration: try tensors.integers("iteration", count: 1)[0], x: values[0], y: values[1], velocityX: values[2],
            velocityY: values[3], gainX: values[4], gainY: values[5],
            trace: zip(iterations, divergences).map { Embedding.TracePoint(iteration: $0, divergence: $1) })
    }
}
