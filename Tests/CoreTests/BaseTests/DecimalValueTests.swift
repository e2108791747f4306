import Foundation
import Testing

@testable import Core

/// Numbers of lines against the system's `strtod`, bit for bit.
@Suite struct DecimalValueTests {
    /// Nil unless all of the text is a number.
    private func read(_ text: String, skipping: Bool = false) -> Double? {
        Array(text.utf8).withUnsafeBytes { bytes in
            var line = LineScanner(bytes, 0 ..< bytes.count)
            if skipping { return line.skipAnyNumber() && line.isAtEnd ? 0 : nil }
            let value = line.number()
            return line.isAtEnd ? value : nil
        }
    }

    private func expect(_ text: String, _ place: SourceLocation = #_sourceLocation) {
        let expected = strtod(text, nil)
        let isZero = !text.prefix { $0 != "e" }.contains { ("1" ... "9").contains($0) }
        // What `JSONDecoder` refuses: beyond the largest, and what would become nothing.
        let isGood = expected.isFinite && (expected != 0 || isZero)
        #expect(read(text)?.bitPattern == (isGood ? expected.bitPattern : nil), "\(text)", sourceLocation: place)
        #expect((read(text, skipping: true) != nil) == isGood, "\(text)", sourceLocation: place)
    }

    @Test func `shortest texts of doubles`() {
        var stream = RandomStream(seed: 21, purpose: .test)
        for _ in 0 ..< 40_000 {
            let fraction = UInt64(stream.integer(below: 1 << 26)) << 26 | UInt64(stream.integer(below: 1 << 26))
            let value = Double(bitPattern: UInt64(900 + stream.integer(below: 200)) << 52 | fraction)
            expect(value.description)
            expect((-value).description)
        }
    }

    @Test func `any mantissa and exponent`() {
        var stream = RandomStream(seed: 22, purpose: .test)
        for _ in 0 ..< 40_000 {
            let bits = UInt64(stream.integer(below: .max)) << 32 | UInt64(stream.integer(below: .max))
            let mantissa = bits >> UInt64(stream.integer(below: 64))
            expect("\(mantissa)e\(Int(stream.integer(below: 70)) - 40)")
            expect("\(mantissa).\(mantissa % 1000)")
            expect("0.\(String(repeating: "0", count: Int(stream.integer(below: 9))))\(mantissa)")
        }
    }

    /// Written out in full: doubles themselves, and what lies in the middle of two of them, with a digit behind it or not.
    @Test func `in the middle of two doubles`() {
        var stream = RandomStream(seed: 23, purpose: .test)
        for _ in 0 ..< 10_000 {
            let mantissa = UInt64(1) << 53 | UInt64(stream.integer(below: 1 << 26)) << 27 | UInt64(stream.integer(below: 1 << 27))
            for odd in [mantissa | 1, mantissa & ~1] {
                // 54 bits; half of it, and a quarter, end after one or two decimals.
                expect("\(odd)")
                expect("\(odd / 2).\(odd % 2 == 0 ? "0" : "5")")
                expect("\(odd / 4).\(["00", "25", "50", "75"][Int(odd % 4)])")
                expect("\(odd / 2).\(odd % 2 == 0 ? "0" : "5")0000000000000000000000000000001")
                expect("\(odd / 2).\(odd % 2 == 0 ? "0" : "4")9999999999999999999999999999999")
            }
        }
    }

    @Test func `at the ends`() {
        for text in [
            "0", "-0", "0.0", "0e5", "0e-999", "0.000e999", "9007199254740992", "9007199254740993", "9007199254740991e22",
            "9007199254740993e-1", "9007199254740992e23", "18446744073709551615", "18446744073709551615e-27",
            "18446744073709551616", "9999999999999999999e-27", "1e-27", "1e-28", "9007199254740993e-28", "4.9e-324", "2e-324",
            "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308", "1.7976931348623157e308",
            "1.7976931348623159e308", "1e308", "1e309", "1e9999", "1e-9999", "123456789012345678901234567890",
            "0.00000000000000000000000000000000000000000012345678901234567890", "1e0001", "12345678", "123456789", "1234567",
        ] { expect(text) }
        for text in ["", "-", "01", "00", "-01", "0x1", "1.", ".5", "+1", "1e", "1e+", "1e12345", "1.e5", "1-", "1:", "1/", "12345678:"] {
            #expect(read(text) == nil && read(text, skipping: true) == nil, "\(text)")
        }
    }
}
