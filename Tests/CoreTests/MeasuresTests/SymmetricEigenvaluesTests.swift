import Core
import Testing

@Suite struct SymmetricEigenvaluesTests {
    private func largest(_ rows: [[Double]]) -> Double {
        var elements = rows.flatMap(\.self)
        return elements.withUnsafeMutableBufferPointer { SymmetricEigenvalues.largest(of: $0, order: rows.count) }
    }

    @Test func `known eigenvalues`() {
        #expect(largest([[3]]) == 3)
        #expect(largest([[2, 0], [0, 5]]) == 5)
        #expect((largest([[2, 1], [1, 2]]) - 3).magnitude < 1e-15)
        #expect((largest([[1, 2], [2, -2]]) - 2).magnitude < 1e-15)
        #expect(largest([[0, 0, 0], [0, 0, 0], [0, 0, 0]]) == 0)
        // All ones: n and zeros.
        #expect((largest([[Double]](repeating: [Double](repeating: 1, count: 9), count: 9)) - 9).magnitude < 1e-14)
        // The second difference of n points: 2 − 2 cos(nπ/(n + 1)); for n = 5, 2 + √3.
        let chain = (0 ..< 5).map { i in (0 ..< 5).map { i == $0 ? 2.0 : abs(i - $0) == 1 ? -1 : 0 } }
        #expect((largest(chain) - (2 + 3.0.squareRoot())).magnitude < 1e-14)
    }

    /// Q·diag·Qᵀ with Q a product of reflections.
    @Test(arguments: [1e-30, 1.0, 1e30]) func `eigenvalues of very different sizes`(scale: Double) {
        var stream = RandomStream(seed: 5, purpose: .test)
        let wanted = [1e-12, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 1, 1, 7].map { $0 * scale }
        for _ in 0 ..< 20 {
            var matrix = wanted.indices.map { i in wanted.indices.map { i == $0 ? wanted[i] : 0 } }
            for _ in 0 ..< 3 {
                let v = wanted.indices.map { _ in Double(stream.integer(below: 2001)) - 1000 }
                let norm = v.reduce(0) { $0 + $1 * $1 }
                let reflection = v.indices.map { i in v.indices.map { (i == $0 ? 1 : 0) - 2 * v[i] * v[$0] / norm } }
                matrix = product(product(reflection, matrix), reflection)
            }
            for i in matrix.indices { for j in 0 ..< i { matrix[i][j] = matrix[j][i] } }
            #expect((largest(matrix) - 7 * scale).magnitude < 1e-13 * scale)
            var elements = matrix.flatMap(\.self)
            _ = elements.withUnsafeMutableBufferPointer { SymmetricEigenvalues.largest(of: $0, order: 9) }
            let found = (0 ..< 9).map { elements[$0 * 10] }.sorted()
            for (a, b) in zip(found, wanted) { #expect((a - b).magnitude < 1e-13 * scale, "\(found)") }
        }
    }

    @Test(arguments: [Double.nan, .infinity]) func `what is not finite has no eigenvalue`(value: Double) {
        #expect(largest([[1, value], [value, 1]]).isNaN)
        #expect(largest([[value, 0], [0, 1]]).isNaN)
    }

    private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
        a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
    }
}
