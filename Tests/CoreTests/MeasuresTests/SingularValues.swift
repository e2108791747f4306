/// The singular values of a matrix by one-sided Jacobi rotations (Hestenes, 1958): rows are turned
/// until they are orthogonal; their lengths are the values. Never forms the Gram matrix, as the
/// product does.
func singularValues(_ matrix: [[Double]]) -> [Double] {
    var rows = matrix
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    for _ in 0 ..< 60 {
        var largest = 0.0
        for p in rows.indices {
            for q in rows.indices where q > p {
                let (pp, qq, pq) = (dot(rows[p], rows[p]), dot(rows[q], rows[q]), dot(rows[p], rows[q]))
                guard pq != 0 else { continue }
                largest = max(largest, pq.magnitude / (pp * qq).squareRoot())
                let zeta = (qq - pp) / (2 * pq)
                let t = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
                let c = 1 / (1 + t * t).squareRoot()
                let (x, y) = (rows[p], rows[q])
                rows[p] = zip(x, y).map { c * $0 - c * t * $1 }
                rows[q] = zip(x, y).map { c * t * $0 + c * $1 }
            }
        }
        if largest < 1e-14 { break }
    }
    return rows.map { dot($0, $0).squareRoot() }.sorted(by: >)
}
