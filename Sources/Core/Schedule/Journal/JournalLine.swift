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
    static func encode(_ event: JournalEvent, with encoder: JSONEncoder) throws -> [UInt8] {
        let json = try encoder.encode(event)
        var line = hexadecimal(json.withUnsafeBytes(checksum))
        line.reserveCapacity(headerLength + json.count + 1)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: json)
        line.append(newline)
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
        let found = hexadecimal(checksum(UnsafeRawBufferPointer(rebasing: bytes[json])))
        let expected = bytes[range.lowerBound ..< range.lowerBound + 8]
        guard expected.elementsEqual(found) else {
            return .damaged(
                .checksum(
                    expected: String(decoding: expected, as: UTF8.self), found: String(decoding: found, as: UTF8.self)))
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
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            crc = crc32(crc, piece.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(piece.count))
            rest = rest.dropFirst(piece.count)
        }
        return UInt32(truncatingIfNeeded: crc)
    }

    private static func hexadecimal(_ value: UInt32) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return (0 ..< 8).map { digits[Int(value >> UInt32(28 - 4 * $0)) & 15] }
    }
}
