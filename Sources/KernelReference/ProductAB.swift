extension Reference {
    /// C(M,N) = A(M,K)·B(K,N) + bias(N), then ReLU, then the mask: c = bias, and for k = 0, 1, …
    /// c ← c + a·b with one rounding.
    /// - Parameters:
    ///   - bias: nil for zero.
    ///   - mask: (M,N); where it is ≤ 0 the result is 0.
    @inlinable
    public static func productAB<Real: BinaryFloatingPoint>(
        _ a: [Real], _ b: [Real], rows: Int, depth: Int, columns: Int, bias: [Real]? = nil, mask: [Real]? = nil,
        relu: Bool = false
    ) -> [Real] {
        var c = [Real](repeating: 0, count: rows * columns)
        for row in 0 ..< rows {
            for column in 0 ..< columns {
                var sum = bias?[column] ?? 0
                for k in 0 ..< depth { sum = sum.addingProduct(a[row * depth + k], b[k * columns + column]) }
                if relu, sum <= 0 { sum = 0 }
                if let mask, mask[row * columns + column] <= 0 { sum = 0 }
                c[row * columns + column] = sum
            }
        }
        return c
    }
}
