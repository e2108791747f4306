import Foundation
import Testing

@testable import Core

@Suite struct JSONTextTests {
    private func text(_ values: [String: [Double]]) -> String {
        var text = JSONText(header: 0)
        text.dictionary(values) { $0.numbers($1) }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    private func expected(_ values: [String: [Double]]) throws -> String {
        String(decoding: try JournalLine.makeEncoder().encode(values), as: UTF8.self)
    }

    /// Keys that begin alike, or are the beginning of one another; signs before and after the quotation mark that
    /// ends a key; more keys than usual, and more text than a journal's line has.
    @Test func `keys are in the order of their bytes`() throws {
        let keys = [
            "", "a", "a b", "a!", "a#", "b", "SI", "SI_zero_maps", "SI_spearman", "SI_spearman_constant_maps", "SI_ssim",
            "IG_residual", "IG_residual_relative", "12345678", "123456789", "1234567", "12345678 ", "ν", "νν", "é", "😀",
            "samples", "accuracy", "LI", "DI",
        ]
        var stream = RandomStream(seed: 9, purpose: .test)
        for _ in 0 ..< 300 {
            var values: [String: [Double]] = [:]
            for _ in 0 ..< stream.integer(below: 12) {
                let key = keys[Int(stream.integer(below: UInt32(keys.count)))]
                values[key] = (0 ..< stream.integer(below: 4)).map { _ in Double(stream.unitFloat()) }
            }
            #expect(try text(values) == expected(values))
        }
        let many = (0 ..< 300).map { ("\(keys[$0 % keys.count])\($0 % 7)\($0)", Array(repeating: Double($0) / 3, count: $0 % 40)) }
        let values = Dictionary(uniqueKeysWithValues: many)
        #expect(try text(values) == expected(values) && text(values).utf8.count > 30_000)
    }

    /// Numbers at the ends of each way of writing them, alone and beside others; lists that outgrow what was reserved.
    @Test func `lists of numbers are as JSONEncoder has them`() throws {
        let ends: [Double] = [
            0, -0.0, 1, -1, 10, 9.99999999, 9.999999995, 0.0001, 0.0001.nextDown, 0.0001.nextUp, 0.1, 0.1.nextDown, 0.999999999,
            0.9999999995, 1.0.nextDown, 1.1, 1.10000001, 999_999_999, 999_999_999.5, 1e9, 1e9 + 0.5, 1e15, 1e16, 1e300, -1e-300,
            .leastNonzeroMagnitude, .greatestFiniteMagnitude, .nan, .infinity, -.infinity, 1 / 3, -2 / 3, 1234.5, 0.30000000000000004,
        ]
        var stream = RandomStream(seed: 11, purpose: .test)
        var lists: [[Double]] = [[], ends, Array(repeating: ends, count: 40).flatMap { $0 }] + ends.map { [$0] }
        for scale in [1, 10, 0.1, 0.01, 0.001, 1000] {
            for _ in 0 ..< 300 {
                lists.append(
                    (0 ..< 10).flatMap { _ in
                        let value = Double(stream.unitFloat()) * scale
                        return [ShortDecimal.rounded(value), -value, ShortDecimal.rounded(value).nextUp]
                    })
            }
        }
        for list in lists { #expect(try text(["key": list]) == expected(["key": list])) }
    }

    @Test func `a text that needs escapes is noted`() {
        for plain in ["", "a", "0123456789abcdef, and more", "ν é 😀"] {
            var text = JSONText(header: 3)
            text.string(plain)
            let (bytes, isUnusual) = (text.bytes, text.isUnusual)
            #expect(!isUnusual && String(decoding: bytes[3...], as: UTF8.self) == "\"\(plain)\"")
        }
        for other in ["\n", "ab\u{0}", "0123456789abcdef\"", "\\0123456789abcdef", "a\u{7F}", "\u{1F}b"] {
            var text = JSONText(header: 0)
            text.string(other)
            text.string("plain")
            let isUnusual = text.isUnusual
            #expect(isUnusual)
        }
    }

    /// Each byte at each place of a text, alone and beside letters of more than one byte.
    @Test func `every byte is looked at`() {
        for byte in 0 ..< 128 as Range<UInt8> {
            let isPlain = byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            for length in 1 ... 19 {
                for place in [0, length / 2, length - 1] {
                    var bytes = [UInt8](repeating: UInt8(ascii: "!"), count: length)
                    bytes[place] = byte
                    for added in ["", "é", "\u{7FF}\u{10FFFF}"] {
                        let string = added + String(decoding: bytes, as: UTF8.self) + added
                        var text = JSONText(header: 0)
                        text.string(string)
                        let (written, isUnusual) = (text.bytes, text.isUnusual)
                        #expect(isUnusual == !isPlain && written == Array("\"\(string)\"".utf8))
                    }
                }
            }
        }
    }
}
