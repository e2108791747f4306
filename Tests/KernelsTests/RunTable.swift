import Core
import KernelReference
import Testing

/// A table of runs as the kernels have it: (first, last, row, children) of each, and one more.
struct RunTable {
    var entries: [Int32]
    var count: Int

    init(capacity: Int) {
        entries = [Int32](repeating: -7, count: 4 * (capacity + 1))
        count = capacity
    }

    init(_ runs: [Reference.Run]) {
        self.init(capacity: runs.count)
        var row = 0
        for (i, run) in runs.enumerated() {
            entries.replaceSubrange(4 * i ..< 4 * i + 3, with: [Int32(run.first), Int32(run.last), Int32(row)])
            row += run.last > run.first ? 2 : 1
        }
    }

    var runs: [[Int]] { (0 ..< count).map { [Int(entries[4 * $0]), Int(entries[4 * $0 + 1])] } }
    func row(_ run: Int) -> Int { Int(entries[4 * run + 2]) }
}

extension Reference.Runs where Real == Float {
    /// The matrix of ends: a row for the first step of each run, and one for its last if that is another.
    func ends(columns: Int) -> Matrix {
        var elements: [Float] = []
        for (i, run) in runs.enumerated() {
            elements += first[i]
            if run.last > run.first { elements += last[i] }
        }
        return Matrix(rows: elements.count / columns, columns: columns, elements)
    }
}

extension Matrix {
    var rowsOfElements: [[Float]] { (0 ..< rows).map { Array(elements[$0 * columns ..< ($0 + 1) * columns]) } }
}

func expectRuns(
    _ found: RunTable, _ expected: Reference.Runs<Float>, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.runs == expected.runs.map { [$0.first, $0.last] }, "\(what)", sourceLocation: sourceLocation)
}

/// Compares the matrix of ends, and that nothing else was written.
func expectEnds(
    _ out: [Float], _ allocatedRows: Int, _ columns: Int, _ table: RunTable, _ expected: Reference.Runs<Float>,
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let ends = expected.ends(columns: columns)
    #expect(
        untouchedRows(out, allocatedRows: allocatedRows) == allocatedRows - ends.rows, "\(what)",
        sourceLocation: sourceLocation)
    expectSameBits(
        Matrix(out, allocatedRows: allocatedRows, rows: ends.rows, columns: columns).elements, ends.elements, what,
        sourceLocation: sourceLocation)
    #expect(
        table.count == 0 || table.row(table.count - 1) < ends.rows, "\(what)", sourceLocation: sourceLocation)
}
