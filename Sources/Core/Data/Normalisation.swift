/// One scalar mean and one scalar standard deviation for all pixels (method: "Data").
///
/// The sums are integers, so that mean and deviation are the same on every machine and in every
/// order of summation; only the last division and square root round.
public struct Normalisation: Sendable, Equatable {
    /// Mean of byte/255.
    public let mean: Double
    /// Population standard deviation of byte/255; 1 where all pixels are the same, so that the
    /// values stay finite.
    public let std: Double
    /// Value of each byte, (byte/255 − mean)/std: computed in double, rounded once. 256 entries.
    public let values: [Float]
    /// The commonest byte: what most pixels are, and products need not touch.
    public let background: UInt8
    /// Fraction of the pixels that are another byte.
    public let inkShare: Double

    /// - Parameters:
    ///   - mean, std: of pixel values in 0 ... 1; std greater than 0.
    ///   - background: the byte that counts as no ink.
    ///   - inkShare: of all pixels, those that are not background, from 0 to 1.
    public init(mean: Double, std: Double, background: UInt8 = 0, inkShare: Double = 1) {
        self.background = background
        self.inkShare = inkShare
        self.mean = mean
        self.std = std
        values = (0 ..< 256).map { Float((Double($0) / 255 - mean) / std) }
    }

    /// Of all pixels of all images; there must be at least one image.
    public init(of images: ImageBytes) {
        var counts = [UInt64](repeating: 0, count: 256)
        let total = images.count * images.pixels
        withExtendedLifetime(images) {
            let bytes = UnsafeBufferPointer(start: images.base, count: total)
            counts.withUnsafeMutableBufferPointer { counts in
                for byte in bytes { counts[Int(byte)] &+= 1 }
            }
        }
        var sum: UInt64 = 0
        var squares: UInt64 = 0
        for (byte, count) in counts.enumerated() {
            sum += UInt64(byte) * count
            squares += UInt64(byte * byte) * count
        }
        let n = UInt64(max(total, 1))
        // n·Σb² − (Σb)² exceeds 64 bits from about 10,000 padded images on.
        let spread = UInt128(n) * UInt128(squares) - UInt128(sum) * UInt128(sum)
        let deviation = (Double(spread)).squareRoot() / (Double(n) * 255)
        let background = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        self.init(
            mean: Double(sum) / (Double(n) * 255), std: deviation > 0 ? deviation : 1, background: UInt8(background),
            inkShare: 1 - Double(counts[background]) / Double(n))
    }

    /// Whether images are so sparse that the first layer is faster over inked pixels alone than as a
    /// dense product, whose multiply-adds take 0.4 times as long. A property of the data only: it
    /// decides the order of summation.
    public var isSparse: Bool { inkShare <= 0.4 }

    /// What a background pixel is to the network.
    public var backgroundValue: Float { values[Int(background)] }

    /// (256): what each byte's value is above the background's.
    var shades: FloatBuffer {
        let shades = FloatBuffer(count: values.count)
        for (byte, value) in values.enumerated() { shades[byte] = value - backgroundValue }
        return shades
    }
}
