import Core
import KernelReference
import Testing

extension GroupName {
    /// A group that tests name in full.
    static func test(_ text: String) throws -> GroupName { try #require(GroupName(text)) }
}

/// Kernels that move numbers or only add them up: transposed panels, gathered images, column sums.
@Suite struct DataMovementTests {
    @Test("transposed panels", arguments: availableSets)
    func transpose(set: InstructionSet) {
        for (rows, columns) in [(1, 1), (8, 32), (32, 8), (33, 31), (9, 128), (128, 9), (100, 70), (1296, 33)] {
            let matrix = Matrix.random(rows, columns, index: 400)
            let sourceRows = rows + 2
            let targetRows = columns + 3
            // The columns beyond `rows` are promised to stay as they are: zeroed once by the caller.
            var target = emptyPanels(rows: targetRows, columns: rows)
            KernelSet.of(set).transposePanels(
                matrix.panels(allocatedRows: sourceRows, padding: .nan), sourceRows, &target, targetRows, rows, columns)
            let expected = Matrix(
                rows: columns, columns: rows, Reference.transpose(matrix.elements, rows: rows, columns: columns))
            expectSameBits(
                target, expected.panels(allocatedRows: targetRows, padding: untouched, unused: untouched),
                "\(rows)×\(columns)")
        }
    }

    @Test("gathered images against the plain permutation", arguments: availableSets)
    func gather(set: InstructionSet) throws {
        let table = randomFloats(256, index: 410)
        for (name, side) in [("R4", 6), ("T3", 6), ("D4", 5), ("F2", 7), ("T4y", 36), ("R4", 36)] {
            let group = try PermutationGroup(GroupName.test(name), height: side, width: side)
            let pixels = side * side
            var stream = RandomStream(seed: 9, purpose: .test, index: UInt32(side))
            let rows = 2 * group.order + 1
            let images = (0 ..< rows).map { _ in (0 ..< pixels).map { _ in UInt8(stream.integer(below: 256)) } }
            let elements = (0 ..< rows).map { ($0 * 3 + 1) % group.order }
            let outRows = rows + 5
            var out = emptyPanels(rows: outRows, columns: pixels)
            withPointers(images) {
                KernelSet.of(set).gatherImages(
                    $0, elements.map { Int32($0) }, group.sources, table, &out, outRows, 2, rows, pixels)
            }
            let sources = (0 ..< group.order).map { group.source(of: $0).map { Int($0) } }
            let expected = Matrix(
                rows: rows, columns: pixels,
                Reference.gatherImages(images, elements: elements, sources: sources, table: table))
            expectSameBits(
                out, expected.panels(allocatedRows: outRows, firstRow: 2, unused: untouched), "\(name), side \(side)")
        }
    }

    /// The first byte of each image.
    private func withPointers(_ images: [[UInt8]], _ body: ([UnsafePointer<UInt8>]) -> Void) {
        let size = images[0].count
        let bytes = images.flatMap { $0 }
        bytes.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            body(images.indices.map { base + $0 * size })
        }
    }

    @Test("column sums have the reference's bits", arguments: availableSets)
    func columnSums(set: InstructionSet) {
        for (rows, columns) in [(4, 32), (8, 64), (12, 9), (100, 128), (256, 64), (260, 32), (272, 45), (768, 32)] {
            let matrix = Matrix.random(rows, columns, index: 420)
            var sums = [Float](repeating: untouched, count: Panels.count(columns) * 32 + 1)
            KernelSet.of(set).columnSums(
                matrix.panels(allocatedRows: rows + 3), rows + 3, &sums, rows, Panels.count(columns))
            let expected = Reference.columnSums(matrix.elements, rows: rows, columns: columns)
            expectSameBits(sums, padded(expected) + [untouched], "\(rows)×\(columns)")
            let bounds = Reference.columnSums(matrix.magnitudes, rows: rows, columns: columns)
            expectClose(
                Array(sums[..<columns]), Reference.columnSums(matrix.doubles, rows: rows, columns: columns),
                tolerances: bounds.map { $0 * Double(rows) * 0x1p-24 }, "\(rows)×\(columns) against double")
        }
    }
}
