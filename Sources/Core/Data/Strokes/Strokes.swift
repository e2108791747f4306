/// The embedded set: 63,000 handwriting-like digits 0–8, 28×28, drawn by the program.
///
/// It is for machines without the real files and without a network. Sample i is a function of i
/// alone, so samples can be drawn in any order, on any thread, and only those that are needed. The
/// bytes are the same on every machine: Philox, and of floating point only + − × ÷ √, which IEEE
/// 754 fixes, in a fixed order (Swift never fuses a·b + c by itself).
public enum Strokes {
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
        var stream = RandomStream(seed: 0, purpose: .strokes, index: UInt32(index))
        let styles = PenGlyph.styles[Int(label(of: index))]
        let glyph = styles[PenGlyph.choose(among: styles, &stream)]
        withUnsafeTemporaryAllocation(of: PenPoint.self, capacity: PenGlyph.mostPoints) { points in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { amounts in
                guard let points = points.baseAddress, let amounts = amounts.baseAddress else { return }
                var hand = PenHand(stream)
                var path = PenPath(points: points)
                let canvas = PenCanvas(side: side, amounts: amounts)
                hand.write(glyph, &path, side: side)
                hand.draw(path, canvas)
                canvas.copy(to: image, darkness: hand.darkness())
            }
        }
    }
}

extension Strokes: EmbeddedSet {
    static var name: String { "strokes" }
    static var meaning: String { "Digits that the program draws itself: nothing to download." }
    static var digest: String { "c26bdbb62c608799f65b15e2748cc55756e9a002f9fe18a49f35963ed89c0afc" }
}
