/// The loss of one batch and its gradient by the logits: cross-entropy of gx, and for IR
/// L = CE + ν·R, R the mean over the batch and over g ≠ e (equation 4; method: "Training").
public struct LossHead {
    /// Sums over the samples of a batch.
    public struct Sums {
        /// Sum over the samples of a batch, nats.
        public var crossEntropy = 0.0
        /// Mean over g ≠ e, summed over samples; 0 unless IR.
        public var regulariser = 0.0
    }

    private let kernels: KernelSet
    private let classes: Int
    /// Blocks of the orbit that the regulariser compares; 1 for none.
    private let blocks: Int
    private let rows: InvarianceRows
    private let nu: Double
    private let values: FloatBuffer

    /// - Parameters:
    ///   - classes: C.
    ///   - blocks: of the orbit that R compares; 1 without a regulariser.
    ///   - nu: the weight of R.
    ///   - capacity: rows that a batch may have.
    public init(kernels: KernelSet, classes: Int, blocks: Int, regulariser: Regulariser, nu: Double, capacity: Int) {
        self.kernels = kernels
        self.classes = classes
        self.blocks = blocks
        rows = InvarianceRows(regulariser, kernels: kernels, classes: classes)
        self.nu = nu
        values = FloatBuffer(count: capacity)
    }

    /// Fills `propagation.logitGradient`, padding rows included.
    /// - Parameters:
    ///   - labels: (count).
    ///   - stride: rows from one block of the orbit to the next.
    public func apply(_ propagation: Propagation, labels: UnsafePointer<UInt8>, count: Int, stride: Int) -> Sums {
        let logits = propagation.logits.pointer
        let gradient = propagation.logitGradient.base
        for block in 0 ..< blocks where stride > count {
            (gradient + (block * stride + count) * Panels.width)
                .update(repeating: 0, count: (stride - count) * Panels.width)
        }
        var sums = Sums()
        kernels.softmaxCrossEntropy(logits, labels, count, classes, Float(1 / Double(count)), gradient, values.base)
        for i in 0 ..< count { sums.crossEntropy += Double(values.base[i]) }
        guard blocks > 1 else { return sums }
        let others = Double(blocks - 1)
        let scale = Float(nu / (Double(count) * others))
        for block in 1 ..< blocks {
            let offset = block * stride * Panels.width
            rows.compute(logits, logits + offset, count, scale: scale, gradient, gradient + offset, into: values.base)
            for i in 0 ..< count { sums.regulariser += Double(values.base[i]) / others }
        }
        return sums
    }
}
