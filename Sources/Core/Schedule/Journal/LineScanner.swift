import Foundation

/// Reads JSON that is expected to be exactly what `EventText` writes, from left to right. Whatever is
/// otherwise, if only by a space, is nil, and left to `JSONDecoder`.
struct LineScanner {
    let bytes: UnsafeRawBufferPointer
    private(set) var at: Int
    let end: Int

    init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        self.bytes = bytes
        at = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { at == end }

    func peek(_ byte: UInt8) -> Bool { at < end && bytes[at] == byte }

    /// Goes past the text, where it stands here.
    mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard end - at >= count, let base = bytes.baseAddress, memcmp(base + at, text.utf8Start, count) == 0
        else { return false }
        at += count
        return true
    }

    /// Goes past one byte, where it stands here.
    mutating func skip(byte: UInt8) -> Bool {
        guard peek(byte) else { return false }
        at += 1
        return true
    }

    /// Goes past bytes that stand here.
    mutating func skip(_ text: [UInt8]) -> Bool {
        guard end - at >= text.count, let base = bytes.baseAddress,
            text.withUnsafeBytes({ $0.baseAddress.map { memcmp(base + at, $0, text.count) == 0 } ?? true })
        else { return false }
        at += text.count
        return true
    }

    /// The bytes of a text without escapes, between its quotation marks.
    mutating func textBytes() -> UnsafeRawBufferPointer? {
        guard peek(UInt8(ascii: "\"")) else { return nil }
        var index = at + 1
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                let text = UnsafeRawBufferPointer(rebasing: bytes[at + 1 ..< index])
                at = index + 1
                return text
            }
            if byte < 0x20 || byte == UInt8(ascii: "\\") { return nil }
            index += 1
        }
        return nil
    }

    /// Goes past a text that `text` would give.
    mutating func skipText() -> Bool {
        guard let bytes = textBytes() else { return false }
        return bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }

    mutating func text() -> String? {
        guard let bytes = textBytes() else { return nil }
        // The general way asks the run-time system for types at every call.
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return String(validating: bytes, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: bytes.count) { buffer in
            for index in bytes.indices { buffer[index] = bytes[index] }
            return bytes.count
        }
    }

    /// As `text`, with the escapes that have a letter; others are left to `JSONDecoder`.
    mutating func escapedText() -> String? {
        let start = at
        if let text = text() { return text }
        at = start
        guard peek(UInt8(ascii: "\"")) else { return nil }
        at += 1
        var utf8: [UInt8] = []
        while at < end {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: utf8, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard at < end, let meant = Self.escaped(bytes[at]) else { return nil }
                utf8.append(meant)
                at += 1
            case ..<0x20: return nil
            default: utf8.append(byte)
            }
        }
        return nil
    }

    private static func escaped(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        default: nil
        }
    }

    /// An identity as events tell it.
    mutating func eventID() -> EventID? {
        let start = at
        guard let digits = textBytes() else { return nil }
        if let id = PackedID(digits) { return .packed(id) }
        at = start
        return text().map(EventID.other)
    }

    mutating func word<Word: RawRepresentable>() -> Word? where Word.RawValue == String {
        text().flatMap(Word.init(rawValue:))
    }

    mutating func unsigned() -> UInt64? {
        let start = at
        var value: UInt64 = 0
        while at < end, case let digit = bytes[at] &- UInt8(ascii: "0"), digit < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
            at += 1
        }
        guard at > start, at - start == 1 || bytes[start] != UInt8(ascii: "0"), !continuesNumber else { return nil }
        return value
    }

    mutating func integer() -> Int? {
        let isNegative = skip("-")
        guard let magnitude = unsigned() else { return nil }
        guard let value = Int(exactly: magnitude), !isNegative || value > 0 else { return nil }
        return isNegative ? -value : value
    }

    /// Whether a number that was taken for whole goes on here.
    private var continuesNumber: Bool {
        at < end && [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[at])
    }

    /// A finite number in JSON's form, rounded correctly. Nil also for one that is too small not to become zero:
    /// `JSONDecoder` refuses it.
    mutating func number() -> Double? {
        let start = at
        guard let parts = numberParts() else { return nil }
        if parts.digits <= 19, let magnitude = DecimalValue.nearest(parts.mantissa, tenTo: parts.exponent) {
            return parts.isNegative ? -magnitude : magnitude
        }
        guard let value = Double(String(decoding: bytes[start ..< at], as: UTF8.self)), value.isFinite,
            value != 0 || parts.digits == 0
        else { return nil }
        return value
    }

    /// A number that need not be finite, as `JournalLine.makeEncoder` has it.
    mutating func anyNumber() -> Double? {
        guard peek(UInt8(ascii: "\"")) else { return number() }
        return skip("\"nan\"") ? .nan : skip("\"inf\"") ? .infinity : skip("\"-inf\"") ? -.infinity : nil
    }

    /// Goes past a number as `anyNumber` does, without making it.
    mutating func skipAnyNumber() -> Bool {
        let start = at
        // Beyond that it may become zero, or be too large for a double.
        if let parts = numberParts(), parts.digits == 0 || -300 ... 300 ~= parts.digits + parts.exponent { return true }
        at = start
        return anyNumber() != nil
    }

    private struct Parts {
        var mantissa: UInt64 = 0
        /// Without zeros in front; more than nineteen are more than `mantissa` holds.
        var digits = 0
        var exponent = 0
        var isNegative = false
    }

    private mutating func numberParts() -> Parts? {
        var parts = Parts()
        parts.isNegative = skip(byte: UInt8(ascii: "-"))
        if peek(UInt8(ascii: "0")) {
            at += 1
            guard at == end || bytes[at] &- UInt8(ascii: "0") > 9 else { return nil }
        } else {
            guard digits(into: &parts) > 0 else { return nil }
        }
        if peek(UInt8(ascii: ".")) {
            at += 1
            let start = at
            if parts.digits == 0 {
                while peek(UInt8(ascii: "0")) { at += 1 }
            }
            digits(into: &parts)
            guard at > start else { return nil }
            parts.exponent -= at - start
        }
        if peek(UInt8(ascii: "e")) || peek(UInt8(ascii: "E")) {
            at += 1
            let isNegative = peek(UInt8(ascii: "-"))
            if isNegative || peek(UInt8(ascii: "+")) { at += 1 }
            var exponent = Parts()
            guard case 1 ... 4 = digits(into: &exponent) else { return nil }
            parts.exponent += isNegative ? -Int(exponent.mantissa) : Int(exponent.mantissa)
        }
        return parts
    }

    /// How many there are. A mantissa of more than nineteen is of no use.
    @discardableResult
    private mutating func digits(into parts: inout Parts) -> Int {
        let start = at
        while end - at >= 8 {
            let eight = EightDigits(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let count = eight.count
            parts.mantissa = parts.mantissa &* EightDigits.powers[count] &+ eight.value
            at += count
            guard count == 8 else {
                parts.digits += at - start
                return at - start
            }
        }
        while at < end, case let digit = bytes[at] &- UInt8(ascii: "0"), digit < 10 {
            parts.mantissa = parts.mantissa &* 10 &+ UInt64(digit)
            at += 1
        }
        parts.digits += at - start
        return at - start
    }

    /// Numbers between brackets.
    mutating func numbers() -> [Double]? {
        guard skip(byte: UInt8(ascii: "[")) else { return nil }
        var values: [Double] = []
        if skip(byte: UInt8(ascii: "]")) { return values }
        repeat {
            guard let value = anyNumber() else { return nil }
            values.append(value)
        } while skip(byte: UInt8(ascii: ","))
        return skip(byte: UInt8(ascii: "]")) ? values : nil
    }

    mutating func integers() -> [Int]? {
        guard skip(byte: UInt8(ascii: "[")) else { return nil }
        var values: [Int] = []
        if skip(byte: UInt8(ascii: "]")) { return values }
        repeat {
            guard let value = integer() else { return nil }
            values.append(value)
        } while skip(byte: UInt8(ascii: ","))
        return skip(byte: UInt8(ascii: "]")) ? values : nil
    }

    /// Goes past numbers between brackets without making them; false where one might not fit into single precision,
    /// which whoever reads the rest should judge.
    mutating func skipNumbers() -> Bool {
        guard skip(byte: UInt8(ascii: "[")) else { return false }
        if skip(byte: UInt8(ascii: "]")) { return true }
        repeat {
            guard let parts = numberParts(), -37 ... 38 ~= parts.digits + parts.exponent else { return false }
        } while skip(byte: UInt8(ascii: ","))
        return skip(byte: UInt8(ascii: "]"))
    }

    /// Goes past an object and whatever is in it; nil where it does not end. What it is like inside is left to
    /// whoever reads these bytes.
    mutating func object() -> Range<Int>? {
        guard peek(UInt8(ascii: "{")) else { return nil }
        var depth = 0
        var isText = false
        var index = at
        while index < end {
            switch (bytes[index], isText) {
            case (UInt8(ascii: "\\"), true): index += 1
            case (UInt8(ascii: "\""), _): isText.toggle()
            case (UInt8(ascii: "{"), false): depth += 1
            case (UInt8(ascii: "}"), false):
                depth -= 1
                guard depth == 0 else { break }
                defer { at = index + 1 }
                return at ..< index + 1
            default: break
            }
            index += 1
        }
        return nil
    }
}
