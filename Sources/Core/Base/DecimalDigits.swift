/// Decimal digits as text, eight in one go: with one division for each digit, every division would wait for the
/// one before.
enum DecimalDigits {
    /// How many bytes may be touched, though fewer are filled.
    static let room = 32

    /// Without zeros in front.
    /// - Returns: how many digits.
    static func write(_ value: UInt64, to target: UnsafeMutableRawPointer) -> Int {
        if value < 10 {
            target.storeBytes(of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value), as: UInt8.self)
            return 1
        }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        guard high == 0 else {
            let count = write(high, to: target)
            store(eight(low), to: target + count)
            return count + 8
        }
        let digits = eight(low)
        let zeros = digits.trailingZeroBitCount / 8
        store(digits &>> UInt64(truncatingIfNeeded: 8 &* zeros), to: target)
        return 8 - zeros
    }

    /// With zeros in front.
    /// - Parameter count: how many digits, 1 … 24; `value` has no more.
    static func write(_ value: UInt64, count: Int, to target: UnsafeMutableRawPointer) {
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        // From the left, since eight bytes are written for fewer digits too.
        if count > 16 {
            let (top, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
            store(last(count - 16, of: eight(top)), to: target)
            store(eight(middle), to: target + (count - 16))
            store(eight(low), to: target + (count - 8))
        } else if count > 8 {
            store(last(count - 8, of: eight(high)), to: target)
            store(eight(low), to: target + (count - 8))
        } else {
            store(last(count, of: eight(low)), to: target)
        }
    }

    /// The last `count` of eight digits, 1 … 8, brought to the front.
    private static func last(_ count: Int, of digits: UInt64) -> UInt64 {
        digits &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    }

    @inline(__always)
    static func store(_ digits: UInt64, to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
    }

    /// The digits of a number below 10⁸, the first one in the lowest byte: halved three times, all parts at once.
    @inline(__always)
    static func eight(_ value: UInt64) -> UInt64 {
        let high = value / 10_000
        let fours = high | (value &- high &* 10_000) << 32
        // 10486/2²⁰ is near enough to 1/100 for numbers below 10⁴, and 103/2¹⁰ to 1/10 for those below 10².
        let hundreds = (fours &* 10_486) >> 20 & 0x0000_007F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (twos &- tens &* 10) << 8
    }
}
