/// What t-SNE sums over all pairs of points, row by row (van der Maaten and Hinton, 2008, equations
/// 2, 4 and 5), with w_ij = 1/(1 + ‖y_i − y_j‖²) and q_ij = w_ij/Z, Z = Σ w_kl over k ≠ l:
///
///     ∂KL/∂y_i = 4·(Σ_j p_ij·w_ij·(y_i − y_j)  −  1/Z·Σ_j w_ij²·(y_i − y_j))
///
/// One pass over P serves both sums and Z. Pairs are taken four at a time, lane k of a row's sum
/// holding the points k, k + 4, …: written so and not left to the compiler, the order is the same
/// on every machine.
struct EmbeddingForces {
    /// One row's sums.
    struct Row: Sendable {
        var attraction = (x: 0.0, y: 0.0)
        var repulsion = (x: 0.0, y: 0.0)
        /// Σ_j w_ij, j ≠ i.
        var weight = 0.0
    }

    private let affinities: Affinities
    private let blocks: RowBlocks
    private(set) var rows: [Row]
    /// Z.
    private(set) var total = 0.0
    /// Σ p ln p, which no iteration changes.
    private let negativeEntropy: Double

    init(_ affinities: Affinities, blocks: RowBlocks) {
        self.affinities = affinities
        self.blocks = blocks
        rows = [Row](repeating: Row(), count: affinities.count)
        let stride = affinities.stride
        negativeEntropy = Self.sumOfRows(affinities.count, blocks) { i in
            affinities.values.withUnsafeBufferPointer { p in
                var sum = 0.0
                for value in p[i * stride ..< (i + 1) * stride] where value > 0 { sum += value * PortableMath.log(value) }
                return sum
            }
        }
    }

    /// The place of the points that only pad: so far away that w is 0, and w times it too.
    static let padding = 1e200

    /// Coordinates in the form that is taken here.
    static func padded(_ positions: [Double]) -> [Double] {
        positions + [Double](repeating: padding, count: (4 - positions.count % 4) % 4)
    }

    /// Fills `rows` and `total`.
    /// - Parameters:
    ///   - x: (n, padded).
    ///   - y: (n, padded).
    mutating func compute(_ x: [Double], _ y: [Double]) {
        let stride = affinities.stride
        let n = affinities.count
        rows.withUnsafeMutableBufferPointer { rows in
            // Written by one block per row.
            nonisolated(unsafe) let rows = rows
            let affinities = affinities
            blocks(n) { range in
                affinities.values.withUnsafeBytes { p in
                    x.withUnsafeBytes { x in
                        y.withUnsafeBytes { y in
                            for i in range {
                                rows[i] = Self.row(
                                    i, UnsafeRawBufferPointer(rebasing: p[i * stride * 8 ..< (i + 1) * stride * 8]), x, y)
                            }
                        }
                    }
                }
            }
        }
        total = 0
        for row in rows { total += row.weight }
    }

    /// - Parameter p: (stride) of point i.
    private static func row(
        _ i: Int, _ p: UnsafeRawBufferPointer, _ x: UnsafeRawBufferPointer, _ y: UnsafeRawBufferPointer
    ) -> Row {
        typealias Four = SIMD4<Double>
        let ownX = Four(repeating: x.loadUnaligned(fromByteOffset: i * 8, as: Double.self))
        let ownY = Four(repeating: y.loadUnaligned(fromByteOffset: i * 8, as: Double.self))
        let one = Four(repeating: 1)
        var (weight, ax, ay, rx, ry) = (Four.zero, Four.zero, Four.zero, Four.zero, Four.zero)
        for offset in stride(from: 0, to: p.count, by: 32) {
            let dx = ownX - x.loadUnaligned(fromByteOffset: offset, as: Four.self)
            let dy = ownY - y.loadUnaligned(fromByteOffset: offset, as: Four.self)
            let w = one / (one + (dx * dx + dy * dy))
            weight += w
            let pull = p.loadUnaligned(fromByteOffset: offset, as: Four.self) * w
            ax += pull * dx
            ay += pull * dy
            let push = w * w
            rx += push * dx
            ry += push * dy
        }
        func sum(_ lanes: Four) -> Double { (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) }
        // A point's own w is 1 exactly.
        return Row(attraction: (sum(ax), sum(ay)), repulsion: (sum(rx), sum(ry)), weight: sum(weight) - 1)
    }

    /// ∂KL/∂y_i, with P multiplied by the exaggeration.
    func gradient(_ i: Int, exaggeration: Double = 1) -> (x: Double, y: Double) {
        let row = rows[i]
        return (
            4 * (exaggeration * row.attraction.x - row.repulsion.x / total),
            4 * (exaggeration * row.attraction.y - row.repulsion.y / total)
        )
    }

    /// KL(P‖Q) = Σ p·(ln p + ln(1 + d²)) + ln Z·Σ p, in nats, never exaggerated. Uses the Z of the
    /// last `compute`, which must have had the same positions.
    func divergence(_ x: [Double], _ y: [Double]) -> Double {
        let (n, stride) = (affinities.count, affinities.stride)
        let affinities = affinities
        let cross = Self.sumOfRows(n, blocks) { i in
            affinities.values.withUnsafeBufferPointer { p in
                var sum = 0.0
                for j in 0 ..< n {
                    let (dx, dy) = (x[i] - x[j], y[i] - y[j])
                    sum += p[i * stride + j] * PortableMath.log(1 + (dx * dx + dy * dy))
                }
                return sum
            }
        }
        let mass = Self.sumOfRows(n, blocks) { i in
            affinities.values.withUnsafeBufferPointer { p in
                var sum = 0.0
                for value in p[i * stride ..< (i + 1) * stride] { sum += value }
                return sum
            }
        }
        return negativeEntropy + cross + PortableMath.log(total) * mass
    }

    private static func sumOfRows(_ n: Int, _ blocks: RowBlocks, _ row: @Sendable (Int) -> Double) -> Double {
        var sums = [Double](repeating: 0, count: n)
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums
            blocks(n) { range in for i in range { sums[i] = row(i) } }
        }
        var total = 0.0
        for sum in sums { total += sum }
        return total
    }
}
