/// The mean of a similarity over many pairs of maps, with those counted that had none.
///
/// A pair without a rank correlation (a constant map, which says nothing of any pixel) counts as 0,
/// as a map that is all zero does for the cosine of SI: left out, a network without saliency would
/// look the better for it.
public struct SimilarityMean: Sendable, Equatable {
    public private(set) var pairs = 0
    /// Pairs that count as 0 because a map was constant.
    public private(set) var constant = 0
    /// Pairs left out of the mean because a map was not finite.
    public private(set) var nonFinite = 0
    private var sum = 0.0

    public init() {}

    /// - Parameter value: nil for a pair with a constant map.
    public mutating func add(_ value: Double?) {
        pairs += 1
        guard let value else {
            constant += 1
            return
        }
        guard value.isFinite else {
            nonFinite += 1
            return
        }
        sum += value
    }

    /// Adds the sums of the next pairs; in a fixed order, for equal bytes.
    public mutating func add(_ other: SimilarityMean) {
        pairs += other.pairs
        constant += other.constant
        nonFinite += other.nonFinite
        sum += other.sum
    }

    /// Nil without pairs that count.
    public var mean: Double? { pairs > nonFinite ? sum / Double(pairs - nonFinite) : nil }
}
