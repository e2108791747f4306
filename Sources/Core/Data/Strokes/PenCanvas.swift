/// A sheet of pixels that takes ink, in memory that the caller lends.
struct PenCanvas {
    /// Pixels in each direction.
    let side: Int
    /// side × side amounts of ink, 0 … 1, rows from the top.
    private let amounts: UnsafeMutablePointer<Float>

    /// Width in pixels of the soft edge of a line.
    private static let edge: Float = 1.1

    init(side: Int, amounts: UnsafeMutablePointer<Float>) {
        self.side = side
        self.amounts = amounts
        amounts.initialize(repeating: 0, count: side * side)
    }

    /// A straight line with round ends whose width goes evenly from one point's to the other's.
    /// Ink over ink is no darker than the darker of both.
    func ink(from a: PenPoint, to b: PenPoint) {
        let widest = a.radius > b.radius ? a.radius : b.radius
        let reach = widest + Self.edge
        let left = bounded((a.position.x < b.position.x ? a.position.x : b.position.x) - reach)
        let right = bounded((a.position.x > b.position.x ? a.position.x : b.position.x) + reach)
        let top = bounded((a.position.y < b.position.y ? a.position.y : b.position.y) - reach)
        let bottom = bounded((a.position.y > b.position.y ? a.position.y : b.position.y) + reach)
        let direction = b.position - a.position
        let length = direction.x * direction.x + direction.y * direction.y
        let inverse = length > 0 ? 1 / length : 0
        var row = top
        while row <= bottom {
            var column = left
            while column <= right {
                // From the middle of the pixel to the nearest point of the line.
                let x = Float(column) + 0.5 - a.position.x
                let y = Float(row) + 0.5 - a.position.y
                var along = (x * direction.x + y * direction.y) * inverse
                along = along < 0 ? 0 : along > 1 ? 1 : along
                let dx = x - along * direction.x
                let dy = y - along * direction.y
                let radius = a.radius + along * (b.radius - a.radius)
                let amount = (radius - (dx * dx + dy * dy).squareRoot()) / Self.edge + 0.5
                let place = row * side + column
                if amount > amounts[place] { amounts[place] = amount < 1 ? amount : 1 }
                column += 1
            }
            row += 1
        }
    }

    /// The pixel that holds a coordinate, or the nearest on the sheet.
    private func bounded(_ coordinate: Float) -> Int {
        if coordinate <= 0 { return 0 }
        if coordinate >= Float(side - 1) { return side - 1 }
        return Int(coordinate)
    }

    /// Writes side × side bytes; `darkness` is the value of full ink, 0 … 1.
    func copy(to image: UnsafeMutablePointer<UInt8>, darkness: Float) {
        for place in 0 ..< side * side {
            (image + place).initialize(to: UInt8(amounts[place] * darkness * 255 + 0.5))
        }
    }
}
