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
/// A window in which both images are 0 has a similarity of exactly 1. It is not computed: of two saliency
/// maps most windows are such ones.
///
/// Not Sendable: it keeps its room from pair to pair, and belongs to the lane that measures.
public final class StructuralSimilarity {
    /// Side of the Gaussian window in pixels (Wang and others, 2004).
    public static let window = 11
    static let sigma = 1.5
    private static let (k1, k2) = (0.01, 0.03)

    /// Pixels of a column.
    public let height: Int
    /// Pixels of a row.
    public let width: Int
    /// The window's one-dimensional factor, sum 1.
    let weights: [Double]
    private let c1: Double
    private let c2: Double
    /// Places of windows in a row.
    private let columns: Int
    /// (5, W): a, b, a², b², ab of one row of pixels.
    private let products: UnsafeMutablePointer<Double>
    /// (5, H, columns): the five, blurred along the rows.
    private let lines: UnsafeMutablePointer<Double>
    /// (5, columns): and down the columns, of one row of windows.
    private let totals: UnsafeMutablePointer<Double>

    /// - Parameter dynamicRange: L, the difference between the largest and the smallest value that
    ///   the images may have: 255 for bytes; for saliency maps scaled to a maximum of 1, 1.
    public convenience init(height: Int, width: Int, dynamicRange: Double) throws(SimilarityError) {
        guard height >= Self.window, width >= Self.window else {
            throw .imageTooSmall(height: height, width: width, window: Self.window)
        }
        guard dynamicRange > 0, dynamicRange.isFinite else { throw .badDynamicRange(dynamicRange) }
        self.init(height, width, window: Self.window, dynamicRange: dynamicRange)
    }

    /// With as many of the window's rows and columns as the image has, where those are fewer: for measures that
    /// are to have a value for images of any size.
    convenience init(fitting height: Int, _ width: Int, dynamicRange: Double) {
        self.init(height, width, window: min(Self.window, height, width), dynamicRange: dynamicRange)
    }

    private init(_ height: Int, _ width: Int, window: Int, dynamicRange: Double) {
        self.height = height
        self.width = width
        let (first, second) = (Self.k1 * dynamicRange, Self.k2 * dynamicRange)
        c1 = first * first
        c2 = second * second
        let bell = (0 ..< window).map { place in
            let distance = Double(place) - Double(window - 1) / 2
            return PortableMath.exp(-distance * distance / (2 * Self.sigma * Self.sigma))
        }
        let sum = bell.reduce(0, +)
        weights = bell.map { $0 / sum }
        columns = width - window + 1
        products = .allocate(capacity: 5 * width)
        products.initialize(repeating: 0, count: 5 * width)
        lines = .allocate(capacity: 5 * height * columns)
        lines.initialize(repeating: 0, count: 5 * height * columns)
        totals = .allocate(capacity: 5 * columns)
        totals.initialize(repeating: 0, count: 5 * columns)
    }

    deinit {
        products.deallocate()
        lines.deallocate()
        totals.deallocate()
    }

    /// Mean SSIM: 1 for the same images, also flat ones; NaN where a value is not finite.
    /// - Parameters:
    ///   - a: (H, W).
    ///   - b: (H, W).
    public func callAsFunction(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Double {
        precondition(a.count == height * width && b.count == height * width, "images of another size")
        guard let ink = Ink(a, b, height: height, width: width) else { return 1 }
        let reach = weights.count - 1
        let across = max(0, ink.columns.lowerBound - reach) ..< min(columns, ink.columns.upperBound)
        let down = max(0, ink.rows.lowerBound - reach) ..< min(height - reach, ink.rows.upperBound)
        for y in ink.rows { blurAlong(a, b, y, across) }
        var sum = 0.0
        for y in down {
            blurDown(y, across, ink.rows)
            for x in across { sum += similarity(x) }
        }
        let count = (height - reach) * columns
        return (sum + Double(count - down.count * across.count)) / Double(count)
    }

    /// The mean over all windows of two maps (height, width), row by row.
    public func callAsFunction(_ a: [Float], _ b: [Float]) -> Double {
        a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { self(a, $0) } }
    }

    /// Row y of `lines`, at places `across`.
    private func blurAlong(
        _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, _ y: Int, _ across: Range<Int>
    ) {
        for x in across.lowerBound ..< across.upperBound + weights.count - 1 {
            let (u, v) = (Double(a[y * width + x]), Double(b[y * width + x]))
            // Products of floats are exact in double: a and b may be exchanged.
            products[x] = u
            products[width + x] = v
            products[2 * width + x] = u * u
            products[3 * width + x] = v * v
            products[4 * width + x] = u * v
        }
        for image in 0 ..< 5 {
            let out = lines + (image * height + y) * columns
            for x in across { out[x] = 0 }
            for (k, weight) in weights.enumerated() { Self.add(products + image * width + k, weight, to: out, across) }
        }
    }

    /// `totals` of the windows that begin in row y. Rows without ink would add zeros.
    private func blurDown(_ y: Int, _ across: Range<Int>, _ inked: Range<Int>) {
        let rows = max(0, inked.lowerBound - y) ..< min(weights.count, inked.upperBound - y)
        for image in 0 ..< 5 {
            let out = totals + image * columns
            for x in across { out[x] = 0 }
            for k in rows { Self.add(lines + (image * height + y + k) * columns, weights[k], to: out, across) }
        }
    }

    private static func add(
        _ values: UnsafePointer<Double>, _ weight: Double, to out: UnsafeMutablePointer<Double>, _ range: Range<Int>
    ) {
        for x in range { out[x] += weight * values[x] }
    }

    /// Of the window at a place of `totals`.
    private func similarity(_ x: Int) -> Double {
        let (ma, mb) = (totals[x], totals[columns + x])
        let (aa, bb, ab) = (totals[2 * columns + x], totals[3 * columns + x], totals[4 * columns + x])
        let (va, vb, covariance) = (aa - ma * ma, bb - mb * mb, ab - ma * mb)
        return (2 * ma * mb + c1) * (2 * covariance + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
    }

    /// Rows and columns within which either of two images has anything but 0.
    private struct Ink {
        let rows: Range<Int>
        let columns: Range<Int>

        /// Nil where there is nothing.
        init?(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, height: Int, width: Int) {
            var (top, bottom, left, right) = (height, 0, width, 0)
            for y in 0 ..< height {
                for x in 0 ..< width where a[y * width + x] != 0 || b[y * width + x] != 0 {
                    (top, bottom) = (min(top, y), y + 1)
                    (left, right) = (min(left, x), max(right, x + 1))
                }
            }
            guard top < bottom else { return nil }
            (rows, columns) = (top ..< bottom, left ..< right)
        }
    }
}
