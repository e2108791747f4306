extension Reference {
    /// transposed(N,K) = matrix(K,N).
    @inlinable
    public static func transpose<Element>(_ matrix: [Element], rows: Int, columns: Int) -> [Element] {
        (0 ..< columns).flatMap { column in (0 ..< rows).map { row in matrix[row * columns + column] } }
    }
}
