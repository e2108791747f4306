import Core
import KernelReference
import Testing

/// The three forms of the invariance error and their gradients.
@Suite struct InvarianceErrorTests {
    typealias Form = Reference.InvarianceForm

    struct Outcome {
        var values: [Float]
        /// Both (rows, classes).
        var gradient: Matrix
        var transformedGradient: Matrix
    }

    /// - Parameter before: what the gradient holds already; it is added to.
    static func run(
        _ set: InstructionSet, _ form: Form, _ z: Matrix, _ y: Matrix, scale: Float = 1, before: Float = 0
    ) -> Outcome {
        var values = [Float](repeating: untouched, count: z.rows + 1)
        var gradient = [Float](repeating: before, count: z.rows * 32)
        var transformedGradient = emptyPanels(rows: z.rows + 1, columns: 32)
        KernelSet.of(set).invarianceError(
            form.rawValue, z.panels(padding: .nan), y.panels(padding: .nan), z.rows, z.columns, scale, &gradient,
            &transformedGradient, &values)
        #expect(values.last == untouched && untouchedRows(transformedGradient, allocatedRows: z.rows + 1) == 1)
        // Rows that are not finite have NaN everywhere.
        let ignored = gradient.indices.filter { $0 % 32 >= z.columns && values[$0 / 32].isFinite }
        #expect(
            ignored.allSatisfy { gradient[$0] == before && transformedGradient[$0] == 0 },
            "ignored columns have no gradient")
        return Outcome(
            values: values.dropLast(), gradient: Matrix(gradient, allocatedRows: z.rows, rows: z.rows, columns: z.columns),
            transformedGradient: Matrix(
                transformedGradient, allocatedRows: z.rows + 1, rows: z.rows, columns: z.columns))
    }

    /// Two matrices that differ by a little in some rows and by much in others.
    static func pair(_ rows: Int, _ classes: Int) -> (z: Matrix, y: Matrix) {
        let z = Matrix.random(rows, classes, index: 60 + classes)
        var y = Matrix.random(rows, classes, index: 61 + classes)
        for i in y.elements.indices {
            y.elements[i] = z.elements[i] + y.elements[i] * [0.05, 1, 4][i / classes % 3]
        }
        return (z, y)
    }

    static func row(_ matrix: Matrix, _ row: Int) -> [Double] {
        Array(matrix.doubles[row * matrix.columns ..< (row + 1) * matrix.columns])
    }

    @Test("values and gradients against double", arguments: availableSets, Form.allCases)
    func againstDouble(set: InstructionSet, form: Form) {
        for classes in [2, 9, 10, 32] {
            let (z, y) = Self.pair(20, classes)
            let found = Self.run(set, form, z, y, scale: 0.5, before: 0.25)
            for row in 0 ..< 20 {
                let what = "\(form), row \(row), \(classes) classes"
                let (zRow, yRow) = (Self.row(z, row), Self.row(y, row))
                let value = Reference.invarianceError(form, zRow, yRow)
                let gradient = Reference.invarianceErrorGradient(form, zRow, yRow)
                // KL subtracts logarithms of order 1 whatever its own size is.
                let floor = form == .kl ? 2e-6 : 0
                expectClose([found.values[row]], [value], tolerances: [1e-6 * value + floor], "value, \(what)")
                let largest = gradient.z.reduce(0) { max($0, $1.magnitude) }
                let range = row * classes ..< (row + 1) * classes
                expectClose(
                    Array(found.gradient.elements[range]), gradient.z.map { 0.25 + $0 / 2 },
                    tolerances: gradient.z.map { _ in 4e-7 * (1 + largest) + floor }, "gradient, \(what)")
                expectClose(
                    Array(found.transformedGradient.elements[range]), gradient.y.map { $0 / 2 },
                    tolerances: gradient.y.map { _ in 4e-7 * largest + floor }, "transformed gradient, \(what)")
            }
        }
    }

    @Test("the gradients are those of the values", arguments: availableSets, Form.allCases)
    func finiteDifferences(set: InstructionSet, form: Form) {
        let (z, y) = Self.pair(6, 9)
        let found = Self.run(set, form, z, y)
        for row in 0 ..< 6 {
            let (zRow, yRow) = (Self.row(z, row), Self.row(y, row))
            let range = row * 9 ..< (row + 1) * 9
            let tolerances = [Double](repeating: 3e-6, count: 9)
            expectClose(
                Array(found.gradient.elements[range]),
                numericalGradient(at: zRow) { Reference.invarianceError(form, $0, yRow) }, tolerances: tolerances,
                "\(form): gradient of row \(row)")
            expectClose(
                Array(found.transformedGradient.elements[range]),
                numericalGradient(at: yRow) { Reference.invarianceError(form, zRow, $0) }, tolerances: tolerances,
                "\(form): transformed gradient of row \(row)")
        }
    }

    @Test("equal logits have no error, bit for bit", arguments: availableSets, Form.allCases)
    func invariant(set: InstructionSet, form: Form) {
        let z = Matrix.random(12, 9, index: 70)
        let found = Self.run(set, form, z, z)
        #expect(found.values.allSatisfy { $0 == 0 })
        #expect(found.gradient.elements.allSatisfy { $0 == 0 })
        #expect(found.transformedGradient.elements.allSatisfy { $0 == 0 })
    }

    @Test("all instruction sets give the same bits", arguments: availableSets, Form.allCases)
    func sameBits(set: InstructionSet, form: Form) {
        for classes in [1, 9, 32] {
            let (z, y) = Self.pair(50, classes)
            let found = Self.run(set, form, z, y, scale: 1 / 1536, before: 0.1)
            let expected = Self.run(.portable, form, z, y, scale: 1 / 1536, before: 0.1)
            expectSameBits(found.values, expected.values, "values of \(form) on \(set)")
            expectSameBits(found.gradient.elements, expected.gradient.elements, "gradient of \(form) on \(set)")
            expectSameBits(
                found.transformedGradient.elements, expected.transformedGradient.elements,
                "transformed gradient of \(form) on \(set)")
        }
    }

    @Test("values alone are the same values; NaN shows", arguments: availableSets, Form.allCases)
    func valuesAlone(set: InstructionSet, form: Form) {
        var (z, y) = Self.pair(5, 9)
        y.elements[9 + 4] = .nan
        z.elements[3 * 9] = .nan
        var values = [Float](repeating: untouched, count: 5)
        KernelSet.of(set).invarianceError(
            form.rawValue, z.panels(padding: .nan), y.panels(padding: .nan), 5, 9, 1, nil, nil, &values)
        expectSameBits(values, Self.run(set, form, z, y).values, "values of \(form)")
        #expect(values.map(\.isNaN) == [false, true, false, true, false])
    }
}
