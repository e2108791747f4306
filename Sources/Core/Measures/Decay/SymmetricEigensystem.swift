/// All eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, in double:
/// `SymmetricEigenvalues` with the vectors kept, for matrices of some hundred rows.
///
/// Eigenvalues are exact to about 1e-15 of the largest, and the vectors orthogonal to as much.
/// - Complexity: O(n³) per sweep, some eight sweeps: n = 192 takes a quarter of a second.
struct SymmetricEigensystem {
    /// (n): descending.
    let values: [Double]
    /// (n, n): row k belongs to value k, of length 1.
    let vectors: [Double]

    private static let largestSweeps = 60

    /// - Parameter matrix: (n, n), symmetric, finite.
    init(_ matrix: [Double], order n: Int) {
        precondition(matrix.count == n * n, "a matrix of another order")
        var a = matrix
        var v = [Double](repeating: 0, count: n * n)
        for i in 0 ..< n { v[i * n + i] = 1 }
        let negligible = a.reduce(0) { max($0, $1.magnitude) } * Double.ulpOfOne / 64
        a.withUnsafeMutableBufferPointer { a in
            v.withUnsafeMutableBufferPointer { v in
                for _ in 0 ..< Self.largestSweeps {
                    var rotated = false
                    for p in 0 ..< max(0, n - 1) {
                        for q in p + 1 ..< n where a[p * n + q].magnitude > negligible {
                            Self.rotate(a, v, n, p, q)
                            rotated = true
                        }
                    }
                    if !rotated { break }
                }
            }
        }
        // Equal values in the order in which they stand, so that the order is one.
        let order = (0 ..< n).sorted { (a[$0 * n + $0], $1) > (a[$1 * n + $1], $0) }
        values = order.map { a[$0 * n + $0] }
        vectors = order.flatMap { v[$0 * n ..< ($0 + 1) * n] }
    }

    private static func rotate(
        _ a: UnsafeMutableBufferPointer<Double>, _ v: UnsafeMutableBufferPointer<Double>, _ n: Int, _ p: Int, _ q: Int
    ) {
        let offDiagonal = a[p * n + q]
        let turn = JacobiRotation(offDiagonal, a[p * n + p], a[q * n + q])
        let (c, s) = (turn.cosine, turn.sine)
        a[p * n + p] -= turn.tangent * offDiagonal
        a[q * n + q] += turn.tangent * offDiagonal
        a[p * n + q] = 0
        a[q * n + p] = 0
        for k in 0 ..< n where k != p && k != q {
            let (x, y) = (a[p * n + k], a[q * n + k])
            a[p * n + k] = c * x - s * y
            a[q * n + k] = s * x + c * y
        }
        for k in 0 ..< n where k != p && k != q {
            a[k * n + p] = a[p * n + k]
            a[k * n + q] = a[q * n + k]
        }
        for k in 0 ..< n {
            let (x, y) = (v[p * n + k], v[q * n + k])
            v[p * n + k] = c * x - s * y
            v[q * n + k] = s * x + c * y
        }
    }
}
