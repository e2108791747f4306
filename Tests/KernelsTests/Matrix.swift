import Core

/// A matrix as a test sees it: row-major, without padding.
struct Matrix {
    let rows: Int
    let columns: Int
    var elements: [Float]

    init(rows: Int, columns: Int, _ elements: [Float]) {
        precondition(elements.count == rows * columns, "a matrix holds rows·columns elements")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// Uniform in [−1, 1); the index tells apart the matrices of one test.
    static func random(_ rows: Int, _ columns: Int, index: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, randomFloats(rows * columns, index: index))
    }

    var doubles: [Double] { elements.map { Double($0) } }
    var magnitudes: [Double] { elements.map { Double($0.magnitude) } }

    /// In panels, the layout of the kernels.
    /// - Parameters:
    ///   - allocatedRows: rows of each panel, of which those before `firstRow` and behind the last
    ///     are filled with `unused`.
    ///   - padding: the columns that fill the last panel.
    func panels(
        allocatedRows: Int? = nil, firstRow: Int = 0, padding: Float = 0, unused: Float = .nan
    ) -> [Float] {
        let allocated = allocatedRows ?? rows
        precondition(firstRow + rows <= allocated, "too few rows")
        let width = Panels.count(columns) * Panels.width
        var values = [Float](repeating: unused, count: width * allocated)
        for row in 0 ..< rows {
            for feature in 0 ..< width {
                values[Panels.offset(rows: allocated, row: firstRow + row, feature: feature)] =
                    feature < columns ? elements[row * columns + feature] : padding
            }
        }
        return values
    }

    /// From panels.
    init(_ panels: [Float], allocatedRows: Int, firstRow: Int = 0, rows: Int, columns: Int) {
        var elements: [Float] = []
        elements.reserveCapacity(rows * columns)
        for row in firstRow ..< firstRow + rows {
            for feature in 0 ..< columns {
                elements.append(panels[Panels.offset(rows: allocatedRows, row: row, feature: feature)])
            }
        }
        self.init(rows: rows, columns: columns, elements)
    }
}

/// Panels for a result, filled with a value that no kernel writes, so that writing too much shows.
func emptyPanels(rows: Int, columns: Int) -> [Float] {
    [Float](repeating: untouched, count: Panels.count(columns) * rows * Panels.width)
}

/// What `emptyPanels` is filled with.
let untouched: Float = -0x1.234566p77

/// How many rows of a result, all columns of its panels, were left alone.
func untouchedRows(_ panels: [Float], allocatedRows: Int) -> Int {
    let width = panels.count / allocatedRows
    return (0 ..< allocatedRows).count { row in
        (0 ..< width).allSatisfy { panels[Panels.offset(rows: allocatedRows, row: row, feature: $0)] == untouched }
    }
}

/// Uniform in [−1, 1), the same in every run.
func randomFloats(_ count: Int, index: Int) -> [Float] {
    var stream = RandomStream(seed: 3, purpose: .test, index: UInt32(index))
    return (0 ..< count).map { _ in 2 * stream.unitFloat() - 1 }
}

/// Filled up to a multiple of 32.
func padded(_ values: [Float], with padding: Float = 0) -> [Float] {
    values + [Float](repeating: padding, count: Panels.count(values.count) * Panels.width - values.count)
}

let availableSets = InstructionSet.allCases.filter(\.isAvailable)
