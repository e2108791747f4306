/// The runs of one level of many rays (see Sources/Kernels/Ray.swift), and the layer's patterns.
///
/// Not Sendable: it belongs to the lane that allocated it.
final class RayRuns {
    private static let fields = 4

    /// How many there are.
    var count = 0
    /// (count + 1, 4): first step, last step, row of the first, first run of the next level.
    let entries: UnsafeMutablePointer<Int32>
    /// (count, panels): a bit per unit.
    let patterns: UnsafeMutablePointer<UInt32>

    /// - Parameter capacity: the largest count.
    init(capacity: Int, panels: Int) {
        entries = .allocate(capacity: (capacity + 1) * Self.fields)
        entries.initialize(repeating: 0, count: (capacity + 1) * Self.fields)
        patterns = .allocate(capacity: max(1, capacity * panels))
        patterns.initialize(repeating: 0, count: max(1, capacity * panels))
    }

    deinit {
        entries.deallocate()
        patterns.deallocate()
    }

    /// Rows of the matrix that holds a row for each end of each run.
    var rows: Int {
        guard count > 0 else { return 0 }
        let last = entries + (count - 1) * Self.fields
        return Int(last[2]) + (last[1] > last[0] ? 2 : 1)
    }
}
