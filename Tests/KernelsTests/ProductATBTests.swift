import Core
import KernelReference
import Testing

/// C = Aᵀ·B, the weight gradient.
@Suite struct ProductATBTests {
    /// Depths around the block of 256 rows that C is stored and read back between.
    static let shapes: [(depth: Int, features: Int, columns: Int, spare: Int)] =
        [1, 2, 3, 16, 100, 255, 256, 257, 272, 513].map { ($0, 24, 32, $0 % 4) } + (1 ... 4).map { (20, 40, 32 * $0, 3) }
        + [8, 32, 72, 128].map { (12, $0, 64, 0) } + [(16, 1296, 128, 0), (272, 128, 9, 240), (9, 136, 45, 1)]

    @Test("every shape has the reference's bits", arguments: availableSets)
    func bits(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for (index, shape) in Self.shapes.enumerated() {
            let (depth, features, columns, spare) = shape
            let what = "C of (\(depth)×\(features))ᵀ·\(depth)×\(columns)"
            let a = Matrix.random(depth, features, index: 10 * index + 3)
            let b = Matrix.random(depth, columns, index: 10 * index + 4)
            let left = a.panels(allocatedRows: depth + spare)
            let right = b.panels(allocatedRows: depth + spare + 1)
            let rows = features + spare
            var out = emptyPanels(rows: rows, columns: columns)
            kernels.productATB(
                left, depth + spare, right, depth + spare + 1, &out, rows, depth, features, Panels.count(columns), nil)
            #expect(untouchedRows(out, allocatedRows: rows) == spare, "\(what): too many rows written")
            let found = Matrix(out, allocatedRows: rows, rows: features, columns: columns)
            expectSameBits(
                found.elements,
                Reference.productATB(a.elements, b.elements, depth: depth, features: features, columns: columns), what)
            let exact = Reference.productATB(a.doubles, b.doubles, depth: depth, features: features, columns: columns)
            let bounds = Reference.productATB(
                a.magnitudes, b.magnitudes, depth: depth, features: features, columns: columns)
            expectClose(
                found.elements, exact, tolerances: bounds.map { $0 * Double(depth + 1) * 0x1p-24 },
                "\(what) against double")
        }
    }

    @Test("the features that fill the last panel stay zero", arguments: availableSets)
    func padding(set: InstructionSet) {
        let (depth, columns) = (7, 9)
        let a = Matrix.random(depth, 16, index: 1)
        let b = Matrix.random(depth, columns, index: 2)
        var out = emptyPanels(rows: 16, columns: columns)
        KernelSet.of(set).productATB(a.panels(), depth, b.panels(), depth, &out, 16, depth, 16, 1, nil)
        let whole = Matrix(out, allocatedRows: 16, rows: 16, columns: 32)
        #expect(whole.elements.enumerated().allSatisfy { $0.offset % 32 < columns || $0.element == 0 })
    }

    @Test("the column sums on the way are those of `columnSums`", arguments: availableSets)
    func columnSums(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for (depth, columns) in [(4, 9), (252, 32), (256, 64), (260, 96), (2048, 128)] {
            let a = Matrix.random(depth, 8, index: 3)
            let b = Matrix.random(depth, columns, index: 4)
            let panels = Panels.count(columns)
            var out = emptyPanels(rows: 8, columns: columns)
            var sums = [Float](repeating: untouched, count: panels * 32 + 1)
            kernels.productATB(a.panels(), depth, b.panels(), depth, &out, 8, depth, 8, panels, &sums)
            var expected = [Float](repeating: untouched, count: panels * 32 + 1)
            kernels.columnSums(b.panels(), depth, &expected, depth, panels)
            expectSameBits(sums, expected, "\(depth)×\(columns)")
        }
    }
}
