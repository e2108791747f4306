/// A point that the tip of the pen passes.
struct PenPoint {
    /// In pixels, x to the right, y down.
    var position: SIMD2<Float>
    /// Half the width of the ink in pixels.
    var radius: Float
    /// Whether ink flows from the point before to this one.
    var isDown: Bool
}

/// The way of the tip as a polyline, in memory that the caller lends.
struct PenPath {
    let points: UnsafeMutablePointer<PenPoint>
    private(set) var count = 0

    init(points: UnsafeMutablePointer<PenPoint>) { self.points = points }

    mutating func append(_ point: SIMD2<Float>, isDown: Bool) {
        guard count < PenGlyph.mostPoints else { return }
        (points + count).initialize(to: PenPoint(position: point, radius: 1, isDown: isDown))
        count += 1
    }

    /// A Catmull–Rom curve through `knots` (Catmull and Rom, 1974): smooth, and it passes through
    /// the points, so that a skeleton can be drawn up by hand.
    mutating func appendCurve(_ knots: UnsafeBufferPointer<SIMD2<Float>>) {
        guard knots.count >= 2 else { return }
        append(knots[0], isDown: false)
        let last = knots.count - 1
        for span in 0 ..< last {
            let a = knots[span]
            let b = knots[span + 1]
            let before = span > 0 ? knots[span - 1] : a + (a - b)
            let after = span + 1 < last ? knots[span + 2] : b + (b - a)
            let linear = (b - before) * 0.5
            let square = before - a * 2.5 + b * 2 - after * 0.5
            let cube = (after - before) * 0.5 + (a - b) * 1.5
            for step in 1 ... PenGlyph.steps {
                let t = Float(step) / Float(PenGlyph.steps)
                append(a + (linear + (square + cube * t) * t) * t, isDown: true)
            }
        }
    }
}
