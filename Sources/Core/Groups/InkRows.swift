/// The rows of a batch as the first layer reads them: each row is one list of ink.
///
/// Not Sendable: it belongs to the lane that allocated it.
public final class InkRows {
    /// Rows that there is room for.
    public let capacity: Int
    /// Where the rows' lists are.
    public private(set) var lists: InkLists
    /// Entries of `lists` that row m shows: begins[m] ..< ends[m].
    let begins: UnsafeMutablePointer<Int32>
    let ends: UnsafeMutablePointer<Int32>
    /// Scratch of the kernels.
    let cursors: UnsafeMutablePointer<Int32>

    /// All rows blank.
    public init(capacity: Int) {
        self.capacity = capacity
        lists = InkLists(lists: 0, entries: 0, pixels: 1)
        begins = .allocate(capacity: capacity)
        ends = .allocate(capacity: capacity)
        cursors = .allocate(capacity: capacity)
        for column in [begins, ends, cursors] { column.initialize(repeating: 0, count: capacity) }
    }

    deinit {
        for column in [begins, ends, cursors] { column.deallocate() }
    }

    /// Begins a new batch; rows that are not shown a list must be made blank.
    public func read(from lists: InkLists) { self.lists = lists }

    /// - Parameters:
    ///   - list: a number that `InkLists.append` gave, of the lists that are read from.
    ///   - row: of the batch, from 0.
    public func show(_ list: Int, at row: Int) {
        precondition(list < lists.count && row < capacity, "no such list or row")
        begins[row] = lists.bounds[list]
        ends[row] = lists.bounds[list + 1]
    }

    /// Rows of background only, such as those that pad a batch.
    public func blank(_ rows: Range<Int>) {
        precondition(rows.upperBound <= capacity, "no such row")
        for row in rows {
            begins[row] = 0
            ends[row] = 0
        }
    }
}
