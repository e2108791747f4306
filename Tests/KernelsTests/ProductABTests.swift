import Core
import KernelReference
import Testing

/// C = A·B + bias with its epilogues.
@Suite struct ProductABTests {
    struct Shape: CustomTestStringConvertible {
        var rows: Int
        var depth: Int
        var columns: Int
        var spare = 0

        var testDescription: String { "\(rows)×\(depth)·\(depth)×\(columns), \(spare) spare rows" }
    }

    /// Row counts that take every tile height and their remainders; depths around panel borders; the
    /// layers of the networks; spare rows.
    static let shapes =
        [2, 4, 6, 8, 12, 14, 16, 100].flatMap { rows in
            [1, 2, 31, 32, 33, 65].map { depth in Shape(rows: rows, depth: depth, columns: 32, spare: depth % 3) }
        } + (1 ... 4).flatMap { panels in
            [12, 28].map { Shape(rows: $0, depth: 40, columns: 32 * panels, spare: 4) }
        } + [
            Shape(rows: 8, depth: 1296, columns: 128), Shape(rows: 272, depth: 128, columns: 128, spare: 240),
            Shape(rows: 512, depth: 128, columns: 9), Shape(rows: 20, depth: 17, columns: 45, spare: 1),
        ]

    /// One product on panels. Everything that must not be read is NaN: rows beyond those used, and the
    /// columns of A beyond its depth.
    static func product(
        _ kernels: KernelSet, _ a: Matrix, _ b: Matrix, spare: Int, bias: [Float]? = nil, mask: Matrix? = nil,
        relu: Bool = false
    ) -> Matrix {
        let panels = Panels.count(b.columns)
        let rows = a.rows + spare
        let left = a.panels(allocatedRows: rows, padding: .nan)
        let right = b.panels(allocatedRows: b.rows + spare)
        var out = emptyPanels(rows: rows + 1, columns: b.columns)
        kernels.productAB(
            left, rows, right, b.rows + spare, &out, rows + 1, a.rows, a.columns, panels,
            bias.map { padded($0) }, mask?.panels(allocatedRows: rows + 1), relu)
        #expect(untouchedRows(out, allocatedRows: rows + 1) == spare + 1, "rows written beyond the result")
        // The features that fill the last panel are zero and must stay so.
        let whole = Matrix(out, allocatedRows: rows + 1, rows: a.rows, columns: panels * Panels.width)
        #expect(
            whole.elements.enumerated().allSatisfy { $0.offset % whole.columns < b.columns || $0.element == 0 },
            "padding that is not zero")
        return Matrix(out, allocatedRows: rows + 1, rows: a.rows, columns: b.columns)
    }

    @Test("every shape has the reference's bits", arguments: availableSets)
    func bits(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for (index, shape) in Self.shapes.enumerated() {
            let a = Matrix.random(shape.rows, shape.depth, index: 10 * index)
            let b = Matrix.random(shape.depth, shape.columns, index: 10 * index + 1)
            let bias = randomFloats(shape.columns, index: 10 * index + 2)
            let found = Self.product(kernels, a, b, spare: shape.spare, bias: bias)
            let size = (shape.rows, shape.depth, shape.columns)
            expectSameBits(
                found.elements,
                Reference.productAB(a.elements, b.elements, rows: size.0, depth: size.1, columns: size.2, bias: bias),
                "C of \(shape.testDescription)")
            // Each of K roundings is at most 2⁻²⁴ of a partial sum, which Σ|ab| + |bias| bounds.
            let exact = Reference.productAB(
                a.doubles, b.doubles, rows: size.0, depth: size.1, columns: size.2, bias: bias.map { Double($0) })
            let bounds = Reference.productAB(
                a.magnitudes, b.magnitudes, rows: size.0, depth: size.1, columns: size.2,
                bias: bias.map { Double($0.magnitude) })
            expectClose(
                found.elements, exact, tolerances: bounds.map { $0 * Double(size.1 + 1) * 0x1p-24 },
                "C of \(shape.testDescription) against double")
        }
    }

    @Test("bias, ReLU and mask, alone and together", arguments: availableSets)
    func epilogues(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for rows in [2, 4, 12, 20, 30] {
            let a = Matrix.random(rows, 37, index: rows)
            let b = Matrix.random(37, 64, index: rows + 1)
            let bias = randomFloats(64, index: rows + 2)
            var mask = Matrix.random(rows, 64, index: rows + 3)
            // Zeros of both signs cover; NaN does not.
            mask.elements.replaceSubrange(0 ..< 4, with: [0, -0.0, .nan, .leastNonzeroMagnitude])
            for choice in 0 ..< 8 {
                let (useBias, useMask, relu) = (choice & 1 != 0, choice & 2 != 0, choice & 4 != 0)
                let found = Self.product(
                    kernels, a, b, spare: 2, bias: useBias ? bias : nil, mask: useMask ? mask : nil, relu: relu)
                let expected = Reference.productAB(
                    a.elements, b.elements, rows: rows, depth: 37, columns: 64, bias: useBias ? bias : nil,
                    mask: useMask ? mask.elements : nil, relu: relu)
                expectSameBits(
                    found.elements, expected, "\(rows) rows, bias \(useBias), mask \(useMask), ReLU \(relu)")
            }
        }
    }

    /// A diverged network must be noticed, wherever the first bad number is.
    @Test("ReLU passes on NaN and infinity", arguments: availableSets)
    func notFinite(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for rows in [2, 4, 12] {
            for (place, bad) in [Float.nan, .infinity, -.infinity, -.nan].enumerated() {
                var a = Matrix(rows: rows, columns: 3, [Float](repeating: 1, count: rows * 3))
                let b = Matrix(rows: 3, columns: 32, [Float](repeating: 1, count: 96))
                a.elements[(rows - 1) * 3 + place % 3] = bad
                let found = Self.product(kernels, a, b, spare: 0, relu: true)
                let last: Float = bad.isNaN ? .nan : bad > 0 ? .infinity : 0
                let expected = (0 ..< rows * 32).map { $0 / 32 == rows - 1 ? last : 3 }
                expectSameBits(found.elements, expected, "\(rows) rows with \(bad)")
            }
        }
    }
}
