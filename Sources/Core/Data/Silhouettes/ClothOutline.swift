/// A closed outline that is being cut: knots first, then the polygon through them, both in memory
/// that the caller lends.
struct ClothOutline {
    /// The polygon; pixels, x to the right, y down.
    let points: UnsafeMutablePointer<SIMD2<Float>>
    private(set) var count = 0
    private let knots: UnsafeMutablePointer<Knot>
    private(set) var knotCount = 0

    struct Knot {
        var position: SIMD2<Float>
        /// 0 for a corner, 1 for a smooth turn.
        var softness: Float
    }

    static let mostKnots = 24
    /// Points of the polygon per span that is not straight.
    static let steps = 4
    /// A strap has two sides and two ends.
    static let mostPoints = 2 * (mostKnots * steps + 1)

    init(points: UnsafeMutablePointer<SIMD2<Float>>, knots: UnsafeMutablePointer<Knot>) {
        self.points = points
        self.knots = knots
    }

    /// Drops what was cut before.
    mutating func begin() {
        count = 0
        knotCount = 0
    }

    mutating func append(_ position: SIMD2<Float>, softness: Float) {
        guard knotCount < Self.mostKnots else { return }
        (knots + knotCount).initialize(to: Knot(position: position, softness: softness))
        knotCount += 1
    }

    /// The polygon round the knots: cubic Hermite spans whose tangents are Catmull–Rom's times the
    /// softness, so that a span between two corners is straight.
    mutating func close() {
        count = 0
        guard knotCount >= 3 else { return }
        for place in 0 ..< knotCount {
            let next = place + 1 < knotCount ? place + 1 : 0
            appendSpan(
                from: knots[place], to: knots[next], before: knots[place > 0 ? place - 1 : knotCount - 1].position,
                after: knots[next + 1 < knotCount ? next + 1 : 0].position)
        }
    }

    /// A band along the knots, as wide as twice `radius`: straps, seams, handles.
    mutating func widen(radius: Float) {
        count = 0
        guard knotCount >= 2 else { return }
        for place in 0 ..< knotCount - 1 {
            let a = knots[place]
            let b = knots[place + 1]
            appendSpan(
                from: a, to: b, before: place > 0 ? knots[place - 1].position : a.position,
                after: place + 2 < knotCount ? knots[place + 2].position : b.position)
        }
        (points + count).initialize(to: knots[knotCount - 1].position)
        let middle = count + 1
        for place in 0 ..< middle { (points + 2 * middle - 1 - place).initialize(to: points[place]) }
        var normal = SIMD2<Float>(0, 0)
        for place in 0 ..< middle {
            // The far side still holds the line itself where this side has been moved.
            let back = points[2 * middle - 1 - (place > 0 ? place - 1 : 0)]
            let ahead = points[2 * middle - 1 - (place + 1 < middle ? place + 1 : place)]
            let way = ahead - back
            let length = (way.x * way.x + way.y * way.y).squareRoot()
            if length > 0 { normal = SIMD2(way.y, -way.x) * (radius / length) }
            points[place] = points[place] + normal
        }
        // Twice the line less the moved side is the other side.
        for place in 0 ..< middle {
            let far = 2 * middle - 1 - place
            points[far] = points[far] * 2 - points[place]
        }
        count = 2 * middle
    }

    /// The points of a span, without its last.
    private mutating func appendSpan(from a: Knot, to b: Knot, before: SIMD2<Float>, after: SIMD2<Float>) {
        let leaving = (b.position - before) * (0.5 * a.softness)
        let arriving = (after - a.position) * (0.5 * b.softness)
        let way = b.position - a.position
        let square = way * 3 - leaving * 2 - arriving
        let cube = leaving + arriving - way * 2
        // Between corners the span is straight: its first point is enough.
        let steps = a.softness == 0 && b.softness == 0 ? 1 : Self.steps
        for step in 0 ..< steps {
            let t = Float(step) / Float(Self.steps)
            (points + count).initialize(to: a.position + (leaving + (square + cube * t) * t) * t)
            count += 1
        }
    }
}
