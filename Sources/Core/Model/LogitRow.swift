/// The logits of one image: C values in a panel row.
public struct LogitRow {
    private let values: UnsafeBufferPointer<Float>

    /// - Parameter panel: (rows, 32), valid as long as this value is used.
    public init(_ panel: UnsafePointer<Float>, row: Int, classes: Int) {
        values = UnsafeBufferPointer(start: panel + row * Panels.width, count: classes)
    }

    /// C.
    public var count: Int { values.count }

    /// The logit of class `c`, from 0 to `count` − 1; not checked.
    public subscript(class c: Int) -> Float { values[c] }

    /// The class of the largest logit; the lowest class of equals.
    public var prediction: Int {
        var best = 0
        for c in 1 ..< values.count where values[c] > values[best] { best = c }
        return best
    }

    /// Whether none is NaN or infinite: such a network predicts nothing.
    public var isFinite: Bool { values.allSatisfy(\.isFinite) }
}
