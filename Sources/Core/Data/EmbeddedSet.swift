/// A data set that the program draws itself, so that it needs no files.
///
/// Sample i is a function of i alone, the same bytes on every machine: integers, + − × ÷ √, and `RandomStream`. One
/// with purpose `.strokes` and a seed of the set's own (0 is that of `Strokes`) gives each sample its own draws.
protocol EmbeddedSet: DatasetDefinition {
    /// Samples in all.
    static var count: Int { get }
    static var classCount: Int { get }
    /// SHA-256 over all images and labels, written down so that no run must draw what it does not use; tests and
    /// `sweep data verify` draw everything and compare. Whoever changes the drawing puts in what `drawnDigest()` then gives.
    static var digest: String { get }
    static func label(of index: Int) -> UInt8
    /// Draws one sample into 28 × 28 bytes. Called from any thread.
    static func draw(_ index: Int, _ image: UnsafeMutablePointer<UInt8>)

    /// The whole set, with its digest as written down.
    static var dataset: RawDataset { get }
}

extension EmbeddedSet {
    static var origin: DatasetOrigin { .drawn(Self.self) }
    static var likeness: DatasetName { DatasetName(Self.self) }
    static var pooledSamples: Int { count }

    static var dataset: RawDataset { makeDataset() }

    static func makeDataset() -> RawDataset {
        RawDataset(
            name: DatasetName(Self.self), labels: (0 ..< count).map(label), height: 28, width: 28, classCount: classCount,
            digest: digest, draw: { draw($0, $1) })
    }

    /// SHA-256 over all images and labels as this machine draws them.
    static func drawnDigest() -> String { Digest.sha256(parts: [images(0 ..< count), (0 ..< count).map(label)]) }

    /// The images of a range of samples, one after another, 28×28 bytes each.
    static func images(_ range: Range<Int>) -> [UInt8] {
        let size = 28 * 28
        return [UInt8](unsafeUninitializedCapacity: range.count * size) { buffer, filled in
            if let base = buffer.baseAddress {
                for (place, index) in range.enumerated() { draw(index, base + place * size) }
            }
            filled = range.count * size
        }
    }
}
