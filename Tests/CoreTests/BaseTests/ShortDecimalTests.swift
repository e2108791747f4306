import Testing

@testable import Core

@Suite struct ShortDecimalTests {
    private func text(_ value: Double) -> String {
        var text = JSONText(header: 0)
        text.number(value)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// As the standard library has it, whether or not the short way is taken.
    private func expected(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    @Test func `written as the standard library writes it`() {
        for value in [
            0.1, 0.5, 0.25, 1.5, 123.456, 0.0001, 0.00012, 0.00099999, 0.000099999, 12_345_678.9, 99_999_999.9, 999_999_999.5,
            0.123456789, 0.1234567891, 1 / 3.0, 0.30000000000000004, 1.000000001, 1e-13, 0.999999999, 100.000001,
            0.1.nextUp, 0.1.nextDown, 0.000_1.nextUp, 1.0.nextDown, 1.0.nextUp, 1e9.nextDown, 9_007_199.254740992,
        ] {
            #expect(text(value) == expected(value))
            #expect(text(-value) == expected(-value))
        }
        var stream = RandomStream(seed: 4, purpose: .test)
        var short = 0
        for _ in 0 ..< 20_000 {
            let digits = Double(stream.integer(below: 1_000_000_000))
            var value = digits
            for _ in 0 ..< stream.integer(below: 16) { value /= 10 }
            // Divided once, and with rounding on the way.
            for candidate in [value, digits / 1e9, digits / 1e5, ShortDecimal.rounded(value), value.nextUp] {
                #expect(text(candidate) == expected(candidate))
                if ShortDecimal(candidate) != nil { short += 1 }
            }
        }
        #expect(short > 30_000)
    }

    /// All bits of the fraction, or only the first few of them: values in the middle of decimals, powers of two.
    @Test func `of any number of digits`() {
        var stream = RandomStream(seed: 6, purpose: .test)
        var long = 0
        for _ in 0 ..< 40_000 {
            let kept = UInt64.max << UInt64(stream.integer(below: 53))
            let fraction = UInt64(stream.integer(below: 1 << 26)) << 26 | UInt64(stream.integer(below: 1 << 26))
            // 2^-15 ..< 2^31: beyond both ends.
            let value = Double(bitPattern: UInt64(1008 + stream.integer(below: 46)) << 52 | fraction & kept)
            #expect(text(value) == expected(value))
            if let decimal = ShortDecimal(value), decimal.digits >= 1_000_000_000_000_000 { long += 1 }
        }
        #expect(long > 5000)
    }

    /// The way for numbers of nine digits gives no others, and refuses what has more.
    @Test func `nine digits`() {
        var stream = RandomStream(seed: 8, purpose: .test)
        var nine = 0
        for _ in 0 ..< 20_000 {
            let digits = Double(stream.integer(below: 1_000_000_000) >> stream.integer(below: 20))
            for power in [1e8, 1e9, 1e10, 1e11, 1e12] {
                let value = digits / power
                for candidate in [value, value.nextUp, value.nextDown, ShortDecimal.rounded(value)] {
                    #expect(text(candidate) == expected(candidate))
                }
                guard NineDigits.fits(value) else { continue }
                if NineDigits(value) != nil { nine += 1 }
                // Where nine digits do not tell neighbours apart.
                #expect(NineDigits(value.nextUp) == nil && NineDigits(value.nextDown) == nil)
            }
        }
        #expect(nine > 30_000)
        for value in [1, 0.1, 0.01, 0.001, 0.0001] {
            #expect(NineDigits.fits(value) && !NineDigits.fits(value * 100_000) && !NineDigits.fits(value / 20_000))
            for near in [value, value.nextUp, value.nextDown, value * 9, value * 9.99999999, value * 9.999999999] {
                #expect(text(near) == expected(near))
            }
        }
    }

    @Test func `rounded to nine digits`() {
        #expect(ShortDecimal.rounded(1 / 3.0) == 0.333333333 && ShortDecimal.rounded(-2 / 3.0) == -0.666666667)
        #expect(ShortDecimal.rounded(123456.7891234) == 123456.789 && ShortDecimal.rounded(0.00001234567891234) == 0.0000123456789)
        #expect(ShortDecimal.rounded(0.9999999996) == 1 && ShortDecimal.rounded(999_999_999.6) == 1e9)
        for value in [0, -0.0, 1e9, 1e300, 1e-14, .infinity, -.infinity, 0.5, 3] as [Double] {
            #expect(ShortDecimal.rounded(value).bitPattern == value.bitPattern)
        }
        #expect(ShortDecimal.rounded(.nan).isNaN)
        var stream = RandomStream(seed: 5, purpose: .test)
        for _ in 0 ..< 5000 {
            var value = Double(stream.integer(below: 1 << 31)) + Double(stream.unitFloat())
            for _ in 0 ..< stream.integer(below: 20) { value /= 7 }
            let rounded = ShortDecimal.rounded(value)
            #expect((rounded - value).magnitude <= 0.5000001e-8 * value && ShortDecimal.rounded(rounded) == rounded)
            if value >= 0.001, value < 1e9, rounded != rounded.rounded() {
                #expect(ShortDecimal(rounded).map { $0.digits < 1_000_000_000 } ?? false)
            }
        }
    }

    @Test func `its parts`() {
        for (value, digits, decimals) in [
            (12.5, 125, 1), (0.00010203, 10203, 8), (1 / 3.0, 3_333_333_333_333_333, 16), (0.1 + 0.2, 30_000_000_000_000_004, 17),
            (0.5, 5, 1), (0.0001220703125, 1_220_703_125, 13),
        ] as [(Double, UInt64, Int)] {
            #expect(ShortDecimal(value)?.digits == digits && ShortDecimal(value)?.decimals == decimals)
        }
        #expect(ShortDecimal(12.5)?.fraction(behind: 12) == 5 && ShortDecimal(0.00010203)?.fraction(behind: 0) == 10203)
        for value in [0, -1, 300, 1e9, 0.00009, .nan, .infinity] as [Double] { #expect(ShortDecimal(value) == nil) }
    }
}
