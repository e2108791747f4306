import Testing

@testable import Core

@Suite struct JacobiTests {
    private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> SquareMatrix {
        var stream = RandomStream(seed: seed, purpose: .test)
        return SquareMatrix(rows: (0 ..< rows).map { _ in (0 ..< columns).map { _ in Double(stream.unitFloat()) - 0.5 } })
    }

    private func wide(_ matrix: SquareMatrix) -> DecayRows {
        var result = DecayRows(count: matrix.rows.count, width: matrix.rows[0].count)
        for (i, row) in matrix.rows.enumerated() { for (j, value) in row.enumerated() { result[i, j] = value } }
        return result
    }

    @Test(arguments: [1, 2, 5, 8]) func `singular values against the QR iteration`(count: Int) {
        for columns in [count, count + 1, count + 6] {
            let matrix = random(count, columns, seed: UInt64(columns))
            let expected = (matrix * matrix.transposed).eigenvaluesByQR.map { max(0, $0).squareRoot() }
            for (a, b) in zip(SingularValues.of(wide(matrix)), expected) { #expect((a - b).magnitude < 1e-9, "\(columns)") }
        }
    }

    @Test func `singular values that are known`() {
        #expect(SingularValues.of(wide(SquareMatrix(rows: [[3, 0, 0], [0, -4, 0]]))) == [4, 3])
        #expect(SingularValues.of(wide(SquareMatrix(rows: [[0, 0], [0, 0]]))) == [0, 0])
        let line = SingularValues.of(wide(SquareMatrix(rows: [[1, 2, 2], [2, 4, 4], [-1, -2, -2]])))
        #expect((line[0] - 54.0.squareRoot()).magnitude < 1e-14 && line[1] < 1e-15 && line[2] < 1e-15)
        // Small ones keep their digits, which the roots of the Gram matrix's eigenvalues would not.
        let graded = SingularValues.of(wide(SquareMatrix(rows: [[1, 1e-11], [-1, 1e-11]])))
        #expect((graded[0] - 2.0.squareRoot()).magnitude < 1e-15)
        #expect((graded[1] / (1e-11 * 2.0.squareRoot()) - 1).magnitude < 1e-4)
        for scale in [1e-300, 1e300] {
            let values = SingularValues.of(wide(SquareMatrix(rows: [[3 * scale, 0], [4 * scale, 0]])))
            #expect((values[0] / (5 * scale) - 1).magnitude < 1e-14)
        }
        #expect(SingularValues.of(wide(SquareMatrix(rows: [[.nan, 1]])))[0].isNaN)
    }

    @Test(arguments: [1, 3, 12, 60]) func `eigenvectors turn the matrix diagonal`(n: Int) {
        let half = random(n, max(1, n / 2), seed: 9)
        let matrix = half * half.transposed
        let system = SymmetricEigensystem(matrix.rows.flatMap(\.self), order: n)
        let vectors = SquareMatrix(rows: (0 ..< n).map { Array(system.vectors[$0 * n ..< ($0 + 1) * n]) })
        let diagonal = SquareMatrix(rows: (0 ..< n).map { i in (0 ..< n).map { i == $0 ? system.values[i] : 0 } })
        #expect((vectors * vectors.transposed).distance(to: .identity(n)) < 1e-13)
        #expect((vectors.transposed * diagonal * vectors).distance(to: matrix) < 1e-13)
        for (a, b) in zip(system.values, system.values.dropFirst()) { #expect(a >= b) }
        // Half the rank: the rest are zeros.
        for value in system.values.dropFirst(max(1, n / 2)) { #expect(value.magnitude < 1e-13 * system.values[0]) }
    }
}
