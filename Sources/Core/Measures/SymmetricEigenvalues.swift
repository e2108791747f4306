/// Eigenvalues of small symmetric matrices by Jacobi's rotations (1846; Golub and Van Loan, "Matrix
/// Computations", section 8.5), in double.
///
/// Jacobi's and not a tridiagonal method: for the 9×9 Gram matrices here it costs microseconds, and
/// it needs nothing but + − × ÷ √ in one order, which is the same on every machine. What is *not*
/// promised is speed for large matrices (a sweep costs O(n³)), nor small eigenvalues beyond the
/// precision of the largest.
public enum SymmetricEigenvalues {
    /// Five or six are enough for any matrix that was met; without an end, rounding might go round.
    private static let largestSweeps = 30

    /// The largest eigenvalue. NaN where an element is not finite.
    /// - Parameter matrix: (n, n), row-major, symmetric; destroyed: its diagonal holds the eigenvalues
    ///   afterwards, in no order.
    public static func largest(of matrix: UnsafeMutableBufferPointer<Double>, order n: Int) -> Double {
        precondition(n > 0 && matrix.count == n * n, "a matrix of another order")
        guard matrix.allSatisfy(\.isFinite) else { return .nan }
        diagonalise(matrix, n)
        var best = matrix[0]
        for i in 1 ..< n where matrix[i * n + i] > best { best = matrix[i * n + i] }
        return best
    }

    /// Cyclic sweeps over all pairs, until a whole sweep finds nothing to rotate.
    private static func diagonalise(_ matrix: UnsafeMutableBufferPointer<Double>, _ n: Int) {
        // Relative to the whole matrix: a Jacobian of low rank leaves rounding beside zeros on the
        // diagonal, and nothing is won by turning that.
        let largest = matrix.reduce(0) { max($0, $1.magnitude) }
        let negligible = largest * Double.ulpOfOne / 16
        for _ in 0 ..< largestSweeps {
            var rotated = false
            for p in 0 ..< n - 1 {
                for q in p + 1 ..< n where matrix[p * n + q].magnitude > negligible {
                    rotate(matrix, n, p, q)
                    rotated = true
                }
            }
            if !rotated { return }
        }
    }

    /// Makes element (p, q) zero.
    private static func rotate(_ a: UnsafeMutableBufferPointer<Double>, _ n: Int, _ p: Int, _ q: Int) {
        let offDiagonal = a[p * n + q]
        let (app, aqq) = (a[p * n + p], a[q * n + q])
        let turn = JacobiRotation(offDiagonal, app, aqq)
        let (c, s) = (turn.cosine, turn.sine)
        a[p * n + p] = app - turn.tangent * offDiagonal
        a[q * n + q] = aqq + turn.tangent * offDiagonal
        a[p * n + q] = 0
        a[q * n + p] = 0
        for k in 0 ..< n where k != p && k != q {
            let (akp, akq) = (a[k * n + p], a[k * n + q])
            let (x, y) = (c * akp - s * akq, s * akp + c * akq)
            a[k * n + p] = x
            a[p * n + k] = x
            a[k * n + q] = y
            a[q * n + k] = y
        }
    }
}
