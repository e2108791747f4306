extension Reference {
    /// difference(P)·gradient(P).
    @inlinable
    public static func attributions<Real: BinaryFloatingPoint>(_ difference: [Real], _ gradient: [Real]) -> [Real] {
        zip(difference, gradient).map { $0 * $1 }
    }

    /// |map|, and 0 where that is below threshold·max.
    @inlinable
    public static func thresholdMap<Real: BinaryFloatingPoint>(_ map: [Real], _ threshold: Real) -> [Real] {
        let magnitudes = map.map(\.magnitude)
        let limit = threshold * (magnitudes.max() ?? 0)
        return magnitudes.map { $0 < limit ? 0 : $0 }
    }

    /// out(p) = map[source(p)].
    @inlinable
    public static func permuteMap<Element>(_ map: [Element], source: [Int]) -> [Element] { source.map { map[$0] } }

    /// The two-dimensional convolution with the 3×3 Gaussian, all nine products at once; zeros
    /// beyond the border.
    public static func blurMap(_ map: [Double], height: Int, width: Int) -> [Double] {
        let side = 0.27406862
        let line = [side, 0.45186276, side]
        return (0 ..< height * width).map { p in
            var sum = 0.0
            for dy in -1 ... 1 {
                for dx in -1 ... 1 {
                    let (x, y) = (p % width + dx, p / width + dy)
                    guard x >= 0, x < width, y >= 0, y < height else { continue }
                    sum += line[dy + 1] * line[dx + 1] * map[y * width + x]
                }
            }
            return sum
        }
    }

    /// a·b / (‖a‖‖b‖); 0 where either is all zero.
    public static func cosineOfMaps(_ a: [Double], _ b: [Double]) -> Double {
        let ab = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        let norms = (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
        return norms == 0 ? 0 : ab / norms
    }
}
