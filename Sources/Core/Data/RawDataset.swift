/// A data set as published: all samples pooled in their original order (train file, then t10k
/// file), no class left out yet, no padding.
public struct RawDataset: Sendable {
    /// The set that was read or drawn.
    public var name: DatasetName
    /// Pixels of a column, without padding.
    public var height: Int
    /// Pixels of a row, without padding.
    public var width: Int
    /// Classes that occur in `labels`; one more than C where a class is to be left out.
    public var classCount: Int
    /// The class that splits do without, if any.
    public var leftOut: UInt8?
    /// N labels.
    public var labels: [UInt8]
    /// SHA-256 over all pooled images, then all labels.
    public var digest: String
    private var pixels: Pixels

    /// Images of an embedded set are drawn when asked for: a small split of it need not wait for
    /// the whole.
    private enum Pixels: Sendable {
        case stored([UInt8])
        case drawn(@Sendable (_ index: Int, _ image: UnsafeMutablePointer<UInt8>) -> Void)
    }

    /// N, all samples, of the left-out class too.
    public var count: Int { labels.count }

    /// C, the number of classes that take part.
    public var usedClassCount: Int { leftOut == nil ? classCount : classCount - 1 }

    /// A set read from files.
    /// - Parameter images: N × height × width bytes, N being the number of labels.
    public init(
        name: DatasetName, images: [UInt8], labels: [UInt8], height: Int, width: Int, classCount: Int, leftOut: UInt8?
    ) {
        precondition(images.count == labels.count * height * width)
        self.name = name
        self.height = height
        self.width = width
        self.classCount = classCount
        self.leftOut = leftOut
        self.labels = labels
        digest = Digest.sha256(parts: [images, labels])
        pixels = .stored(images)
    }

    /// An embedded set.
    /// - Parameters:
    ///   - digest: of the whole set, known beforehand.
    ///   - draw: writes one image; must depend on nothing but the index, and be callable from any thread.
    init(
        name: DatasetName, labels: [UInt8], height: Int, width: Int, classCount: Int, digest: String,
        draw: @escaping @Sendable (_ index: Int, _ image: UnsafeMutablePointer<UInt8>) -> Void
    ) {
        self.name = name
        self.height = height
        self.width = width
        self.classCount = classCount
        self.leftOut = nil
        self.labels = labels
        self.digest = digest
        pixels = .drawn(draw)
    }

    /// The height × width bytes of one sample, rows from the top.
    public func image(_ index: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: height * width) { buffer, count in
            if let base = buffer.baseAddress { copyImage(index, to: base) }
            count = height * width
        }
    }

    /// Writes the height × width bytes of one sample. `index` must be in 0 ..< count.
    func copyImage(_ index: Int, to target: UnsafeMutablePointer<UInt8>) {
        precondition(labels.indices.contains(index))
        let size = height * width
        switch pixels {
        case .stored(let bytes):
            bytes.withUnsafeBufferPointer { source in
                if let base = source.baseAddress { target.update(from: base + index * size, count: size) }
            }
        case .drawn(let draw):
            draw(index, target)
        }
    }
}
