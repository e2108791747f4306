/// The input rows of one batch: every sample under the group elements that its method asks for.
///
/// DA has one block of rows, gx. IR has |G|: block k holds g_k·(gx), so block 0 is gx itself. WT
/// has |G|: block k holds g_k⁻¹·(gx). Block k begins at row k·stride, stride the padded batch.
struct OrbitBatch {
    private let images: OrbitImages
    /// Per block and drawn element g, the element that makes the block's row.
    private let elementOf: [[Int32]]
    private let pointers: UnsafeMutableBufferPointer<UnsafePointer<UInt8>>
    private let elements: UnsafeMutableBufferPointer<Int32>

    var blocks: Int { elementOf.count }

    init(_ images: OrbitImages, method: Method, capacity: Int, placeholder: UnsafePointer<UInt8>) {
        self.images = images
        let group = images.group
        elementOf =
            switch method {
            case .DA: [(0 ..< group.order).map { Int32($0) }]
            case .IR: (0 ..< group.order).map { k in (0 ..< group.order).map { Int32(group.product(k, $0)) } }
            case .WT:
                (0 ..< group.order).map { k in
                    (0 ..< group.order).map { Int32(group.product(group.inverses[k], $0)) }
                }
            }
        pointers = .allocate(capacity: capacity)
        pointers.initialize(repeating: placeholder)
        elements = .allocate(capacity: capacity)
        elements.initialize(repeating: 0)
    }

    func deallocate() {
        pointers.deallocate()
        elements.deallocate()
    }

    /// - Parameters:
    ///   - drawn: the element g drawn for each sample.
    ///   - stride: rows from one block to the next.
    func write(
        count: Int, image: (Int) -> UnsafePointer<UInt8>, drawn: (Int) -> Int, to out: FloatBuffer, outRows: Int,
        stride: Int
    ) {
        for i in 0 ..< count { pointers[i] = image(i) }
        let rows = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(pointers)[..<count])
        for (block, elementOf) in elementOf.enumerated() {
            for i in 0 ..< count { elements[i] = elementOf[drawn(i)] }
            guard let base = elements.baseAddress else { return }
            images.write(rows, elements: base, to: out, outRows: outRows, firstRow: block * stride)
        }
    }
}
