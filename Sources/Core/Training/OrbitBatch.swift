/// The input rows of one batch: every sample under the group elements that its method asks for.
///
/// DA has one block of rows, gx. IR has |G|: block k holds g_k·(gx), so block 0 is gx itself. WT
/// has |G|: block k holds g_k⁻¹·(gx). Block k begins at row k·stride, stride the padded batch.
struct OrbitBatch {
    private let ink: SplitInk
    private let scratch: InkLists?
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
        scratch = ink.scratch(rows: capacity)
    }

    /// - Parameters:
    ///   - sample: the number of each image in its split.
    ///   - drawn: the element g drawn for each sample.
    ///   - stride: rows from one block to the next.
    func write(count: Int, sample: (Int) -> Int, drawn: (Int) -> Int, to rows: InkRows, stride: Int) {
        scratch?.removeAll()
        if let lists = scratch ?? ink.lists { rows.read(from: lists) }
        for block in 0 ..< blocks {
            let elementOf = elementOf[block]
            for i in 0 ..< count {
                ink.show(
                    sample(i), under: elementOf[drawn(i)], at: block * stride + i, of: rows, scratch: scratch)
            }
            rows.blank(block * stride + count ..< (block + 1) * stride)
        }
    }
}
