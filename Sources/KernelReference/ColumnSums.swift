extension Reference {
    /// sums(N) = Σ over rows of B(M,N): per block of 256 rows four chains, row mod 4, added as
    /// (0 + 1) + (2 + 3); then block after block.
    @inlinable
    public static func columnSums<Real: BinaryFloatingPoint>(_ b: [Real], rows: Int, columns: Int) -> [Real] {
        (0 ..< columns).map { column in
            var total: Real?
            for start in stride(from: 0, to: rows, by: 256) {
                var chains: [Real] = [0, 0, 0, 0]
                for row in start ..< min(start + 256, rows) { chains[row % 4] += b[row * columns + column] }
                let sum = (chains[0] + chains[1]) + (chains[2] + chains[3])
                total = total.map { $0 + sum } ?? sum
            }
            return total ?? 0
        }
    }
}
