import Core
import KernelReference
import Testing

/// Products of at most 16 columns, which compute half a panel.
@Suite struct NarrowProductTests {
    /// The right half of a panel must be left as it was.
    private func expectHalf(_ found: [Float], _ rows: Int, columns: Int, _ expected: [Float], _ what: String) {
        let whole = Matrix(found, allocatedRows: rows, rows: rows, columns: 32).elements
        for row in 0 ..< rows {
            let right = whole[row * 32 + 16 ..< row * 32 + 32]
            #expect(right.allSatisfy { $0 == untouched }, "\(what): row \(row), right half")
            expectSameBits(
                Array(whole[row * 32 ..< row * 32 + columns]),
                Array(expected[row * columns ..< (row + 1) * columns]), "\(what): row \(row)")
        }
    }

    @Test(arguments: availableSets) func `logits have the reference's bits`(set: InstructionSet) {
        for (rows, depth, columns) in [
            (4, 1, 1), (8, 12, 9), (20, 33, 16), (24, 64, 10), (28, 128, 9), (272, 128, 9), (512, 100, 16),
        ] {
            let a = Matrix.random(rows, depth, index: 70)
            let b = Matrix.random(depth, columns, index: 71)
            let bias = Matrix.random(1, columns, index: 72)
            for bias in [bias, nil] {
                var out = [Float](repeating: untouched, count: rows * 32)
                KernelSet.of(set).narrowProductAB(
                    a.panels(allocatedRows: rows + 1), rows + 1, b.panels(), &out, rows, depth, bias?.panels())
                let expected = Reference.productAB(
                    a.elements, b.elements, rows: rows, depth: depth, columns: columns, bias: bias?.elements)
                expectHalf(out, rows, columns: columns, expected, "\(rows)×\(depth)×\(columns)")
            }
        }
    }

    @Test(arguments: availableSets) func `the gradient has the reference's bits, and the column sums`(
        set: InstructionSet
    ) {
        for (depth, features, columns) in [
            (4, 8, 9), (16, 16, 1), (252, 24, 16), (256, 40, 9), (260, 104, 9), (512, 128, 9), (2048, 128, 16),
        ] {
            let a = Matrix.random(depth, features, index: 73)
            let b = Matrix.random(depth, columns, index: 74)
            var out = [Float](repeating: untouched, count: features * 32)
            var sums = [Float](repeating: untouched, count: 33)
            KernelSet.of(set).narrowProductATB(
                a.panels(allocatedRows: depth + 2), depth + 2, b.panels(), &out, depth, features, &sums)
            let what = "(\(depth)×\(features))ᵀ·\(depth)×\(columns)"
            let expected = Reference.productATB(
                a.elements, b.elements, depth: depth, features: features, columns: columns)
            expectHalf(out, features, columns: columns, expected, what)
            expectSameBits(
                Array(sums[..<columns]), Reference.columnSums(b.elements, rows: depth, columns: columns), what)
            #expect(sums[32] == untouched)
        }
    }
}
