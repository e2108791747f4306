import Core
import KernelReference
import Testing

/// The kernels of integrated gradients.
@Suite struct RayTests {
    static let shapes: [(images: Int, steps: Int, columns: Int, firstRow: Int)] = [
        (1, 1, 32, 0), (1, 50, 128, 3), (3, 7, 64, 1), (8, 50, 32, 0), (2, 16, 45, 5), (5, 3, 96, 2),
    ]

    @Test("responses along the ray have the reference's bits", arguments: availableSets)
    func responses(set: InstructionSet) {
        for (images, steps, columns, firstRow) in Self.shapes {
            let start = randomFloats(columns, index: 200)
            let slope = Matrix.random(images, columns, index: 201)
            let alphas = (0 ..< steps).map { (Float($0) + 0.5) / Float(steps) }
            let slopeRows = firstRow + images + 2
            let outRows = images * steps + 3
            var out = emptyPanels(rows: outRows, columns: columns)
            KernelSet.of(set).rayResponses(
                padded(start), slope.panels(allocatedRows: slopeRows, firstRow: firstRow), slopeRows, firstRow, images,
                alphas, steps, &out, outRows, Panels.count(columns))
            #expect(untouchedRows(out, allocatedRows: outRows) == 3)
            let found = Matrix(out, allocatedRows: outRows, rows: images * steps, columns: columns).elements
            expectSameBits(
                found, Reference.rayResponses(start: start, slope: slope.elements, images: images, alphas: alphas),
                "\(images) images, \(steps) steps, \(columns) columns")
            expectClose(
                found,
                Reference.rayResponses(
                    start: start.map { Double($0) }, slope: slope.doubles, images: images,
                    alphas: alphas.map { Double($0) }),
                tolerances: found.map { _ in 2 * 0x1p-24 }, "\(images) images, \(steps) steps against double")
        }
    }

    @Test("ReLU along the ray passes on NaN", arguments: availableSets)
    func notFinite(set: InstructionSet) {
        var slope = Matrix.random(1, 32, index: 202)
        slope.elements[9] = .nan
        var out = emptyPanels(rows: 2, columns: 32)
        KernelSet.of(set).rayResponses(randomFloats(32, index: 203), slope.panels(), 1, 0, 1, [0.25, 0.75], 2, &out, 2, 1)
        #expect(out.indices.filter { out[$0].isNaN } == [9, 41])
    }

    @Test("weighted sums over the steps have the reference's bits", arguments: availableSets)
    func gradientSums(set: InstructionSet) {
        for (images, steps, columns, firstRow) in Self.shapes {
            let gradient = Matrix.random(images * steps, columns, index: 210)
            let weights = randomFloats(steps, index: 211)
            let gradientRows = images * steps + 1
            let sumRows = firstRow + images + 2
            var sums = emptyPanels(rows: sumRows, columns: columns)
            KernelSet.of(set).rayGradientSums(
                gradient.panels(allocatedRows: gradientRows), gradientRows, images, weights, steps, &sums, sumRows,
                firstRow, Panels.count(columns))
            #expect(untouchedRows(sums, allocatedRows: sumRows) == firstRow + 2)
            let found = Matrix(sums, allocatedRows: sumRows, firstRow: firstRow, rows: images, columns: columns).elements
            expectSameBits(
                found,
                Reference.rayGradientSums(gradient.elements, images: images, weights: weights, width: columns),
                "\(images) images, \(steps) steps, \(columns) columns")
            expectClose(
                found,
                Reference.rayGradientSums(
                    gradient.doubles, images: images, weights: weights.map { Double($0) }, width: columns),
                tolerances: found.map { _ in Double(steps * (steps + 1)) * 0x1p-24 }, "\(steps) steps against double")
        }
    }

    @Test("the gradient of one logit by the last hidden layer", arguments: availableSets)
    func logitGradient(set: InstructionSet) {
        for columns in [32, 45, 128] {
            var hidden = Matrix.random(20, columns, index: 220)
            hidden.elements.replaceSubrange(0 ..< 3, with: [0, -0.0, .leastNonzeroMagnitude])
            let weights = Matrix.random(9, columns, index: 221)
            let classes = (0 ..< 20).map { Int32($0 * 7 % 9) }
            var out = emptyPanels(rows: 24, columns: columns)
            KernelSet.of(set).logitGradient(
                hidden.panels(allocatedRows: 24), 24, classes, 20, weights.panels(allocatedRows: 11), 11, &out,
                Panels.count(columns))
            #expect(untouchedRows(out, allocatedRows: 24) == 4)
            expectSameBits(
                Matrix(out, allocatedRows: 24, rows: 20, columns: columns).elements,
                Reference.logitGradient(
                    hidden: hidden.elements, classes: classes.map { Int($0) }, weights: weights.elements, width: columns),
                "\(columns) columns")
        }
    }
}
