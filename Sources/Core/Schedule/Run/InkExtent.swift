/// How much ink a split's images have: what its lists will take.
struct InkExtent: Sendable, Hashable {
    var images: Int
    /// Inked pixels of all images, under one element.
    var entries = 0
    /// Of the image that has most.
    var largest = 0

    init(images: Int, entries: Int, largest: Int) {
        (self.images, self.entries, self.largest) = (images, entries, largest)
    }

    init(_ images: ImageBytes, background: UInt8) {
        self.images = images.count
        for index in 0 ..< images.count {
            var ink = 0
            for byte in images[index] where byte != background { ink += 1 }
            entries += ink
            largest = max(largest, ink)
        }
    }

    /// Bytes of `SplitInk`'s lists; 0 where they would exceed its limit and are made batch by batch.
    func listSize(order: Int, pixels: Int) -> Int {
        let entries = entries * order
        guard entries * InkLists.entrySize <= SplitInk.defaultLimit else { return 0 }
        return (entries + pixels) * InkLists.entrySize + (images * order + 1) * MemoryLayout<Int32>.size
    }

    /// Bytes of one batch's lists.
    func batchSize(rows: Int, pixels: Int) -> Int {
        (rows * largest + pixels) * InkLists.entrySize + (2 * rows + 1) * MemoryLayout<Int32>.size
    }
}
