extension Reference {
    /// sums(N) = Σ over rows of B(M,N), from the first row to the last.
    @inlinable
    public static func columnSums<Real: BinaryFloatingPoint>(_ b: [Real], rows: Int, columns: Int) -> [Real] {
        var sums = [Real](repeating: 0, count: columns)
        for row in 0 ..< rows {
            for column in 0 ..< columns { sums[column] += b[row * columns + column] }
        }
        return sums
    }
}
