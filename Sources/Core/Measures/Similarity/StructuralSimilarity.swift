/// SSIM of two images (Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error
/// visibility to structural similarity", IEEE Transactions on Image Processing 13, 2004):
///
///     (2μ_a·μ_b + C₁)(2σ_ab + C₂) / ((μ_a² + μ_b² + C₁)(σ_a² + σ_b² + C₂)),  C_i = (K_i·L)²,
///
/// averaged over all windows. As in the paper: an 11×11 Gaussian window of σ = 1.5 with sum 1,
/// K₁ = 0.01, K₂ = 0.03, variances weighted by the window (no n − 1). Edges: only windows that lie
/// wholly in the image count, (H − 10)·(W − 10) of them, as in the authors' program; nothing is
/// padded.
///
/// L, the dynamic range, is the caller's: C₁ and C₂ make flat regions comparable, and only the caller
/// knows what is large. Values in, single precision; everything else in double and in one order.
///
/// Not Sendable: it keeps its room from pair to pair, and belongs to the lane that measures.
public final class StructuralSimilarity {
    public static let window = 11
    static let sigma = 1.5
    private static let (k1, k2) = (0.01, 0.03)

    public let height: Int
    public let width: Int
    /// The window's one-dimensional factor: (11), sum 1.
    let weights: [Double]
    private let c1: Double
    private let c2: Double
    /// (H, W − 10): each of the five images blurred along the rows.
    private var rows: [Double]
    /// Columns of windows.
    private let columns: Int

    /// - Parameter dynamicRange: L, the difference between the largest and the smallest value that
    ///   the images may have: 255 for bytes; for saliency maps scaled to a maximum of 1, 1.
    public init(height: Int, width: Int, dynamicRange: Double) throws(SimilarityError) {
        guard height >= Self.window, width >= Self.window else {
            throw .imageTooSmall(height: height, width: width, window: Self.window)
        }
        guard dynamicRange > 0, dynamicRange.isFinite else { throw .badDynamicRange(dynamicRange) }
        self.height = height
        self.width = width
        let (first, second) = (Self.k1 * dynamicRange, Self.k2 * dynamicRange)
        c1 = first * first
        c2 = second * second
        let bell = (0 ..< Self.window).map { place in
            let distance = Double(place - Self.window / 2)
            return PortableMath.exp(-distance * distance / (2 * Self.sigma * Self.sigma))
        }
        let sum = bell.reduce(0, +)
        weights = bell.map { $0 / sum }
        columns = width - Self.window + 1
        rows = [Double](repeating: 0, count: 5 * height * (width - Self.window + 1))
    }

    /// Mean SSIM: 1 for the same images, also flat ones; NaN where a value is not finite.
    /// - Parameters:
    ///   - a: (H, W).
    ///   - b: (H, W).
    public func callAsFunction(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Double {
        precondition(a.count == height * width && b.count == height * width, "images of another size")
        let plane = height * columns
        for y in 0 ..< height {
            for x in 0 ..< columns {
                var (ma, mb, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
                for k in 0 ..< Self.window {
                    let (u, v) = (Double(a[y * width + x + k]), Double(b[y * width + x + k]))
                    // Products of floats are exact in double: a and b may be exchanged.
                    ma += weights[k] * u
                    mb += weights[k] * v
                    aa += weights[k] * (u * u)
                    bb += weights[k] * (v * v)
                    ab += weights[k] * (u * v)
                }
                let place = y * columns + x
                rows[place] = ma
                rows[plane + place] = mb
                rows[2 * plane + place] = aa
                rows[3 * plane + place] = bb
                rows[4 * plane + place] = ab
            }
        }
        let windowRows = height - Self.window + 1
        var sum = 0.0
        for y in 0 ..< windowRows {
            for x in 0 ..< columns { sum += similarity(at: y * columns + x) }
        }
        return sum / Double(windowRows * columns)
    }

    public func callAsFunction(_ a: [Float], _ b: [Float]) -> Double {
        a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { self(a, $0) } }
    }

    /// Of the window that begins at a place of the first row in `rows`.
    private func similarity(at start: Int) -> Double {
        let plane = height * columns
        var (ma, mb, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for k in 0 ..< Self.window {
            let place = start + k * columns
            ma += weights[k] * rows[place]
            mb += weights[k] * rows[plane + place]
            aa += weights[k] * rows[2 * plane + place]
            bb += weights[k] * rows[3 * plane + place]
            ab += weights[k] * rows[4 * plane + place]
        }
        let (va, vb, covariance) = (aa - ma * ma, bb - mb * mb, ab - ma * mb)
        return (2 * ma * mb + c1) * (2 * covariance + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
    }
}
