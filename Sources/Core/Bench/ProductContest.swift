/// A product of ours against the same product of another library, in turn on one core.
///
/// For the package in Benchmarks/: the product links no other library.
public struct ProductContest: Sendable {
    /// Row-major matrices without padding, as other libraries take them.
    public final class Matrices {
        /// Of the product that both compute.
        public let shape: ProductShape
        /// (M,K).
        public let activations: FloatBuffer
        /// (K,N).
        public let weights: FloatBuffer
        /// (M,N).
        public let gradients: FloatBuffer
        /// Room for the product: (M,N), (M,K) or (K,N), by its kind.
        public let product: FloatBuffer

        init(_ shape: ProductShape) {
            self.shape = shape
            func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> FloatBuffer {
                let buffer = FloatBuffer(count: rows * columns)
                var stream = RandomStream(seed: seed, purpose: .initialisation)
                for index in 0 ..< buffer.count { buffer[index] = stream.unitFloat() - 0.5 }
                return buffer
            }
            activations = matrix(shape.rows, shape.inputs, seed: 1)
            weights = matrix(shape.inputs, shape.outputs, seed: 2)
            gradients = matrix(shape.rows, shape.outputs, seed: 3)
            product =
                switch shape.kind {
                case .forward: matrix(shape.rows, shape.outputs, seed: 4)
                case .inputGradient: matrix(shape.rows, shape.inputs, seed: 4)
                case .weightGradient: matrix(shape.inputs, shape.outputs, seed: 4)
                }
        }
    }

    /// The product that both compute.
    public var shape: ProductShape
    /// By this program's kernels.
    public var ours: BenchRow
    /// By the library that they are compared with.
    public var rivals: BenchRow
    /// How many times as fast ours is: median over the repetitions.
    public var gain: BenchRow

    /// To be called on the core that is measured (`BenchSession.onLane`).
    /// - Parameters:
    ///   - rival: the other library's name, for the rows.
    ///   - multiply: computes the product of the matrices; epilogues (bias, ReLU, mask), which ours
    ///     includes, are not asked of it.
    public init(
        _ shape: ProductShape, session: BenchSession, rival: String, multiply: @escaping (Matrices) -> Void
    ) {
        let operands = ProductOperands(shape)
        let matrices = Matrices(shape)
        let trials = Trials.alternating(
            kernels: session.kernels, pace: session.pace,
            [{ operands.multiply(session.kernels) }, { multiply(matrices) }])
        self.shape = shape
        ours = trials[0].rateRow("sweep/\(shape.name)", multiplyAdds: shape.multiplyAdds, note: shape.note)
        rivals = trials[1].rateRow("\(rival)/\(shape.name)", multiplyAdds: shape.multiplyAdds)
        gain = BenchRow(
            name: "gain/\(shape.name)", SampleSummary(zip(trials[0].seconds, trials[1].seconds).map { $1 / $0 }),
            unit: "times")
    }
}
