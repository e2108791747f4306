/// Images as bytes, one after another, in memory aligned for the widest vector loads.
///
/// - Note: `@unchecked Sendable` because the memory is written only inside `init`, before any other
///   thread can know of it, and is read-only from then until `deinit`, which runs when no reader is
///   left.
public final class ImageBytes: @unchecked Sendable {
    /// N, the number of images.
    public let count: Int
    /// P, the number of pixels of each.
    public let pixels: Int
    private let memory: UnsafeMutablePointer<UInt8>
    /// Whose memory it is; nil where it is this object's own.
    private let owner: ImageBytes?

    /// Alignment of the first image in bytes: a cache line, and an AVX-512 register.
    public static let alignment = 64

    /// - Parameter fill: writes the N × P bytes, which are zero at first. It must not keep the pointer.
    public init(count: Int, pixels: Int, fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        precondition(count >= 0 && pixels > 0)
        self.count = count
        self.pixels = pixels
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: max(count * pixels, Self.alignment), alignment: Self.alignment)
        memory = raw.initializeMemory(as: UInt8.self, repeating: 0, count: max(count * pixels, Self.alignment))
        owner = nil
        fill(memory)
    }

    private init(_ owner: ImageBytes, count: Int) {
        self.count = count
        self.owner = owner
        pixels = owner.pixels
        memory = owner.memory
    }

    /// The first images, in the same memory. There must be so many.
    func prefix(_ count: Int) -> ImageBytes {
        precondition(count >= 0 && count <= self.count)
        return ImageBytes(self, count: count)
    }

    /// The same bytes in memory that the calling thread touches first.
    public func copy() -> ImageBytes {
        withExtendedLifetime(self) {
            ImageBytes(count: count, pixels: pixels) { $0.update(from: memory, count: count * pixels) }
        }
    }

    deinit { if owner == nil { UnsafeMutableRawPointer(memory).deallocate() } }

    /// The N × P bytes. Valid while this object lives: use `withExtendedLifetime` around loops.
    public var base: UnsafePointer<UInt8> { UnsafePointer(memory) }

    /// The first byte of an image. `index` must be in 0 ..< count; see `base`.
    public func pointer(_ index: Int) -> UnsafePointer<UInt8> { base + index * pixels }

    /// The P bytes of one image, rows from the top. `index` must be in 0 ..< count.
    public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index >= 0 && index < count)
        return UnsafeBufferPointer(start: memory + index * pixels, count: pixels)
    }
}
