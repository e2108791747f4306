/// One act of writing: everything in which one specimen of a digit differs from another.
///
/// The amounts were set by eye on contact sheets, and by training: an MLP of five hidden layers on
/// 10,000 samples under rotations by 90° reaches about 95 %, near to MNIST. A 4 closed at the
/// top is left out: turned upside down it is a 6.
struct PenHand {
    private var stream: RandomStream

    init(_ stream: RandomStream) { self.stream = stream }

    /// Fills `path` with the digit in pixels of a side × side image.
    mutating func write(_ glyph: PenGlyph, _ path: inout PenPath, side: Int) {
        let unrest = 0.08 + 0.11 * stream.unitFloat()
        withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: PenGlyph.mostKnots) { knots in
            for stroke in glyph.strokes {
                for place in 0 ..< stroke.count {
                    // Each end for itself: where strokes should meet they part a little, as a
                    // hurried hand lets them.
                    knots[place] = stroke[place] - 0.5 + SIMD2(stream.bell(), stream.bell()) * unrest
                }
                path.appendCurve(UnsafeBufferPointer(rebasing: knots[..<stroke.count]))
            }
        }
        bend(path)
        turn(path)
        place(path, side: Float(side))
        press(path)
        lift(path)
    }

    /// Bends the whole shape by a random smooth map of second and third degree.
    private mutating func bend(_ path: PenPath) {
        let square = SIMD2(stream.bell(), stream.bell()) * 0.7
        let mixed = SIMD2(stream.bell(), stream.bell()) * 0.9
        let across = SIMD2(stream.bell(), stream.bell()) * 0.7
        let cube = SIMD2(stream.bell(), stream.bell()) * 1.0
        for index in 0 ..< path.count {
            let p = path.points[index].position
            let u = p.x
            let v = p.y
            path.points[index].position =
                p + square * (u * u) + mixed * (u * v) + across * (v * v) + cube * (u * u * u + v * v * v)
        }
    }

    /// Aspect, slant and rotation.
    private mutating func turn(_ path: PenPath) {
        let aspect = 0.72 + 0.42 * stream.bell()
        let slant = -0.12 + 0.75 * stream.bell()
        // The angle is 2·atan(t): all rotations by arithmetic alone.
        let t = 0.22 * stream.bell()
        let cosine = (1 - t * t) / (1 + t * t)
        let sine = 2 * t / (1 + t * t)
        for index in 0 ..< path.count {
            let p = path.points[index].position
            let x = p.x * aspect + p.y * slant
            path.points[index].position = SIMD2(cosine * x - sine * p.y, sine * x + cosine * p.y)
        }
    }

    /// Scales the shape to its size in pixels and puts its centre of mass near the image's.
    private mutating func place(_ path: PenPath, side: Float) {
        guard path.count > 0 else { return }
        var low = path.points[0].position
        var high = low
        var sum = SIMD2<Float>(0, 0)
        for index in 0 ..< path.count {
            let p = path.points[index].position
            low = pointwiseMin(low, p)
            high = pointwiseMax(high, p)
            sum += p
        }
        let extent = high - low
        let size = 18 + 4 * stream.bell()
        let scale = size / (extent.x > extent.y ? extent.x : extent.y)
        let middle = sum * (1 / Float(path.count))
        let target = SIMD2(stream.bell(), stream.bell()) * 1.8 + side * 0.5
        // Nothing but a hair's breadth may leave the image.
        var shift = target - middle * scale
        shift = pointwiseMax(shift, SIMD2(repeating: 1.5) - low * scale)
        shift = pointwiseMin(shift, SIMD2(repeating: side - 1.5) - high * scale)
        for index in 0 ..< path.count {
            path.points[index].position = path.points[index].position * scale + shift
        }
    }

    /// The width of the ink: of the pen, and of the pressure that changes on the way.
    private mutating func press(_ path: PenPath) {
        let pen = 1.2 + 0.9 * stream.bell()
        let slope = 0.6 * stream.bell()
        let swell = 1.2 * stream.bell()
        let step = 1 / Float(path.count > 1 ? path.count : 1)
        for index in 0 ..< path.count {
            let s = Float(index) * step - 0.5
            let radius = pen * (1 + slope * s + swell * (s * s - 0.08))
            path.points[index].radius = radius > 0.35 ? radius : 0.35
        }
    }

    /// Leaves bits of ink out, and now and then the beginning or the end.
    private mutating func lift(_ path: PenPath) {
        guard path.count > 12 else { return }
        if stream.happens(0.25) {
            let start = Int(stream.integer(below: UInt32(path.count - 5)))
            let length = 2 + Int(stream.integer(below: 4))
            for index in start ..< start + length { path.points[index].isDown = false }
        }
        if stream.happens(0.2) {
            for index in 0 ..< 2 + Int(stream.integer(below: 4)) { path.points[index].isDown = false }
        }
        if stream.happens(0.2) {
            for index in 0 ..< 2 + Int(stream.integer(below: 4)) {
                path.points[path.count - 1 - index].isDown = false
            }
        }
    }

    /// Inks the path, and what else is on the paper: a stray stroke, specks.
    mutating func draw(_ path: PenPath, _ canvas: PenCanvas) {
        for index in 1 ..< max(path.count, 1) where path.points[index].isDown {
            canvas.ink(from: path.points[index - 1], to: path.points[index])
        }
        let side = Float(canvas.side)
        if stream.happens(0.08) {
            let start = SIMD2(stream.unitFloat(), stream.unitFloat()) * (side - 8) + 4
            let end = start + SIMD2(stream.bell(), stream.bell()) * 9
            canvas.ink(
                from: PenPoint(position: start, radius: 0.6, isDown: true),
                to: PenPoint(position: end, radius: 0.5, isDown: true))
        }
        if stream.happens(0.35) {
            for _ in 0 ... stream.integer(below: 5) {
                let spot = SIMD2(stream.unitFloat(), stream.unitFloat()) * side
                let speck = PenPoint(position: spot, radius: 0.1 + 0.5 * stream.unitFloat(), isDown: true)
                canvas.ink(from: speck, to: speck)
            }
        }
    }

    /// Darkness of the ink, 0 … 1.
    mutating func darkness() -> Float { 1 - 0.3 * stream.unitFloat() * stream.unitFloat() }
}

private func pointwiseMin(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMD2<Float> {
    SIMD2(a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y)
}

private func pointwiseMax(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMD2<Float> {
    SIMD2(a.x > b.x ? a.x : b.x, a.y > b.y ? a.y : b.y)
}
