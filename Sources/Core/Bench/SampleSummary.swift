/// Middle and ends of repeated measurements.
///
/// Median and range, not mean and deviation: what disturbs a measurement only ever makes it slower,
/// and one interrupted repetition must not move the answer.
public struct SampleSummary: Sendable, Equatable {
    /// Of an even number, the mean of the two in the middle.
    public let median: Double
    /// The smallest sample.
    public let min: Double
    /// The largest sample.
    public let max: Double
    /// Samples that were summed up.
    public let count: Int

    /// Nil where there is nothing to summarise, or something that is not finite.
    public init?(_ values: [Double]) {
        guard values.allSatisfy(\.isFinite) else { return nil }
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        min = first
        max = last
        count = sorted.count
    }
}
