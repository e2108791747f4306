/// The input rows of one batch: every sample under the group elements that its method asks for.
///
/// DA has one block of rows, gx. IR has |G|: block k holds g_k·(gx), so block 0 is gx itself. WT
/// has |G|: block k holds g_k⁻¹·(gx). Block k begins at row k·stride, stride the padded batch.
final class OrbitBatch {
    private let ink: SplitInk
    private let lists: InkLists
    private let numbers: UnsafeMutableBufferPointer<Int32>
    /// Per block and drawn element g, the element that makes the block's row.
    private let elementOf: [[Int]]

    var blocks: Int { elementOf.count }

    /// - Parameter capacity: rows of all blocks.
    init(_ ink: SplitInk, method: Method, capacity: Int) {
        self.ink = ink
        let group = ink.group
        elementOf =
            switch method {
            case .DA: [Array(0 ..< group.order)]
            case .IR: (0 ..< group.order).map { k in (0 ..< group.order).map { group.product(k, $0) } }
            case .WT:
                (0 ..< group.order).map { k in
                    (0 ..< group.order).map { group.product(group.inverses[k], $0) }
                }
            }
        lists = ink.batch(rows: capacity)
        numbers = .allocate(capacity: capacity)
        numbers.initialize(repeating: 0)
    }

    deinit { numbers.deallocate() }

    /// - Parameters:
    ///   - sample: the number of each image in its split.
    ///   - drawn: the element g drawn for each sample.
    ///   - stride: rows from one block to the next.
    func write(count: Int, sample: (Int) -> Int, drawn: (Int) -> Int, to rows: InkRows, stride: Int) {
        lists.removeAll()
        rows.read(from: lists)
        for block in 0 ..< blocks {
            let elementOf = elementOf[block]
            let first = lists.count
            ink.append(count, image: sample, element: { elementOf[drawn($0)] }, to: lists, numbers: numbers)
            for i in 0 ..< count { rows.show(first + i, at: block * stride + i) }
            rows.blank(block * stride + count ..< (block + 1) * stride)
        }
    }
}
