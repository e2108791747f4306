/// The embedded set beside `Strokes`: 63,000 garment-like silhouettes, 28×28, drawn by the program.
///
/// Classes as Fashion-MNIST's 0–8: t-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker,
/// bag; as there, it is the tops that look alike. It is for machines without the real files and
/// without a network. Sample i is a function of i alone, so samples can be drawn in any order, on
/// any thread, and only those that are needed. The bytes are the same on every machine: Philox, and
/// of floating point only + − × ÷ √ and rounding to integers, which IEEE 754 fixes, in a fixed
/// order (Swift never fuses a·b + c by itself).
public enum Silhouettes {
    /// As many as Fashion-MNIST has without its class 9.
    public static let count = 63_000
    /// C.
    public static let classCount = 9
    /// Height and width of an image in pixels.
    public static let side = 28

    /// The class of a sample: every class equally often.
    public static func label(of index: Int) -> UInt8 { UInt8(index % classCount) }

    /// The whole set; images are drawn when asked for.
    public static let dataset: RawDataset = makeDataset()

    /// Draws one sample into 28 × 28 bytes.
    static func draw(_ index: Int, _ image: UnsafeMutablePointer<UInt8>) {
        let stream = RandomStream(seed: 0, purpose: .silhouettes, index: UInt32(index))
        let label = label(of: index)
        let patchCount = ClothPaint.patchSide * ClothPaint.patchSide
        let floatCount = ClothCanvas.capacity(side: side) + patchCount
        withUnsafeTemporaryAllocation(of: Float.self, capacity: floatCount) { floats in
            withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: ClothOutline.mostPoints) { points in
                withUnsafeTemporaryAllocation(of: ClothOutline.Knot.self, capacity: ClothOutline.mostKnots) { knots in
                    guard let floats = floats.baseAddress, let points = points.baseAddress,
                        let knots = knots.baseAddress
                    else { return }
                    let canvas = ClothCanvas(side: side, memory: floats + patchCount)
                    let outline = ClothOutline(points: points, knots: knots)
                    var tailor = Tailor(stream, canvas, outline, patches: floats, isShoe: label == 5 || label == 7)
                    tailor.make(label)
                    canvas.copy(to: image)
                }
            }
        }
    }
}

extension Silhouettes: EmbeddedSet {
    static var name: String { "silhouettes" }
    static var meaning: String { "Garments that the program draws itself: nothing to download." }
    static var digest: String { "281ca53e89b2465a3b31aa74622f7865595fb3fdf22391b1f4ee039aa5c500f5" }
}
