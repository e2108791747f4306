/// Rows 0 ..< n in blocks that may be computed anywhere, in any order, at once.
///
/// Each row is computed by one call alone and what is summed over rows is summed afterwards in
/// their order, so that neither the number of blocks nor who computes them shows in a single bit.
public struct RowBlocks {
    /// Calls the body with 0 ..< count, each once, and returns when all calls have returned.
    public typealias ParallelFor = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

    private let count: Int
    private let perform: ParallelFor

    /// One after another, on the caller's thread.
    public static var serial: RowBlocks { RowBlocks(count: 1) { count, body in for i in 0 ..< count { body(i) } } }

    /// - Parameter count: as many as there are lanes, or a few times as many.
    public init(count: Int, perform: @escaping ParallelFor) {
        self.count = max(1, count)
        self.perform = perform
    }

    /// The body gets ranges that together are 0 ..< rows, and none of which is empty.
    func callAsFunction(_ rows: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let blocks = min(count, rows)
        perform(blocks) { block in body(rows * block / blocks ..< rows * (block + 1) / blocks) }
    }
}
