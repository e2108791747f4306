import Core
import KernelReference
import Testing

/// Pooling over orbits and its gradients.
@Suite struct OrbitPoolingTests {
    /// Rows used, rows between one element's block and the next, elements, features.
    struct Shape {
        var rows: Int
        var stride: Int
        var order: Int
        var columns: Int
        var panels: Int { Panels.count(columns) }
        var responseRows: Int { order * stride + 1 }
    }

    static let shapes = [
        Shape(rows: 1, stride: 1, order: 1, columns: 32), Shape(rows: 4, stride: 4, order: 2, columns: 32),
        Shape(rows: 5, stride: 8, order: 3, columns: 64), Shape(rows: 12, stride: 12, order: 4, columns: 128),
        Shape(rows: 3, stride: 4, order: 8, columns: 45), Shape(rows: 2, stride: 2, order: 36, columns: 32),
    ]

    /// After ReLU: half of them zero, and some maxima reached twice.
    static func responses(_ shape: Shape, index: Int = 100) -> [Matrix] {
        (0 ..< shape.order).map { g in
            var matrix = Matrix.random(shape.rows, shape.columns, index: index + g)
            for i in matrix.elements.indices { matrix.elements[i] = max(0, (matrix.elements[i] * 8).rounded() / 8) }
            return matrix
        }
    }

    /// The responses as rows g·stride + m of one matrix in panels, everything unused NaN.
    static func panels(_ responses: [Matrix], _ shape: Shape) -> [Float] {
        var whole = Matrix(
            rows: shape.responseRows, columns: shape.columns,
            [Float](repeating: .nan, count: shape.responseRows * shape.columns))
        for (g, matrix) in responses.enumerated() {
            let start = g * shape.stride * shape.columns
            whole.elements.replaceSubrange(start ..< start + matrix.elements.count, with: matrix.elements)
        }
        return whole.panels()
    }

    static func pool(_ set: InstructionSet, mean: Bool, _ responses: [Matrix], _ shape: Shape) -> [Float] {
        let kernels = KernelSet.of(set)
        var pooled = emptyPanels(rows: shape.rows + 2, columns: shape.columns)
        var scratch = [Float](repeating: .nan, count: shape.order * 32)
        let source = panels(responses, shape)
        if mean {
            kernels.poolMean(
                source, shape.responseRows, shape.stride, shape.order, &pooled, shape.rows + 2, shape.rows, shape.panels,
                &scratch)
        } else {
            kernels.poolMax(
                source, shape.responseRows, shape.stride, shape.order, &pooled, shape.rows + 2, shape.rows, shape.panels)
        }
        #expect(untouchedRows(pooled, allocatedRows: shape.rows + 2) == 2)
        return Matrix(pooled, allocatedRows: shape.rows + 2, rows: shape.rows, columns: shape.columns).elements
    }

    /// The gradient of the responses, one (M,H) matrix per element.
    static func gradient(
        _ set: InstructionSet, mean: Bool, _ responses: [Matrix], pooledGradient: Matrix, _ shape: Shape
    ) -> [[Float]] {
        let kernels = KernelSet.of(set)
        var gradient = emptyPanels(rows: shape.responseRows, columns: shape.columns)
        let source = panels(responses, shape)
        let upper = pooledGradient.panels(allocatedRows: shape.rows + 2)
        if mean {
            kernels.poolMeanGradient(
                source, &gradient, shape.responseRows, shape.stride, shape.order, upper, shape.rows + 2, shape.rows,
                shape.panels)
        } else {
            let pooled = Matrix(
                rows: shape.rows, columns: shape.columns, Reference.poolMax(responses.map(\.elements)))
            kernels.poolMaxGradient(
                source, &gradient, shape.responseRows, shape.stride, shape.order,
                pooled.panels(allocatedRows: shape.rows + 2), upper, shape.rows + 2, shape.rows, shape.panels)
        }
        let unused = shape.responseRows - shape.order * shape.rows
        #expect(untouchedRows(gradient, allocatedRows: shape.responseRows) == unused)
        return (0 ..< shape.order).map {
            Matrix(
                gradient, allocatedRows: shape.responseRows, firstRow: $0 * shape.stride, rows: shape.rows,
                columns: shape.columns
            ).elements
        }
    }

