/// A matrix in double whose rows are padded with zeros to a multiple of four, and the products of
/// rows that the decay needs. Lane k of a sum takes elements k, k + 4, …: one order everywhere.
struct DecayRows: Sendable, Equatable {
    let count: Int
    let width: Int
    /// Row length.
    let stride: Int
    private(set) var values: [Double]

    private typealias Four = SIMD4<Double>

    init(count: Int, width: Int) {
        self.count = count
        self.width = width
        stride = (width + 3) / 4 * 4
        values = [Double](repeating: 0, count: count * stride)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * stride + column] }
        set { values[row * stride + column] = newValue }
    }

    func dot(_ a: Int, _ b: Int) -> Double { dot(a, self, b) }

    /// ⟨row a, row b of another⟩.
    func dot(_ a: Int, _ other: DecayRows, _ b: Int) -> Double {
        values.withUnsafeBytes { own in
            other.values.withUnsafeBytes { other in
                let (from, to) = (a * stride * 8, b * stride * 8)
                var sum = Four.zero
                for offset in Swift.stride(from: 0, to: stride * 8, by: 32) {
                    sum +=
                        own.loadUnaligned(fromByteOffset: from + offset, as: Four.self)
                        * other.loadUnaligned(fromByteOffset: to + offset, as: Four.self)
                }
                return (sum[0] + sum[1]) + (sum[2] + sum[3])
            }
        }
    }

    /// self · otherᵀ, of the rows' width.
    func timesTransposed(_ other: DecayRows) -> DecayRows {
        var result = DecayRows(count: count, width: other.count)
        for i in 0 ..< count { for j in 0 ..< other.count { result[i, j] = dot(i, other, j) } }
        return result
    }

    /// Adds factor · coefficients · other to the whole matrix.
    mutating func add(_ factor: Double, _ coefficients: DecayRows, times other: DecayRows) {
        let stride = stride
        values.withUnsafeMutableBytes { own in
            other.values.withUnsafeBytes { other in
                for i in 0 ..< coefficients.count {
                    for k in 0 ..< coefficients.width {
                        let share = Four(repeating: factor * coefficients[i, k])
                        for offset in Swift.stride(from: 0, to: stride * 8, by: 32) {
                            let place = i * stride * 8 + offset
                            let sum =
                                own.loadUnaligned(fromByteOffset: place, as: Four.self)
                                + share * other.loadUnaligned(fromByteOffset: k * stride * 8 + offset, as: Four.self)
                            own.storeBytes(of: sum, toByteOffset: place, as: Four.self)
                        }
                    }
                }
            }
        }
    }

    mutating func scale(by factor: Double) { for i in values.indices { values[i] *= factor } }

    mutating func rotate(_ p: Int, _ q: Int, _ turn: JacobiRotation) {
        for k in 0 ..< stride {
            let (x, y) = (values[p * stride + k], values[q * stride + k])
            values[p * stride + k] = turn.cosine * x - turn.sine * y
            values[q * stride + k] = turn.sine * x + turn.cosine * y
        }
    }

    /// Σ of all squares.
    var squares: Double { (0 ..< count).reduce(0) { $0 + dot($1, $1) } }

    /// ‖self − other‖ / ‖other‖ in Frobenius's norm; 0 where both are zero.
    func relativeDistance(to other: DecayRows) -> Double {
        var difference = self
        for i in values.indices { difference.values[i] -= other.values[i] }
        let distance = difference.squares.squareRoot()
        return distance == 0 ? 0 : distance / other.squares.squareRoot()
    }
}
