/// Plain square and wide matrices, for references that share nothing with the product.
struct SquareMatrix {
    var rows: [[Double]]

    static func identity(_ n: Int) -> SquareMatrix {
        SquareMatrix(rows: (0 ..< n).map { i in (0 ..< n).map { i == $0 ? 1 : 0 } })
    }

    static func * (a: Self, b: Self) -> Self {
        SquareMatrix(rows: a.rows.map { row in
            b.rows[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b.rows[$1][j] } }
        })
    }

    static func + (a: Self, b: Self) -> Self {
        SquareMatrix(rows: zip(a.rows, b.rows).map { zip($0, $1).map(+) })
    }

    static func * (factor: Double, a: Self) -> Self { SquareMatrix(rows: a.rows.map { $0.map { factor * $0 } }) }

    var transposed: Self {
        SquareMatrix(rows: rows[0].indices.map { j in rows.map { $0[j] } })
    }

    var norm: Double { rows.joined().reduce(0) { $0 + $1 * $1 }.squareRoot() }

    /// e^A: Taylor's series of A/2ˢ, squared s times.
    var exponential: Self {
        var squarings = 0
        var small = self
        while small.norm > 0.5 {
            small = 0.5 * small
            squarings += 1
        }
        var term = Self.identity(rows.count)
        var sum = term
        for k in 1 ... 25 {
            term = (1 / Double(k)) * (term * small)
            sum = sum + term
        }
        for _ in 0 ..< squarings { sum = sum * sum }
        return sum
    }

    func power(_ k: Int) -> Self { (0 ..< k).reduce(Self.identity(rows.count)) { product, _ in product * self } }

    /// Eigenvalues of a symmetric matrix by the plain QR iteration with Gram and Schmidt's
    /// orthogonalisation, descending: slow and simple.
    var eigenvaluesByQR: [Double] {
        var a = self
        let n = rows.count
        for _ in 0 ..< 3000 {
            var q = a.transposed.rows
            for i in 0 ..< n {
                // Twice, to be orthogonal to the last digit.
                for _ in 0 ..< 2 {
                    for j in 0 ..< i {
                        let overlap = zip(q[i], q[j]).reduce(0) { $0 + $1.0 * $1.1 }
                        q[i] = zip(q[i], q[j]).map { $0 - overlap * $1 }
                    }
                }
                let length = q[i].reduce(0) { $0 + $1 * $1 }.squareRoot()
                if length > 0 { q[i] = q[i].map { $0 / length } }
            }
            let orthogonal = SquareMatrix(rows: q)
            a = orthogonal * a * orthogonal.transposed
        }
        return (0 ..< n).map { a.rows[$0][$0] }.sorted(by: >)
    }

    func distance(to other: Self) -> Double { (self + (-1.0 * other)).norm / other.norm }
}
