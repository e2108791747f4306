import CRegisters

/// The inked pixels of transformed images, one list after another: (place, byte), ascending by the
/// place in gx. Ink is what differs from the background byte.
///
/// Not Sendable while it is being filled; see `SplitInk` for lists that lanes share.
public final class InkLists {
    /// Lists held now.
    public private(set) var count = 0
    let places: UnsafeMutablePointer<UInt16>
    let bytes: UnsafeMutablePointer<UInt8>
    /// List i is entries bounds[i] ..< bounds[i + 1].
    let bounds: UnsafeMutablePointer<Int32>
    private let listCapacity: Int
    private let entryCapacity: Int

    /// - Parameters:
    ///   - lists: room for so many lists,
    ///   - entries: and so many entries of all together,
    ///   - pixels: of images of so many pixels.
    public init(lists: Int, entries: Int, pixels: Int) {
        precondition(entries < Self.limit, "lists of more than 2³¹ pixels")
        listCapacity = lists
        entryCapacity = entries
        // The last list may run over by what it then turns out not to keep.
        let count = entries + pixels
        places = .allocate(capacity: count)
        bytes = .allocate(capacity: count)
        bounds = .allocate(capacity: lists + 1)
        places.initialize(repeating: 0, count: count)
        bytes.initialize(repeating: 0, count: count)
        bounds.initialize(repeating: 0, count: lists + 1)
    }

    deinit {
        places.deallocate()
        bytes.deallocate()
        bounds.deallocate()
    }

    /// Entries of all lists together are fewer.
    static let limit = Int(Int32.max)

    /// Bytes of memory for one entry.
    static let entrySize = MemoryLayout<UInt16>.size + MemoryLayout<UInt8>.size

    /// Forgets all lists and keeps their memory for the next batch.
    public func removeAll() { count = 0 }

    /// Lists the ink of one image under one group element.
    /// - Parameter image: P bytes.
    /// - Returns: the number of the new list.
    @discardableResult
    public func append(
        _ image: UnsafePointer<UInt8>, under element: Int, of group: PermutationGroup, background: UInt8,
        kernels: KernelSet
    ) -> Int {
        let begin = Int(bounds[count])
        precondition(count < listCapacity && begin <= entryCapacity, "more ink than there is room for")
        let found = group.withSource(of: element) {
            kernels.listInk(image, $0, group.pixels, background, places + begin, bytes + begin)
        }
        return close(begin + found)
    }

    /// Copies lists of others, in the order of their numbers here.
    func append(_ numbers: UnsafeBufferPointer<Int32>, of others: InkLists) {
        // Each lies somewhere else in memory: fetched one by one, they would take longer than the
        // products that read them.
        let ahead = 12
        for index in numbers.indices {
            if index + ahead < numbers.count { others.prefetch(Int(numbers[index + ahead])) }
            append(Int(numbers[index]), of: others)
        }
    }

    private func prefetch(_ list: Int) {
        precondition(list < count, "no such list")
        let (from, to) = (Int(bounds[list]), Int(bounds[list + 1]))
        let line = 64
        for entry in stride(from: from, to: to, by: line / MemoryLayout<UInt16>.size) { prefetch_line(places + entry) }
        for entry in stride(from: from, to: to, by: line) { prefetch_line(bytes + entry) }
    }

    private func append(_ list: Int, of others: InkLists) {
        precondition(count < listCapacity && list < others.count, "no room for a list, or no such list")
        let begin = Int(bounds[count])
        let from = Int(others.bounds[list])
        let length = Int(others.bounds[list + 1]) - from
        precondition(begin + length <= entryCapacity, "more ink than there is room for")
        (places + begin).update(from: others.places + from, count: length)
        (bytes + begin).update(from: others.bytes + from, count: length)
        _ = close(begin + length)
    }

    private func close(_ end: Int) -> Int {
        precondition(end <= entryCapacity, "more ink than there is room for")
        count += 1
        bounds[count] = Int32(end)
        return count - 1
    }
}
