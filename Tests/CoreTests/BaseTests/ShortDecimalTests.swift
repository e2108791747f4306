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
            0.1.nextUp, 0.1.nextDown, 0.000_1.nextUp,
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
            if value >= 0.001, value < 1e9 { #expect(ShortDecimal(rounded) != nil || rounded == 1e9) }
        }
    }

    @Test func `its parts`() {
        #expect(ShortDecimal(12.5)?.digits == 125 && ShortDecimal(12.5)?.decimals == 1)
        #expect(ShortDecimal(300)?.digits == 300 && ShortDecimal(300)?.decimals == 0)
        #expect(ShortDecimal(0.00010203)?.digits == 10203 && ShortDecimal(0.00010203)?.decimals == 8)
        for value in [0, -1, 1e9, 0.00009, .nan, .infinity, 1 / 3.0] as [Double] { #expect(ShortDecimal(value) == nil) }
    }
}
