import CZlib
import Foundation

/// The form of a line: eight hexadecimal digits, the CRC-32 of the JSON; a space; the event as
/// compact JSON with sorted keys; a newline. JSON escapes newlines, so a line is always a line.
enum JournalLine {
    static let newline = UInt8(ascii: "\n")
    /// Checksum and space.
    static let headerLength = 9

    /// Encoding is the same whichever thread does it; making an encoder costs more than a short
    /// event does, so it is shared.
    static func makeEncoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    static func makeDecoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }

    /// The whole line, with its newline.
    static func encode(_ event: JournalEvent, with encoder: JSONEncoder) throws -> JSONText {
        if let text = EventText.json(event, header: headerLength, encoder: encoder) { return sealed(text) }
        return sealed(try encoder.encode(event))
    }

    /// The line of learning curves.
    static func encode(_ curves: CurvesEvent, with encoder: JSONEncoder) throws -> JSONText {
        if let text = curves.json(header: headerLength) { return sealed(text) }
        return sealed(try encoder.encode(CurvesEvent.Line(curves: curves)))
    }

    private static func sealed(_ json: Data) -> JSONText {
        var text = JSONText(header: headerLength)
        text.json(json)
        return sealed(text)
    }

    /// - Parameter text: with room for the header in front.
    private static func sealed(_ text: consuming JSONText) -> JSONText {
        var line = text
        line.withUnsafeMutableBytes { bytes in
            let sum = checksum(UnsafeRawBufferPointer(rebasing: bytes[headerLength...]))
            for index in 0 ..< 8 { bytes[index] = digit(sum, index) }
            bytes[headerLength - 1] = UInt8(ascii: " ")
        }
        line.byte(newline)
        return line
    }

    enum Reading {
        /// The JSON, to be decoded.
        case whole(Range<Int>)
        case damaged(JournalDamage.What)
    }

    /// Looks at the bytes `range`, without newline, as one line.
    static func check(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Reading {
        guard startsWithHeader(bytes, range) else { return .damaged(.malformed) }
        let json = range.lowerBound + headerLength ..< range.upperBound
        let sum = checksum(UnsafeRawBufferPointer(rebasing: bytes[json]))
        var told: UInt32 = 0
        for digit in bytes[range.lowerBound ..< range.lowerBound + 8] {
            told = told << 4 | UInt32(digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10)
        }
        guard told == sum else {
            return .damaged(
                .checksum(
                    expected: String(decoding: hexadecimal(told), as: UTF8.self),
                    found: String(decoding: hexadecimal(sum), as: UTF8.self)))
        }
        return .whole(json)
    }

    /// Eight lower-case hexadecimal digits, a space, and the beginning of an event, `{"a`. In the
    /// midst of a line that cannot stand: a quotation mark inside a JSON text is escaped, and
    /// after one that ends a text comes no letter.
    static func startsWithHeader(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        let json = range.lowerBound + headerLength
        guard json + 3 <= range.upperBound, bytes[json] == UInt8(ascii: "{"), bytes[json + 1] == UInt8(ascii: "\""),
            (UInt8(ascii: "a") ... UInt8(ascii: "z")).contains(bytes[json + 2]),
            bytes[range.lowerBound + 8] == UInt8(ascii: " ")
        else { return false }
        for index in range.lowerBound ..< range.lowerBound + 8 {
            switch bytes[index] {
            case UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "a") ... UInt8(ascii: "f"): continue
            default: return false
            }
        }
        return true
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        // zlib counts in 32 bits. No event is near 4 GiB, but a damaged file might be.
        var crc = crc32(0, nil, 0)
        var start = 0
        while start < bytes.count {
            let count = min(bytes.count - start, 1 << 30)
            let base = bytes.baseAddress.map { $0 + start }
            crc = crc32(crc, base?.assumingMemoryBound(to: UInt8.self), UInt32(count))
            start += count
        }
        return UInt32(truncatingIfNeeded: crc)
    }

    private static func digit(_ value: UInt32, _ index: Int) -> UInt8 {
        let four = UInt8(truncatingIfNeeded: value >> UInt32(28 - 4 * index)) & 15
        return four < 10 ? UInt8(ascii: "0") + four : UInt8(ascii: "a") + four - 10
    }

    private static func hexadecimal(_ value: UInt32) -> [UInt8] { (0 ..< 8).map { digit(value, $0) } }
}
