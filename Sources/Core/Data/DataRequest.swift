/// A data set by name. Real sets are read from files; `strokes` (digits) and `silhouettes` (garments)
/// are drawn by the program.
public enum DatasetName: String, Sendable, Codable, CaseIterable {
    case mnist
    case fashionMNIST = "fashion-mnist"
    case strokes
    case silhouettes

    /// Whether the program draws this set itself, so that it needs no files.
    public var isEmbedded: Bool {
        if case .drawn = origin { true } else { false }
    }
}

/// Which samples a sweep asks for (method: "Data").
public struct DataRequest: Sendable, Hashable, Codable {
    public var source = DatasetName.mnist
    /// Used where the source's files are neither here nor to be had. Never silently: it is
    /// reported, and every result row names the set that was really used.
    public var fallback: DatasetName?
    /// Sizes of the disjoint splits, in samples.
    public var train = 10_000
    public var test = 50_000
    public var validation = 2_000
    /// Seeds the one shuffle of the pooled samples.
    public var splitSeed: UInt64 = 0
    /// Zero pixels added on each side of the 28×28 image.
    public var pad = 4

    public init() {}
}
