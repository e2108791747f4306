/// Spearman's rank correlation of two maps: whether they put the pixels in the same order, whatever
/// their scales. Equal values share the mean of their ranks.
///
/// Ranks are doubled and centred, 2r − (n + 1), so that all of them and their products' sums are
/// whole numbers: only the last root and division round, and any order of summation gives the same.
public enum RankCorrelation {
    /// Places at most: their sums of products stay exact.
    public static let largestCount = 1 << 17

    /// ρ in −1 … 1; exactly 1 for maps in the same order.
    /// - Returns: nil where either map is constant (no order, ρ = 0/0) and for fewer than two places;
    ///   NaN where a value is NaN.
    /// - Precondition: as many values on either side, at most `largestCount`.
    /// - Complexity: O(n log n).
    public static func spearman(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Double? {
        precondition(a.count == b.count && a.count <= largestCount, "maps of different or too large sizes")
        guard let first = centredRanks(a), let second = centredRanks(b) else { return .nan }
        var (squaresA, squaresB, products) = (0, 0, 0)
        for i in first.indices {
            squaresA += first[i] * first[i]
            squaresB += second[i] * second[i]
            products += first[i] * second[i]
        }
        guard squaresA > 0, squaresB > 0 else { return nil }
        return Double(products) / (Double(squaresA) * Double(squaresB)).squareRoot()
    }

    public static func spearman(_ a: [Float], _ b: [Float]) -> Double? {
        a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { spearman(a, $0) } }
    }

    /// 2r − (n + 1) of each value, ranks r from 1; nil where a value is NaN.
    static func centredRanks(_ values: UnsafeBufferPointer<Float>) -> [Int]? {
        let n = values.count
        // The value's bits, made to sort as unsigned numbers, above its place: one sort of integers.
        var keys: [UInt64] = []
        keys.reserveCapacity(n)
        for (place, value) in values.enumerated() {
            if value.isNaN { return nil }
            // −0 is 0.
            let bits = (value + 0).bitPattern
            let sortable = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
            keys.append(UInt64(sortable) << 32 | UInt64(place))
        }
        keys.sort()
        var ranks = [Int](repeating: 0, count: n)
        var start = 0
        while start < n {
            var end = start + 1
            while end < n, keys[end] >> 32 == keys[start] >> 32 { end += 1 }
            // Ranks start + 1 … end: twice their mean is start + 1 + end.
            for place in start ..< end { ranks[Int(keys[place] & 0xFFFF_FFFF)] = start + end - n }
            start = end
        }
        return ranks
    }
}
