/// Invariance errors of rows of logits against rows of transformed logits, in one form.
struct InvarianceRows {
    private let computation: InvarianceComputation
    private let kernels: KernelSet
    private let classes: Int

    init(_ form: Regulariser, kernels: KernelSet, classes: Int) {
        computation = form.form.computation
        self.kernels = kernels
        self.classes = classes
    }

    /// - Parameters:
    ///   - z, y: f(x') and f(gx'), one panel each, (rows, 32).
    ///   - scale: factor of the gradients.
    ///   - dz: (rows, 32), added to; nil where only the values are wanted.
    ///   - dy: (rows, 32), overwritten, beyond the classes by zeros; nil likewise.
    ///   - values: (rows), the errors.
    func compute(
        _ z: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ rows: Int, scale: Float,
        _ dz: UnsafeMutablePointer<Float>?, _ dy: UnsafeMutablePointer<Float>?, into values: UnsafeMutablePointer<Float>
    ) {
        switch computation {
        case .kernel(let form): kernels.invarianceError(form, z, y, rows, classes, scale, dz, dy, values)
        case .rows(let error):
            // In double: a form of one file is written for reading, not for speed.
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * classes) { scratch in
                scratch.initialize(repeating: 0)
                func part(_ index: Int) -> UnsafeMutableBufferPointer<Double> {
                    UnsafeMutableBufferPointer(rebasing: scratch[index * classes ..< (index + 1) * classes])
                }
                let (first, second) = (part(0), part(1))
                let pair = LogitPair(
                    z: UnsafeBufferPointer(first), y: UnsafeBufferPointer(second), dz: part(2), dy: part(3))
                for row in 0 ..< rows {
                    let start = row * Panels.width
                    for c in 0 ..< classes {
                        first[c] = Double(z[start + c])
                        second[c] = Double(y[start + c])
                    }
                    values[row] = Float(error(pair))
                    if let dz {
                        for c in 0 ..< classes { dz[start + c] += Float(pair.dz[c] * Double(scale)) }
                    }
                    if let dy {
                        for c in 0 ..< classes { dy[start + c] = Float(pair.dy[c] * Double(scale)) }
                        (dy + start + classes).update(repeating: 0, count: Panels.width - classes)
                    }
                }
            }
        }
    }
}
