/// The exponential and the logarithm in double, the same bytes on every machine.
///
/// The C library's differ between systems in the last bit, and so would every number made with
/// them. These use + − × ÷ and the bits of the number alone, in one order. The kernels' pair
/// (Sources/Kernels/ExpLog.swift) is the same idea in single precision.
///
/// *Not* correctly rounded: within one unit in the last place, most results the nearest number.
public enum PortableMath {
    /// ln 2 in two parts: n·high is exact for |n| < 2¹¹, because high ends in 21 zero bits.
    @inline(__always) private static var ln2High: Double { 0x1.62e42feep-1 }
    @inline(__always) private static var ln2Low: Double { 0x1.a39ef35793c76p-33 }

    /// eˣ; +∞ above 709.78, 0 below −745.2; subnormal results are rounded once more. NaN gives NaN.
    ///
    /// x = n·ln 2 + r with |r| ≤ ln 2 / 2, Taylor's series of eʳ to r¹³ (the next term is below 5e-18),
    /// times 2ⁿ. No branches, so that the compiler may take several at a time.
    @inline(__always)
    public static func exp(_ x: Double) -> Double {
        // Adding 1.5·2⁵² rounds to the nearest integer and leaves it in the low bits.
        let magic = 0x1.8p52
        var x = x < -746 ? -746 : x
        x = x > 710 ? 710 : x
        let n = (x * 0x1.71547652b82fep0 + magic) - magic
        // n·low is rounded: what r lost by it (`lost`) is smaller than an ulp, but not than half of one.
        let high = x - n * ln2High
        let low = n * ln2Low
        let r = high - low
        let lost = (high - r) - low
        var p = 1.0 / 6_227_020_800
        p = p * r + 1.0 / 479_001_600
        p = p * r + 1.0 / 39_916_800
        p = p * r + 1.0 / 3_628_800
        p = p * r + 1.0 / 362_880
        p = p * r + 1.0 / 40_320
        p = p * r + 1.0 / 5040
        p = p * r + 1.0 / 720
        p = p * r + 1.0 / 120
        p = p * r + 1.0 / 24
        p = p * r + 1.0 / 6
        p = p * r + 0.5
        let value = 1 + (r + (r * r * p + lost))
        // 2ⁿ as a product of two: one alone does not reach the largest and the subnormal results.
        let half = n * 0.5 + magic
        let rest = (n - (half - magic)) + magic
        return value * powerOfTwo(half) * powerOfTwo(rest)
    }

    /// 2ᵏ for the number magic + k.
    @inline(__always)
    private static func powerOfTwo(_ shifted: Double) -> Double {
        Double(bitPattern: (shifted.bitPattern &+ 1023) &<< 52)
    }

    /// ln x; −∞ at 0, NaN below. Subnormal numbers too.
    ///
    /// x = m·2ⁿ with m in (√½, √2]; with f = m − 1 and s = f/(2 + f), ln m = 2·artanh s by its series to
    /// s²³ (the next term is below 2e-20), written as f − (f²/2 − s·(f²/2 + R)): f is exact, and what
    /// is rounded is small beside it.
    public static func log(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? -.infinity : .nan }
        guard x < .infinity else { return x }
        let isSubnormal = x < Double.leastNormalMagnitude
        let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
        var n = Double(Int64(bits >> 52) - 1023 - (isSubnormal ? 54 : 0))
        var m = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
        if m > 0x1.6a09e667f3bcdp0 {
            m *= 0.5
            n += 1
        }
        let f = m - 1
        let s = f / (2 + f)
        let s2 = s * s
        var p = 2.0 / 23
        p = p * s2 + 2.0 / 21
        p = p * s2 + 2.0 / 19
        p = p * s2 + 2.0 / 17
        p = p * s2 + 2.0 / 15
        p = p * s2 + 2.0 / 13
        p = p * s2 + 2.0 / 11
        p = p * s2 + 2.0 / 9
        p = p * s2 + 2.0 / 7
        p = p * s2 + 2.0 / 5
        p = p * s2 + 2.0 / 3
        let square = 0.5 * f * f
        let correction = square - (s * (square + s2 * p) + n * ln2Low)
        return n * ln2High + (f - correction)
    }

    /// ln(1 + x), also where 1 + x has lost the digits of x.
    ///
    /// What 1 + x lost changes ln(1 + x) and (1 + x) − 1 in the same ratio (Kahan).
    public static func log1p(_ x: Double) -> Double {
        let sum = 1 + x
        guard sum != 1, sum > 0, sum < .infinity else { return sum == 1 ? x : log(sum) }
        return log(sum) * (x / (sum - 1))
    }

    /// eˣ − 1, also where eˣ is close to 1 (Kahan's way, as above); within a few ulp.
    public static func expm1(_ x: Double) -> Double {
        let power = exp(x)
        if power == 1 { return x }
        guard x.magnitude < 1 else { return power - 1 }
        return (power - 1) * (x / log(power))
    }
}
