/// All singular values of a wide matrix (few rows, many columns), by turning its rows until they are
/// orthogonal (Hestenes, 1958): their lengths are the values.
///
/// Never forms the Gram matrix, so that small values keep their digits.
enum SingularValues {
    private static let largestSweeps = 60
    /// Rows whose cosine is below this are orthogonal.
    private static let negligible = 1e-14

    /// Descending; NaN in all places where an element is not finite.
    /// - Parameter matrix: rows in panels of four, as `DecayRows` keeps them.
    static func of(_ matrix: DecayRows) -> [Double] {
        guard matrix.values.allSatisfy(\.isFinite) else { return [Double](repeating: .nan, count: matrix.count) }
        // A power of two: squares neither overflow nor vanish.
        let largest = matrix.values.reduce(0) { max($0, $1.magnitude) }
        guard largest > 0 else { return [Double](repeating: 0, count: matrix.count) }
        let unit = Double(sign: .plus, exponent: largest.exponent, significand: 1)
        var rows = matrix
        rows.scale(by: 1 / unit)
        for _ in 0 ..< largestSweeps {
            var rotated = false
            for p in 0 ..< rows.count {
                for q in p + 1 ..< max(p + 1, rows.count) {
                    let overlap = rows.dot(p, q)
                    let (first, second) = (rows.dot(p, p), rows.dot(q, q))
                    guard overlap.magnitude > negligible * (first * second).squareRoot() else { continue }
                    rows.rotate(p, q, JacobiRotation(overlap, first, second))
                    rotated = true
                }
            }
            if !rotated { break }
        }
        return (0 ..< rows.count).map { rows.dot($0, $0).squareRoot() * unit }.sorted(by: >)
    }
}
