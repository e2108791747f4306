/// Which samples a sweep asks for (method: "Data").
public struct DataRequest: Sendable, Hashable, Codable {
    /// The set that the samples are of.
    public var source = DatasetName.mnist
    /// Used where the source's files are neither here nor to be had. Never silently: it is
    /// reported, and every result row names the set that was really used.
    public var fallback: DatasetName?
    /// Samples of the train split; the three splits are disjoint.
    public var train = 10_000
    /// Samples of the test split.
    public var test = 50_000
    /// Samples of the validation split.
    public var validation = 2_000
    /// Seeds the one shuffle of the pooled samples.
    public var splitSeed: UInt64 = 0
    /// Zero pixels added on each side of the 28×28 image.
    public var pad = 4

    /// What a sweep file has that says nothing else.
    public init() {}
}
