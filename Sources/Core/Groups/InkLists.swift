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
        precondition(entries < Int(Int32.max), "lists of more than 2³¹ pixels")
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

    /// Bytes of memory for one entry.
    static let entrySize = MemoryLayout<UInt16>.size + MemoryLayout<UInt8>.size

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
        precondition(begin + found <= entryCapacity, "more ink than there is room for")
        count += 1
        bounds[count] = Int32(begin + found)
        return count - 1
    }
}
