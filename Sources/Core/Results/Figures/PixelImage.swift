/// A small picture of pixels, red, green and blue of 8 bits each.
public struct PixelImage: Sendable, Equatable {
    /// Pixels of a row.
    public let width: Int
    /// Pixels of a column.
    public let height: Int
    /// [height, width, 3], the first row on top.
    public private(set) var bytes: [UInt8]

    /// A black picture. - Precondition: both sizes are positive.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture has pixels")
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 0, count: width * height * 3)
    }

    /// - Parameter colour: 0 … 255 each; what is outside is taken as the nearer end, NaN as 0.
    mutating func set(x: Int, y: Int, to colour: (red: Double, green: Double, blue: Double)) {
        let place = (y * width + x) * 3
        for (offset, value) in [colour.red, colour.green, colour.blue].enumerated() {
            bytes[place + offset] = value > 0 ? UInt8(min(value, 255).rounded()) : 0
        }
    }
}
