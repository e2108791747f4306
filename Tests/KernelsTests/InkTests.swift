import Core
import KernelReference
import Testing

/// The first layer's kernels, which touch inked pixels only.
@Suite struct InkTests {
    /// Images with blank, sparse and full rows, under a reversal of the pixels.
    private struct Batch {
        let pixels: Int
        let lists: [[Reference.InkEntry]]
        let shades = randomFloats(256, index: 901)
        var places: [UInt16] = []
        var bytes: [UInt8] = []
        var begins: [Int32] = []
        var ends: [Int32] = []

        init(rows: Int, pixels: Int) {
            self.pixels = pixels
            let draws = randomFloats(rows * pixels, index: 900).map { Double($0 + 1) / 2 }
            let density = [0, 0.1, 0.4, 1, 0.2]
            lists = (0 ..< rows).map { row in
                (0 ..< pixels).compactMap { place in
                    let draw = draws[row * pixels + place]
                    return draw < density[row % 5] ? (place: place, byte: UInt8(draw * 255)) : nil
                }
            }
            for list in lists {
                begins.append(Int32(places.count))
                places += list.map { UInt16($0.place) }
                bytes += list.map(\.byte)
                ends.append(Int32(places.count))
            }
        }
    }

    /// Pixels around the blocks of 128 places, then rows around the chunks of 512 (a whole one, one
    /// row more, three chunks); columns that fill one panel, the widest columns, and both.
    static let shapes: [(rows: Int, pixels: Int, columns: Int, spare: Int)] = [
        (1, 1, 32, 0), (4, 49, 9, 3), (7, 127, 64, 0), (8, 128, 96, 1), (12, 129, 128, 0), (5, 256, 160, 2),
        (20, 784, 128, 4), (10, 1296, 224, 0), (512, 130, 32, 0), (512, 130, 128, 4), (513, 130, 32, 3),
        (513, 130, 128, 0), (513, 130, 160, 1), (1300, 130, 32, 0), (1300, 130, 128, 4),
    ]

    @Test(arguments: availableSets) func `lists have the reference's entries`(set: InstructionSet) {
        for (pixels, background) in [(1, 0), (31, 0), (64, 255), (1296, 7)] as [(Int, UInt8)] {
            let draws = randomFloats(pixels, index: 902)
            let image = draws.map { $0 < 0.2 ? background : UInt8(($0 * 250).rounded()) }
            let source = (0 ..< pixels).map { pixels - 1 - $0 }
            let expected = Reference.inkList(image, source: source, background: background)
            var places = [UInt16](repeating: 9999, count: expected.count + 1)
            var bytes = [UInt8](repeating: 0, count: expected.count + 1)
            let count = KernelSet.of(set).listInk(
                image, source.map { UInt16($0) }, pixels, background, &places, &bytes)
            #expect(count == expected.count)
            #expect(places.dropLast().map { Int($0) } == expected.map(\.place))
            #expect(Array(bytes.dropLast()) == expected.map(\.byte))
        }
    }

    @Test(arguments: availableSets, [false, true]) func `the product has the reference's bits`(
        set: InstructionSet, relu: Bool
    ) {
        for (rows, pixels, columns, spare) in Self.shapes {
            let batch = Batch(rows: rows, pixels: pixels)
            let weights = Matrix.random(pixels, columns, index: 903)
            let start = Matrix.random(1, columns, index: 904)
            var out = emptyPanels(rows: rows + spare, columns: columns)
            var cursors = [Int32](repeating: -1, count: rows)
            KernelSet.of(set).inkProduct(
                batch.places, batch.bytes, batch.begins, batch.ends, &cursors, batch.shades,
                weights.panels(allocatedRows: pixels + spare), pixels + spare, start.panels(), &out, rows + spare, rows,
                Panels.count(columns), relu)
            let what = "\(rows)×\(pixels)×\(columns)"
            #expect(untouchedRows(out, allocatedRows: rows + spare) == spare, "\(what): too many rows written")
            let expected = Reference.inkProduct(
                batch.lists, shades: batch.shades, weights: weights.elements, start: start.elements, relu: relu)
            expectSameBits(
                Matrix(out, allocatedRows: rows + spare, rows: rows, columns: columns).elements, expected, what)
        }
    }

    @Test(arguments: availableSets) func `the gradient has the reference's bits, and idle places are left alone`(
        set: InstructionSet
    ) {
        for (rows, pixels, columns, spare) in Self.shapes {
            let batch = Batch(rows: rows, pixels: pixels)
            let output = Matrix.random(rows, columns, index: 905)
            let common = Matrix.random(1, columns, index: 906)
            // Some places without ink are called idle, others not.
            let inked = Set(batch.lists.flatMap { $0.map(\.place) })
            let isActive = (0 ..< pixels).map { UInt8(inked.contains($0) || $0 % 2 == 0 ? 1 : 0) }
            var gradient = [Float](
                repeating: untouched, count: Panels.count(columns) * (pixels + spare) * Panels.width)
            var cursors = [Int32](repeating: -1, count: rows)
            KernelSet.of(set).inkGradient(
                batch.places, batch.bytes, batch.begins, batch.ends, &cursors, batch.shades, &gradient,
                pixels + spare, pixels, isActive, common.panels(), output.panels(allocatedRows: rows + spare),
                rows + spare, rows, Panels.count(columns))
            let expected = Reference.inkGradient(
                batch.lists, shades: batch.shades, pixels: pixels, common: common.elements, output: output.elements)
            let found = Matrix(gradient, allocatedRows: pixels + spare, rows: pixels, columns: columns).elements
            let what = "\(rows)×\(pixels)×\(columns)"
            for place in 0 ..< pixels {
                let row = place * columns ..< (place + 1) * columns
                expectSameBits(
                    Array(found[row]),
                    isActive[place] == 1 ? Array(expected[row]) : [Float](repeating: untouched, count: columns),
                    "\(what), place \(place)")
            }
        }
    }

    @Test(arguments: availableSets) func `adding a row touches its rows alone`(set: InstructionSet) {
        let row = Matrix.random(1, 32, index: 907).elements
        let target = Matrix.random(5, 32, index: 908).elements
        var found = target
        found.withUnsafeMutableBufferPointer { KernelSet.of(set).addRow(row, $0.baseAddress! + 32, 3) }
        let expected = target.indices.map { (32 ..< 128).contains($0) ? target[$0] + row[$0 % 32] : target[$0] }
        expectSameBits(found, expected, "rows 1 to 3 of 5")
    }
}
