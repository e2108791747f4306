/// Makes rows of network inputs: images transformed by group elements, normalised, in panels.
public struct OrbitImages {
    /// The elements that rows are transformed by.
    public let group: PermutationGroup
    private let kernels: KernelSet
    /// The normalised value of each byte.
    private let table: [Float]

    /// - Parameter table: (256), the normalised value of each byte.
    public init(group: PermutationGroup, table: [Float], kernels: KernelSet) {
        precondition(table.count == 256, "one value per byte")
        self.group = group
        self.table = table
        self.kernels = kernels
    }

    /// Writes `images.count` rows: row firstRow + i is element elements[i] of images[i].
    /// - Parameters:
    ///   - images: first byte of each image, P bytes each.
    ///   - out: panels with `outRows` rows.
    public func write(
        _ images: UnsafeBufferPointer<UnsafePointer<UInt8>>, elements: UnsafePointer<Int32>, to out: FloatBuffer,
        outRows: Int, firstRow: Int
    ) {
        guard let base = images.baseAddress else { return }
        group.sources.withUnsafeBufferPointer { sources in
            table.withUnsafeBufferPointer { table in
                guard let sources = sources.baseAddress, let table = table.baseAddress else { return }
                kernels.gatherImages(
                    base, elements, sources, table, out.base, outRows, firstRow, images.count, group.pixels)
            }
        }
    }
}
