import Core
import KernelReference
import Testing

/// Softmax cross-entropy and its gradient.
@Suite struct CrossEntropyTests {
    struct Outcome {
        var losses: [Float]
        /// (rows, 32).
        var gradient: [Float]
    }

    /// - Parameter logits: (rows, classes). The ignored columns get NaN.
    static func run(_ set: InstructionSet, _ logits: Matrix, labels: [UInt8], scale: Float = 1) -> Outcome {
        var losses = [Float](repeating: untouched, count: logits.rows + 1)
        var gradient = emptyPanels(rows: logits.rows + 1, columns: 32)
        KernelSet.of(set).softmaxCrossEntropy(
            logits.panels(padding: .nan), labels, logits.rows, logits.columns, scale, &gradient, &losses)
        #expect(losses.last == untouched && untouchedRows(gradient, allocatedRows: logits.rows + 1) == 1)
        return Outcome(losses: losses.dropLast(), gradient: gradient.dropLast(32))
    }

    static func labels(_ rows: Int, _ classes: Int) -> [UInt8] { (0 ..< rows).map { UInt8($0 % classes) } }

    /// Logits of all magnitudes: nearly uniform rows, ordinary ones, rows decided beyond e⁻⁸⁷.
    static func logits(_ rows: Int, _ classes: Int) -> Matrix {
        var matrix = Matrix.random(rows, classes, index: 40 + classes)
        for i in matrix.elements.indices { matrix.elements[i] *= [0.01, 1, 10, 300][i / classes % 4] }
        return matrix
    }

    @Test("losses and gradients against double", arguments: availableSets)
    func againstDouble(set: InstructionSet) {
        for classes in [1, 2, 9, 10, 31, 32] {
            let rows = 4 * classes + 3
            let logits = Self.logits(rows, classes)
            let labels = Self.labels(rows, classes)
            let found = Self.run(set, logits, labels: labels, scale: 0.125)
            for row in 0 ..< rows {
                let z = Array(logits.doubles[row * classes ..< (row + 1) * classes])
                let largest = z.reduce(1) { max($0, $1.magnitude) }
                let expected = Reference.crossEntropy(z, label: Int(labels[row]))
                // Shifting by the maximum rounds to the last place of the largest logit.
                expectClose(
                    [found.losses[row]], [expected], tolerances: [largest * 0x1p-21],
                    "loss of row \(row), \(classes) classes")
                let gradient = Reference.crossEntropyGradient(z, label: Int(labels[row])).map { $0 / 8 }
                let padded = gradient + [Double](repeating: 0, count: 32 - classes)
                expectClose(
                    Array(found.gradient[row * 32 ..< (row + 1) * 32]), padded,
                    tolerances: padded.indices.map { $0 < classes ? largest * 0x1p-23 : 0 },
                    "gradient of row \(row), \(classes) classes")
            }
        }
    }

    @Test("the gradient is that of the loss", arguments: availableSets)
    func finiteDifferences(set: InstructionSet) {
        let logits = Matrix.random(9, 9, index: 50)
        let found = Self.run(set, logits, labels: Self.labels(9, 9))
        for row in 0 ..< 9 {
            let z = Array(logits.doubles[row * 9 ..< (row + 1) * 9])
            let expected = numericalGradient(at: z) { Reference.crossEntropy($0, label: row) }
            expectClose(
                Array(found.gradient[row * 32 ..< row * 32 + 9]), expected, relative: 1e-6, "gradient of row \(row)")
        }
    }

    @Test("all instruction sets give the same bits", arguments: availableSets)
    func sameBits(set: InstructionSet) {
        for classes in [1, 9, 32] {
            let logits = Self.logits(100, classes)
            let labels = Self.labels(100, classes)
            let found = Self.run(set, logits, labels: labels, scale: 1 / 512)
            let expected = Self.run(.portable, logits, labels: labels, scale: 1 / 512)
            expectSameBits(found.losses, expected.losses, "losses on \(set)")
            expectSameBits(found.gradient, expected.gradient, "gradients on \(set)")
        }
    }

    /// A diverged network must be noticed, wherever the bad logit stands.
    @Test("a logit that is not a number makes loss and gradient so", arguments: availableSets)
    func notFinite(set: InstructionSet) {
        for place in 0 ..< 9 {
            for bad in [Float.nan, .infinity] {
                var logits = Matrix.random(3, 9, index: 51)
                logits.elements[9 + place] = bad
                let found = Self.run(set, logits, labels: [0, 1, 2])
                #expect(found.losses.map(\.isFinite) == [true, false, true], "\(bad) at \(place)")
                #expect((0 ..< 9).allSatisfy { found.gradient[32 + $0].isNaN }, "\(bad) at \(place)")
                #expect((9 ..< 32).allSatisfy { found.gradient[$0] == 0 && found.gradient[64 + $0] == 0 })
            }
        }
    }

    @Test("huge logits neither overflow nor underflow the loss", arguments: availableSets)
    func huge(set: InstructionSet) {
        let logits = Matrix(rows: 2, columns: 3, [1e38, -1e38, 0, -3e38, -3e38, -3e38])
        let found = Self.run(set, logits, labels: [0, 1])
        expectClose(found.losses, [0, 1.0986122886681098], tolerances: [0, 1e-6], "losses")
        let certain = Self.run(set, logits, labels: [1, 0])
        #expect(certain.losses[0] == 2e38)
    }
}
