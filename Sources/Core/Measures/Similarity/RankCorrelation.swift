/// Spearman's rank correlation of two maps: whether they put the pixels in the same order, whatever
/// their scales. Equal values share the mean of their ranks.
public enum RankCorrelation {
    /// Places at most: their sums of products stay exact.
    public static let largestCount = 1 << 17

    /// ρ in −1 … 1; exactly 1 for maps in the same order.
    /// - Returns: nil where either map is constant (no order, ρ = 0/0) and for fewer than two places;
    ///   NaN where a value is NaN.
    /// - Precondition: as many values on either side, at most `largestCount`.
    public static func spearman(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Double? {
        guard let first = Ranking(a), let second = Ranking(b) else { return .nan }
        return first.correlation(with: second)
    }

    /// As of two buffers.
    public static func spearman(_ a: [Float], _ b: [Float]) -> Double? {
        a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { spearman(a, $0) } }
    }

    /// The ranks of one map, for correlating it with several.
    ///
    /// They are doubled and centred, 2r − (n + 1) with r from 1, so that all of them and their products'
    /// sums are whole numbers: only the last root and division round, and any order of summation gives
    /// the same.
    public struct Ranking: Sendable {
        private let ranks: [Int]
        private let squares: Int

        /// Nil where a value is NaN.
        /// - Precondition: at most `largestCount` values.
        /// - Complexity: O(n + k log k) for k values other than 0: saliency maps are 0 nearly everywhere.
        public init?(_ values: UnsafeBufferPointer<Float>) {
            precondition(values.count <= largestCount, "a map too large")
            let n = values.count
            // The value's bits, made to sort as unsigned numbers, above its place: one sort of integers.
            var keys: [UInt64] = []
            var negative = 0
            for (place, value) in values.enumerated() where value != 0 {
                if value.isNaN { return nil }
                if value < 0 { negative += 1 }
                let bits = value.bitPattern
                let sortable = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
                keys.append(UInt64(sortable) << 32 | UInt64(place))
            }
            keys.sort()
            let zeros = n - keys.count
            // Ranks first + 1 … last: twice their mean is first + 1 + last.
            func centred(_ first: Int, _ last: Int) -> Int { first + last - n }
            var ranks = [Int](repeating: centred(negative, negative + zeros), count: n)
            var start = 0
            while start < keys.count {
                var end = start + 1
                while end < keys.count, keys[end] >> 32 == keys[start] >> 32 { end += 1 }
                let before = start < negative ? 0 : zeros
                for key in keys[start ..< end] { ranks[Int(key & 0xFFFF_FFFF)] = centred(before + start, before + end) }
                start = end
            }
            self.ranks = ranks
            squares = ranks.reduce(0) { $0 + $1 * $1 }
        }

        /// ρ in −1 … 1; nil where either map is constant.
        /// - Precondition: as many values on either side.
        public func correlation(with other: Ranking) -> Double? {
            precondition(ranks.count == other.ranks.count, "maps of different sizes")
            guard squares > 0, other.squares > 0 else { return nil }
            var products = 0
            for (a, b) in zip(ranks, other.ranks) { products += a * b }
            return Double(products) / (Double(squares) * Double(other.squares)).squareRoot()
        }
    }
}
