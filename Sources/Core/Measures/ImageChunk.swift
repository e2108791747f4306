/// Some samples of one split, as the measures take them: at most `ImageChunk.size` at a time, so
/// that sums are formed in the same order whoever measures which chunk.
public struct ImageChunk {
    /// Samples per chunk; part of the definition of every measured number's last bits.
    public static let size = 64

    /// The split that the chunk is part of.
    public let samples: PreparedData.Samples
    /// Places in `samples`.
    public let range: Range<Int>

    /// Images in the chunk, at most `size`.
    public var count: Int { range.count }

    /// - Parameter range: places in `samples`, at most `size` of them.
    public init(samples: PreparedData.Samples, range: Range<Int>) {
        precondition(range.count <= Self.size && range.upperBound <= samples.count, "no such chunk")
        self.samples = samples
        self.range = range
    }

    /// The chunks of a split, in order.
    public static func all(of samples: PreparedData.Samples) -> [ImageChunk] {
        stride(from: 0, to: samples.count, by: size).map {
            ImageChunk(samples: samples, range: $0 ..< min($0 + size, samples.count))
        }
    }

    func label(_ i: Int) -> Int { Int(samples.labels[range.lowerBound + i]) }

    /// Writes rows firstRow … of one element of every sample.
    func write(_ images: OrbitImages, element: Int, to out: FloatBuffer, outRows: Int, firstRow: Int) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: count) { pointers in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { elements in
                for i in 0 ..< count {
                    pointers.initializeElement(at: i, to: samples.images.pointer(range.lowerBound + i))
                    elements.initializeElement(at: i, to: Int32(element))
                }
                guard let base = elements.baseAddress else { return }
                images.write(
                    UnsafeBufferPointer(pointers), elements: base, to: out, outRows: outRows, firstRow: firstRow)
            }
        }
    }
}
