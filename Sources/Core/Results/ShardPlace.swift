/// Where a shard of a sweep has what is its own: `shards/<cut>-<n>/<number>`.
public struct ShardPlace: Sendable, Hashable, Codable {
    /// By the cut that it is a part of: what another cut made is nobody's own.
    public let cut: String
    /// Which of the cut's parts it is.
    public let number: ShardNumber

    /// - Parameter tag: of the cut, letters and digits (`PlanCut.tag`); nil where nobody has recorded one, as for a run by
    ///   hand.
    public init(tag: String?, _ number: ShardNumber) {
        cut = "\(tag ?? "hand")-\(number.count)"
        self.number = number
    }

    /// Below `shards/`.
    var path: String { "\(cut)/\(number.padded)" }
}

/// The i-th of n parts of a sweep, `3/8`; the first is 1.
public struct ShardNumber: Sendable, Hashable, Codable, CustomStringConvertible {
    /// From 1 to `count`.
    public let index: Int
    /// Shards in all.
    public let count: Int

    /// Nil unless 1 ≤ index ≤ count ≤ `most`.
    public init?(_ index: Int, of count: Int) {
        guard index >= 1, index <= count, count <= Self.most else { return nil }
        (self.index, self.count) = (index, count)
    }

    /// More than any batch system takes at once.
    public static let most = 10_000_000

    /// From `3/8`; nil for anything else, and where `init(_:of:)` is.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let index = Int(parts[0]), let count = Int(parts[1])
        else { return nil }
        self.init(index, of: count)
    }

    /// `3/8`.
    public var description: String { "\(index)/\(count)" }

    /// With zeros in front, so that names are in the order of numbers.
    var padded: String {
        let digits = "\(index)"
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
