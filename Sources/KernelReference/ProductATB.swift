extension Reference {
    /// C(K,N) = A(M,K)ᵀ·B(M,N): from zero, for m = 0, 1, … c ← c + a·b with one rounding.
    @inlinable
    public static func productATB<Real: BinaryFloatingPoint>(
        _ a: [Real], _ b: [Real], depth: Int, features: Int, columns: Int
    ) -> [Real] {
        var c = [Real](repeating: 0, count: features * columns)
        for feature in 0 ..< features {
            for column in 0 ..< columns {
                var sum: Real = 0
                for m in 0 ..< depth { sum = sum.addingProduct(a[m * features + feature], b[m * columns + column]) }
                c[feature * columns + column] = sum
            }
        }
        return c
    }
}
