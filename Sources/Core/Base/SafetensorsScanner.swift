/// The part of JSON that safetensors headers use: objects, strings, arrays of non-negative integers.
///
/// Own code because general JSON parsers keep one of two equal names without a word, and a header
/// with a name twice must be refused. There is no recursion, so no depth of nesting can harm it.
struct SafetensorsScanner {
    private let bytes: ArraySlice<UInt8>
    private let file: String
    /// The next byte, counted from the start of the file.
    private(set) var position: Int

    init(bytes: ArraySlice<UInt8>, file: String) {
        self.bytes = bytes
        self.file = file
        position = bytes.startIndex
    }

    /// `{` name `:` (what `member` reads) `,` … `}`
    mutating func object(
        _ member: (inout SafetensorsScanner, String) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try expect("{")
        if take("}") { return }
        repeat {
            let name = try string()
            try expect(":")
            try member(&self, name)
        } while take(",")
        try expect("}")
    }

    mutating func integers() throws(SafetensorsError) -> [Int] {
        var values: [Int] = []
        try expect("[")
        if take("]") { return values }
        repeat { values.append(try integer()) } while take(",")
        try expect("]")
        return values
    }

    mutating func string() throws(SafetensorsError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        let start = position
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let decoded = String(validating: text, as: UTF8.self) else {
                    throw .malformedHeader(file: file, byte: start, expected: "UTF-8 text", found: "other bytes")
                }
                return decoded
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0 ..< 0x20: throw malformed("no control character inside a text", at: position - 1)
            default: text.append(byte)
            }
        }
        throw malformed("'\"' at the end of a text", at: position)
    }

    /// Only spaces may stand behind the header.
    mutating func finish() throws(SafetensorsError) {
        skipSpace()
        if next != nil { throw malformed("the end of the header", at: position) }
    }

    private mutating func integer() throws(SafetensorsError) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while let byte = next, (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            if overflow || carry { throw malformed("an integer below 2^63", at: start) }
            value = sum
            position += 1
        }
        if position == start { throw malformed("a non-negative integer", at: start) }
        return value
    }

    private mutating func escape() throws(SafetensorsError) -> String {
        let start = position - 1
        guard let byte = next else { throw malformed("an escape", at: start) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try fourDigits(start)]
            // A character beyond U+FFFF is written as two escapes.
            if UTF16.isLeadSurrogate(units[0]), next == UInt8(ascii: "\\") {
                position += 1
                guard next == UInt8(ascii: "u") else { throw malformed("the second half of a surrogate pair", at: start) }
                position += 1
                units.append(try fourDigits(start))
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw malformed("a surrogate pair", at: start)
            }
            return text
        default: throw malformed("a JSON escape", at: start)
        }
    }

    private mutating func fourDigits(_ start: Int) throws(SafetensorsError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0 ..< 4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw malformed("four hexadecimal digits", at: start)
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ token: UnicodeScalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: token) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ token: UnicodeScalar) throws(SafetensorsError) {
        if !take(token) { throw malformed("'\(token)'", at: position) }
    }

    private func malformed(_ expected: String, at place: Int) -> SafetensorsError {
        let found: String
        if place < bytes.endIndex {
            let byte = bytes[place]
            let digits = String(byte, radix: 16)
            found = (0x21 ... 0x7E).contains(byte)
                ? "'\(UnicodeScalar(byte))'" : "byte 0x" + (digits.count < 2 ? "0" : "") + digits
        } else {
            found = "the end of the header"
        }
        return .malformedHeader(file: file, byte: place, expected: expected, found: found)
    }
}
