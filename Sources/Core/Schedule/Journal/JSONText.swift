/// Compact JSON under construction, in the very bytes that `JSONEncoder` would give.
///
/// A text that JSON would have to escape is not written but noted in `isUnusual`: such an event is
/// left to `JSONEncoder`.
struct JSONText {
    private(set) var bytes: [UInt8]
    private(set) var isUnusual = false

    /// - Parameter header: bytes to leave free in front.
    init(header: Int) {
        bytes = []
        bytes.reserveCapacity(1024)
        for _ in 0 ..< header { bytes.append(0) }
    }

    /// Keys, brackets and commas, as they stand in the line.
    mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        for index in start ..< bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { isUnusual = true }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int) {
        if value < 0 {
            bytes.append(UInt8(ascii: "-"))
        }
        integer(UInt64(value.magnitude))
    }

    mutating func integer(_ value: UInt64) {
        var rest = value
        let start = bytes.count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        bytes[start...].reverse()
    }

    /// The shortest text that reads back as the same, without a trailing `.0`.
    mutating func number(_ value: Double) {
        guard value.isFinite else { return nonFinite(isNaN: value.isNaN, isNegative: value < 0) }
        if let whole = Int(exactly: value), whole.magnitude < 1_000_000_000, whole != 0 { return integer(whole) }
        append(value.description)
    }

    mutating func number(_ value: Float) {
        guard value.isFinite else { return nonFinite(isNaN: value.isNaN, isNegative: value < 0) }
        append(value.description)
    }

    private mutating func append(_ description: String) {
        bytes.append(contentsOf: description.utf8)
        if bytes.last == UInt8(ascii: "0"), bytes[bytes.count - 2] == UInt8(ascii: ".") { bytes.removeLast(2) }
    }

    /// As `JournalLine.makeEncoder` has them.
    private mutating func nonFinite(isNaN: Bool, isNegative: Bool) {
        raw(isNaN ? "\"nan\"" : isNegative ? "\"-inf\"" : "\"inf\"")
    }

    /// Elements between brackets.
    mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONText, Element) -> Void) {
        raw("[")
        var isFirst = true
        for element in elements {
            if !isFirst { raw(",") }
            isFirst = false
            write(&self, element)
        }
        raw("]")
    }

    /// Keys in the order of their bytes.
    mutating func dictionary<Value>(_ values: [String: Value], _ write: (inout JSONText, Value) -> Void) {
        raw("{")
        var isFirst = true
        for (key, value) in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if !isFirst { raw(",") }
            isFirst = false
            string(key)
            raw(":")
            write(&self, value)
        }
        raw("}")
    }
}