    @Test("maximum and mean have the reference's bits", arguments: availableSets)
    func bits(set: InstructionSet) {
        for shape in Self.shapes {
            let responses = Self.responses(shape)
            let arrays = responses.map(\.elements)
            expectSameBits(
                Self.pool(set, mean: false, responses, shape), Reference.poolMax(arrays), "maximum of \(shape)")
            expectSameBits(Self.pool(set, mean: true, responses, shape), Reference.poolMean(arrays), "mean of \(shape)")
        }
    }

    @Test("gradients have the reference's bits", arguments: availableSets)
    func gradientBits(set: InstructionSet) {
        for shape in Self.shapes {
            let responses = Self.responses(shape)
            let upper = Matrix.random(shape.rows, shape.columns, index: 140)
            let arrays = responses.map(\.elements)
            expectSameBits(
                Self.gradient(set, mean: false, responses, pooledGradient: upper, shape).flatMap { $0 },
                Reference.poolMaxGradient(arrays, pooledGradient: upper.elements).flatMap { $0 },
                "gradient of the maximum of \(shape)")
            expectSameBits(
                Self.gradient(set, mean: true, responses, pooledGradient: upper, shape).flatMap { $0 },
                Reference.poolMeanGradient(arrays, pooledGradient: upper.elements).flatMap { $0 },
                "gradient of the mean of \(shape)")
        }
    }

    /// Through the ReLU, whose gradient the kernels contain: away from its corner and from ties.
    @Test("the gradients are those of the pooling", arguments: availableSets, [false, true])
    func finiteDifferences(set: InstructionSet, mean: Bool) {
        let shape = Shape(rows: 2, stride: 2, order: 3, columns: 32)
        let before = (0 ..< 3).map { Matrix.random(2, 32, index: 150 + $0) }
        let upper = Matrix.random(2, 32, index: 155)
        let responses = before.map { Matrix(rows: 2, columns: 32, $0.elements.map { max(0, $0) }) }
        let found = Self.gradient(set, mean: mean, responses, pooledGradient: upper, shape).flatMap { $0 }
        let expected = numericalGradient(at: before.flatMap(\.doubles)) { point in
            let arrays = (0 ..< 3).map { g in point[g * 64 ..< (g + 1) * 64].map { max(0, $0) } }
            let pooled = mean ? Reference.poolMean(arrays) : Reference.poolMax(arrays)
            return zip(pooled, upper.doubles).reduce(0) { $0 + $1.0 * $1.1 }
        }
        expectClose(found, expected, relative: 1e-7, mean ? "gradient of the mean" : "gradient of the maximum")
    }

    /// The reason why f(gx) equals f(x) bit for bit under weight tying.
    @Test("the order of an orbit does not matter", arguments: availableSets, [false, true])
    func order(set: InstructionSet, mean: Bool) {
        for shape in [Shape(rows: 6, stride: 6, order: 4, columns: 64), Shape(rows: 3, stride: 4, order: 8, columns: 32)] {
            let responses = (0 ..< shape.order).map { g in
                let matrix = Matrix.random(shape.rows, shape.columns, index: 160 + g)
                return Matrix(rows: shape.rows, columns: shape.columns, matrix.elements.map { $0 > 0 ? $0 : 0 })
            }
            let expected = Self.pool(set, mean: mean, responses, shape)
            var stream = RandomStream(seed: 1, purpose: .test)
            for _ in 0 ..< 20 {
                var shuffled = responses
                stream.shuffle(&shuffled)
                expectSameBits(Self.pool(set, mean: mean, shuffled, shape), expected, "pooling of another order")
            }
        }
    }

    /// A diverged network must be noticed, whichever element's response is bad.
    @Test("NaN and infinity pass", arguments: availableSets, [false, true])
    func notFinite(set: InstructionSet, mean: Bool) {
        let shape = Shape(rows: 1, stride: 1, order: 4, columns: 32)
        for bad in [Float.nan, .infinity] {
            for g in 0 ..< 4 {
                var responses = Self.responses(shape)
                responses[g].elements[5] = bad
                let found = Self.pool(set, mean: mean, responses, shape)
                #expect(sameBits(found[5], bad), "\(bad) of element \(g) became \(found[5])")
                #expect(found.indices.filter { !found[$0].isFinite } == [5])
            }
        }
    }
}
