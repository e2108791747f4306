/// The ink of all images of one split under every element of a group: listed once, read by every
/// job that trains on it.
///
/// Where the lists would take more memory than allowed, they are made batch by batch instead, which
/// costs time and changes no bit.
///
/// - Note: `@unchecked Sendable` because the lists are written only inside `init`.
public final class SplitInk: @unchecked Sendable {
    /// (N, P) bytes of the split.
    public let images: ImageBytes
    /// The elements under which each image is listed.
    public let group: PermutationGroup
    /// The byte that is no ink.
    public let background: UInt8
    /// (P): 1 where some image has ink under some element, 0 where a pixel is background always.
    public let isActive: [UInt8]
    /// List of image i under element g at g·N + i; nil where it would be too large.
    let lists: InkLists?
    private let kernels: KernelSet
    /// Most ink of any image.
    private let largest: Int

    /// Room for the lists of 10,000 digits (150 inked pixels each) under a group of 50 elements.
    public static let defaultLimit = 256 << 20

    /// - Parameter limit: bytes that the lists may take.
    public init(
        _ images: ImageBytes, group: PermutationGroup, background: UInt8, kernels: KernelSet,
        limit: Int = SplitInk.defaultLimit
    ) {
        precondition(images.pixels == group.pixels, "a group of other images")
        self.images = images
        self.group = group
        self.background = background
        self.kernels = kernels
        var seen = [UInt8](repeating: 0, count: images.pixels)
        var total = 0
        var largest = 0
        for index in 0 ..< images.count {
            var ink = 0
            for (pixel, byte) in images[index].enumerated() where byte != background {
                seen[pixel] = 1
                ink += 1
            }
            total += ink
            largest = max(largest, ink)
        }
        self.largest = largest
        isActive = (0 ..< images.pixels).map { pixel in
            (0 ..< group.order).contains { seen[Int(group.sources[$0 * images.pixels + pixel])] != 0 } ? 1 : 0
        }
        let entries = total * group.order
        guard entries * InkLists.entrySize <= limit else {
            lists = nil
            return
        }
        let lists = InkLists(lists: images.count * group.order, entries: entries, pixels: images.pixels)
        for element in 0 ..< group.order {
            for index in 0 ..< images.count {
                lists.append(
                    images.pointer(index), under: element, of: group, background: background, kernels: kernels)
            }
        }
        self.lists = lists
    }

    /// The same lists with other flags; for tests of what the flags save.
    init(_ other: SplitInk, isActive: [UInt8]) {
        images = other.images
        group = other.group
        background = other.background
        lists = other.lists
        kernels = other.kernels
        largest = other.largest
        self.isActive = isActive
    }

    /// Memory for the lists of one batch.
    public func batch(rows: Int) -> InkLists {
        InkLists(lists: rows, entries: rows * largest, pixels: images.pixels)
    }

    /// Appends the lists of some images to those of a batch. Copied, not referred to: a batch's
    /// images are scattered over all lists, and the kernels come by many times.
    /// - Parameters:
    ///   - image, element: of the i-th list.
    ///   - numbers: scratch, (count).
    func append(
        _ count: Int, image: (Int) -> Int, element: (Int) -> Int, to batch: InkLists,
        numbers: UnsafeMutableBufferPointer<Int32>
    ) {
        guard let lists else {
            for i in 0 ..< count {
                batch.append(
                    images.pointer(image(i)), under: element(i), of: group, background: background, kernels: kernels)
            }
            return
        }
        for i in 0 ..< count { numbers[i] = Int32(element(i) * images.count + image(i)) }
        batch.append(UnsafeBufferPointer(rebasing: numbers[..<count]), of: lists)
    }
}
