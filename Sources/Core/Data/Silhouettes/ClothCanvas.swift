/// A sheet of pixels that shapes are laid on, in memory that the caller lends.
struct ClothCanvas {
    /// Pixels in each direction.
    let side: Int
    /// side × side shades, 0 (background) … 1, rows from the top.
    private let shades: UnsafeMutablePointer<Float>
    /// side × (side + 2) signed changes of coverage along a row; zero but within `fill`.
    private let changes: UnsafeMutablePointer<Float>

    /// Floats that a canvas needs.
    static func capacity(side: Int) -> Int { side * side + side * (side + 2) }

    init(side: Int, memory: UnsafeMutablePointer<Float>) {
        self.side = side
        shades = memory
        changes = memory + side * side
        memory.initialize(repeating: 0, count: Self.capacity(side: side))
    }

    /// Lays the outline's inside over what is there, each pixel by the share that is covered.
    ///
    /// Coverage is exact for a polygon that does not cross itself: every edge adds, to the pixels
    /// it passes, the change that it makes to the area covered on its right, and the running sum
    /// along a row is the coverage.
    func fill(_ outline: ClothOutline, _ paint: ClothPaint) {
        guard outline.count >= 3 else { return }
        var top = side
        var bottom = -1
        var previous = outline.points[outline.count - 1]
        var left = previous.x
        var right = previous.x
        for place in 0 ..< outline.count {
            let point = outline.points[place]
            if point.x < left { left = point.x }
            if point.x > right { right = point.x }
            accumulate(previous, point, &top, &bottom)
            previous = point
        }
        // Beyond these columns nothing has changed.
        let first = Int(inside(left))
        let end = Int(inside(right)) + 2
        var row = top
        while row <= bottom {
            let change = changes + row * (side + 2)
            let shade = shades + row * side
            var area: Float = 0
            for column in first ..< end {
                area += change[column]
                change[column] = 0
                guard column < side else { continue }
                var covered = area < 0 ? -area : area
                // Rounding leaves traces outside of the shape.
                guard covered > 0.004 else { continue }
                covered = (covered < 1 ? covered : 1) * paint.opacity
                let wanted = paint.shade(Float(column) + 0.5, Float(row) + 0.5)
                shade[column] += (wanted - shade[column]) * covered
            }
            row += 1
        }
    }

    /// Adds one edge, cut to the sheet's rows.
    private func accumulate(_ from: SIMD2<Float>, _ to: SIMD2<Float>, _ top: inout Int, _ bottom: inout Int) {
        guard from.y != to.y else { return }
        let sign: Float = from.y < to.y ? 1 : -1
        let upper = from.y < to.y ? from : to
        let lower = from.y < to.y ? to : from
        let limit = Float(side)
        guard lower.y > 0, upper.y < limit else { return }
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        var y = upper.y > 0 ? upper.y : 0
        let end = lower.y < limit ? lower.y : limit
        var row = Int(y)
        if row < top { top = row }
        while y < end {
            let next = Float(row + 1) < end ? Float(row + 1) : end
            let height = (next - y) * sign
            let x0 = upper.x + (y - upper.y) * slope
            let x1 = upper.x + (next - upper.y) * slope
            spread(height, x0 < x1 ? x0 : x1, x0 < x1 ? x1 : x0, changes + row * (side + 2))
            if row > bottom { bottom = row }
            y = next
            row += 1
        }
    }

    private func inside(_ x: Float) -> Float { x < 0 ? 0 : x > Float(side) ? Float(side) : x }

    /// An edge's piece within one row, from `left` to `right`: pixel by pixel, the part of its
    /// height that is passed there, split by where within the pixel it is passed.
    private func spread(_ height: Float, _ left: Float, _ right: Float, _ change: UnsafeMutablePointer<Float>) {
        let width = right - left
        guard left < Float(side) else { return }
        // What is passed left of the sheet covers all of the row.
        if right <= 0 {
            change[0] += height
            return
        }
        if left < 0 { change[0] += height * (-left / width) }
        let end = inside(right)
        var x = inside(left)
        var column = Int(x)
        repeat {
            let edge = Float(column + 1)
            let next = edge < end ? edge : end
            let part = width > next - x ? height * ((next - x) / width) : height
            let middle = (x + next) * 0.5 - Float(column)
            change[column] += part * (1 - middle)
            change[column + 1] += part * middle
            x = next
            column += 1
        } while x < end
    }

    /// Grain: makes every pixel that is covered lighter or darker by up to `amount` of its shade.
    func roughen(_ amount: Float, _ stream: inout RandomStream) {
        let step = amount * (2 / 255)
        var place = 0
        while place < side * side {
            // One word of random bits gives four pixels their grain.
            var word = stream.nextWord()
            var rest = side * side - place < 4 ? side * side - place : 4
            while rest > 0 {
                shades[place] *= 1 + (Float(word & 255) - 127.5) * step
                word >>= 8
                place += 1
                rest -= 1
            }
        }
    }

    /// Writes side × side bytes.
    func copy(to image: UnsafeMutablePointer<UInt8>) {
        for place in 0 ..< side * side {
            let shade = shades[place]
            (image + place).initialize(to: UInt8((shade < 0 ? 0 : shade > 1 ? 1 : shade) * 255 + 0.5))
        }
    }
}
