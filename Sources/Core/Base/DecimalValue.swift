/// The double nearest to a decimal number: what reading many numbers from text comes down to. Exact, in integers;
/// `Double.init` of a text takes ten times as long.
enum DecimalValue {
    /// Powers of ten that are doubles.
    static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ]

    /// 2^191 / n, rounded down, where n is a power of five, shifted until its highest bit is bit 63.
    private struct Reciprocal {
        var high: UInt64
        var low: UInt64
        /// By how much n was shifted.
        var shift: Int

        init(_ five: UInt64) {
            shift = five.leadingZeroBitCount
            let divisor = five << UInt64(shift)
            let remainder: UInt64
            // No power of two: `divisor` is greater than 2^63, and the quotient fits.
            (high, remainder) = divisor.dividingFullWidth((1 << 63, 0))
            low = divisor.dividingFullWidth((remainder, 0)).quotient
        }
    }

    /// Of 5¹ … 5²⁷, which are below 2⁶⁴.
    private static let reciprocals: [Reciprocal] = {
        var five: UInt64 = 1
        return (1 ... 27).map { _ in
            five *= 5
            return Reciprocal(five)
        }
    }()

    /// Of mantissa · 10^exponent, rounded to the nearest, in the middle to the even one; nil where that takes more
    /// than a few steps.
    static func nearest(_ mantissa: UInt64, tenTo exponent: Int) -> Double? {
        if mantissa <= 1 << 53, -22 ... 22 ~= exponent {
            // Both are doubles: the one operation rounds, and nothing else does.
            return exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
        }
        if exponent == 0 { return Double(mantissa) }
        guard -27 ... -1 ~= exponent, mantissa > 0 else { return nil }
        return quotient(mantissa, -exponent)
    }

    /// As D. Lemire, "Number parsing at a gigabyte per second" (2021), for the powers that journals need.
    ///
    /// With w the mantissa and n the power of five, both shifted until bit 63 is their highest: w · `reciprocal` is
    /// less than w · 2^191 / n, and by less than 2^64. Of its 192 bits the upper 128 are right, or one too few.
    private static func quotient(_ mantissa: UInt64, _ decimals: Int) -> Double? {
        let reciprocal = reciprocals[decimals &- 1]
        let zeros = mantissa.leadingZeroBitCount
        let shifted = mantissa &<< UInt64(truncatingIfNeeded: zeros)
        let upper = shifted.multipliedFullWidth(by: reciprocal.high)
        let (middle, carry) = upper.low.addingReportingOverflow(shifted.multipliedFullWidth(by: reciprocal.low).high)
        // One more would change the bits above: so it is also in the middle of two doubles.
        guard middle != .max else { return nil }
        let top = upper.high &+ (carry ? 1 : 0)
        // What is left out is never nothing, so that half of a bit and more is more than half.
        let spare = UInt64(truncatingIfNeeded: 11 &- top.leadingZeroBitCount)
        let significand = top &>> spare &+ (top &>> (spare &- 1) & 1)
        let exponent = reciprocal.shift &- zeros &- decimals &- 63 &+ Int(truncatingIfNeeded: spare)
        // Whole and below 2^54, so exact; 1e-27 and its neighbours are far from where doubles end.
        return Double(bitPattern: Double(significand).bitPattern &+ UInt64(bitPattern: Int64(exponent)) &<< 52)
    }
}
