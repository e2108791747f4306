/// Rank correlation and structural similarity of the maps that SI compares, one sample's at a time.
///
/// A map with one value at all pixels (in practice 0: nothing was salient) has no order, and any other map has
/// all its structure against it: both similarities of a pair with such a map are 0, as SI's is, because a
/// network without saliency would otherwise look the better for it.
///
/// Not Sendable: made and used by one lane.
final class MapComparison {
    private let pixels: Int
    private let structural: StructuralSimilarity
    /// Of x: its ranks, and its map scaled to a maximum of 1.
    private var ranking = RankCorrelation.Ranking?.none
    private let scaled: FloatBuffer
    private let other: FloatBuffer
    private var isConstant = false

    init(height: Int, width: Int) {
        pixels = height * width
        structural = StructuralSimilarity(fitting: height, width, dynamicRange: 1)
        scaled = FloatBuffer(count: pixels)
        other = FloatBuffer(count: pixels)
    }

    /// Takes the map of x, with which the next ones are compared.
    /// - Parameter map: (P).
    func begin(_ map: UnsafePointer<Float>, ranks: Bool, structure: Bool) {
        isConstant = hasOneValue(map)
        ranking = ranks && !isConstant ? RankCorrelation.Ranking(values(map)) : nil
        if structure { scale(map, into: scaled) }
    }

    /// Whether a map has one value at all pixels.
    func hasOneValue(_ map: UnsafePointer<Float>) -> Bool {
        for pixel in 1 ..< pixels where map[pixel] != map[0] { return false }
        return map[0] == map[0]
    }

    /// Spearman's ρ with the map of x, −1 … 1; NaN where a value of either is NaN.
    func rankCorrelation(_ map: UnsafePointer<Float>) -> Double {
        if isConstant || hasOneValue(map) { return 0 }
        guard let ranking, let second = RankCorrelation.Ranking(values(map)) else { return .nan }
        return ranking.correlation(with: second) ?? 0
    }

    /// SSIM with the map of x, both scaled to a maximum of 1, as the cosine of SI does not see their scale
    /// either; −1 … 1, and 1 for equal maps. NaN where a value of either is not finite.
    func structure(_ map: UnsafePointer<Float>) -> Double {
        if isConstant || hasOneValue(map) { return 0 }
        scale(map, into: other)
        return structural(values(scaled.pointer), values(other.pointer))
    }

    private func values(_ map: UnsafePointer<Float>) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: map, count: pixels)
    }

    private func scale(_ map: UnsafePointer<Float>, into out: FloatBuffer) {
        var largest: Float = 0
        for pixel in 0 ..< pixels where !(map[pixel] <= largest) { largest = map[pixel] }
        // Not by 1/largest, which overflows for the smallest numbers.
        for pixel in 0 ..< pixels { out.base[pixel] = map[pixel] / largest }
    }
}
