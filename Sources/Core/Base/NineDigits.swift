/// A positive decimal number of nine significant digits, as most numbers of a journal have been `ShortDecimal.rounded`:
/// a quicker way for these than for all.
struct NineDigits {
    /// 10⁸ ..< 10⁹
    private let digits: UInt64
    /// How many of them, and of zeros before them, stand behind the point: 8 … 13.
    private let decimals: Int

    /// How many bytes may be touched, though fewer are filled.
    static let room = 24

    /// Powers of ten.
    private static let powers: [Double] = [1e8, 1e9, 1e10, 1e11, 1e12, 1e13]

    /// Whether it is large and small enough.
    static func fits(_ value: Double) -> Bool { value >= 0.0001 && value < 10 }

    /// Nil where nine digits do not read back as `value`. Where they do they are the only nine: more than fifteen are needed
    /// before two numbers read back as the same.
    ///
    /// - Precondition: `fits(value)`.
    @inline(__always)
    init?(_ value: Double) {
        // Each comparison a 0 or 1 that is added: a branch would be guessed wrong as often as not.
        let decimals =
            8 &+ (value < 1 ? 1 : 0) &+ (value < 0.1 ? 1 : 0) &+ (value < 0.01 ? 1 : 0) &+ (value < 0.001 ? 1 : 0)
        let power = Self.powers[decimals &- 8]
        // Below 10⁹ and a little: in a number of 2⁵² and more the last binary digit is a one.
        let shifted = value * power + Self.units
        let whole = shifted - Self.units
        // Reading is one division, of whole numbers that are doubles.
        guard whole / power == value else { return nil }
        digits = shifted.bitPattern & (1 << 52 - 1)
        self.decimals = decimals
        guard digits &- 100_000_000 < 900_000_000 else { return nil }
    }

    /// 2⁵²
    private static let units = 4_503_599_627_370_496.0

    /// - Returns: how many bytes were written.
    @inline(__always)
    func write(to target: UnsafeMutableRawPointer) -> Int {
        let (first, rest) = digits.quotientAndRemainder(dividingBy: 100_000_000)
        let eight = DecimalDigits.eight(rest)
        let digit = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: first)
        // Zeros at the end are not written; 8 where all are.
        let zeros = eight.leadingZeroBitCount >> 3
        if decimals == 8 {
            target.storeBytes(of: digit, as: UInt8.self)
            target.storeBytes(of: UInt8(ascii: "."), toByteOffset: 1, as: UInt8.self)
            DecimalDigits.store(eight, to: target + 2)
            // A whole number has no point.
            return zeros == 8 ? 1 : 10 &- zeros
        }
        // As many zeros as there may be; the digits cover the others.
        target.storeBytes(of: (0x3030_3030_3030_2E30 as UInt64).littleEndian, as: UInt64.self)
        let start = target + (decimals &- 7)
        start.storeBytes(of: digit, as: UInt8.self)
        DecimalDigits.store(eight, to: start + 1)
        return decimals &+ 2 &- zeros
    }
}
