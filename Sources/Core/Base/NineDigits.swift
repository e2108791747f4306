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
    init?(_ value: Double) {
        var decimals = 8
        if value < 1 {
            decimals = value >= 0.1 ? 9 : value >= 0.01 ? 10 : value >= 0.001 ? 11 : 12
        }
        let power = Self.powers[decimals - 8]
        // Below 10⁹ and a little; `rounded` is a call into a library on older processors.
        let whole = Int64(value * power + 0.5)
        // Reading is one division, of whole numbers that are doubles.
        guard Double(whole) / power == value, 100_000_000 ..< 1_000_000_000 ~= whole else { return nil }
        (digits, self.decimals) = (UInt64(truncatingIfNeeded: whole), decimals)
    }

    /// - Returns: how many bytes were written.
    func write(to target: UnsafeMutableRawPointer) -> Int {
        // As many zeros as there may be; the digits cover the others.
        target.storeBytes(of: (0x3030_3030_3030_2E30 as UInt64).littleEndian, as: UInt64.self)
        let first = decimals - 7
        if decimals == 8 {
            let (whole, rest) = digits.quotientAndRemainder(dividingBy: 100_000_000)
            target.storeBytes(of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: whole), as: UInt8.self)
            DecimalDigits.write(rest, count: 8, to: target + 2)
        } else {
            DecimalDigits.write(digits, count: 9, to: target + first)
        }
        var count = decimals + 2
        while target.load(fromByteOffset: count - 1, as: UInt8.self) == UInt8(ascii: "0") { count -= 1 }
        // A whole number has no point.
        return target.load(fromByteOffset: count - 1, as: UInt8.self) == UInt8(ascii: ".") ? count - 1 : count
    }
}
