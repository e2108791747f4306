import Foundation

/// Compact JSON under construction, in the very bytes that `JSONEncoder` would give.
///
/// A text that JSON would have to escape is not written but noted in `isUnusual`: such an event is
/// left to `JSONEncoder`.
///
/// Of raw memory, not an array: several hundred appends to a line would each ask whether the array is theirs.
struct JSONText: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 2048
    private var count: Int
    private(set) var isUnusual = false

    /// - Parameter header: bytes to leave free in front.
    init(header: Int) {
        capacity = max(capacity, header)
        base = .allocate(capacity: capacity)
        base.initialize(repeating: 0, count: header)
        count = header
    }

    deinit { base.deallocate() }

    /// With the header, and with room for a newline.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, filled in
            buffer.baseAddress?.initialize(from: base, count: count)
            filled = count
        }
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    private mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    private mutating func append(_ other: UnsafeBufferPointer<UInt8>) {
        guard let start = other.baseAddress else { return }
        reserve(other.count)
        (base + count).update(from: start, count: other.count)
        count += other.count
    }

    /// What was encoded elsewhere.
    mutating func json(_ bytes: Data) {
        bytes.withUnsafeBytes { append($0.assumingMemoryBound(to: UInt8.self)) }
    }

    /// Keys, brackets and commas, as they stand in the line.
    mutating func raw(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func string(_ text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            for byte in utf8 where byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                isUnusual = true
            }
            append(utf8)
        }
        append(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int) {
        if value < 0 {
            append(UInt8(ascii: "-"))
        }
        integer(UInt64(value.magnitude))
    }

    mutating func integer(_ value: UInt64) {
        reserve(20)
        var rest = value
        let start = count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            base[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            count += 1
            rest = quotient
        } while rest > 0
        var digits = UnsafeMutableBufferPointer(start: base + start, count: count - start)
        digits.reverse()
    }

    /// The shortest text that reads back as the same, without a trailing `.0`.
    mutating func number(_ value: Double) {
        guard value.isFinite else { return nonFinite(isNaN: value.isNaN, isNegative: value < 0) }
        if value.magnitude < 1_000_000_000, value == value.rounded(.towardZero) {
            // Zero has a sign, which a whole number has not.
            if value != 0 { return integer(Int(value)) }
            return raw(value.sign == .minus ? "-0" : "0")
        }
        guard let short = ShortDecimal(value.magnitude) else { return append(value.description) }
        if value < 0 { append(UInt8(ascii: "-")) }
        decimal(short)
    }

    private mutating func decimal(_ value: ShortDecimal) {
        reserve(24)
        let start = base + count
        var rest = value.digits
        // From the last digit to the first.
        var length = 0
        func put(_ byte: UInt8) {
            start[length] = byte
            length += 1
        }
        for _ in 0 ..< value.decimals {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        }
        put(UInt8(ascii: "."))
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        var text = UnsafeMutableBufferPointer(start: start, count: length)
        text.reverse()
        count += length
    }

    mutating func number(_ value: Float) {
        guard value.isFinite else { return nonFinite(isNaN: value.isNaN, isNegative: value < 0) }
        append(value.description)
    }

    private mutating func append(_ description: String) {
        var description = description
        description.withUTF8 { append($0) }
        if base[count - 1] == UInt8(ascii: "0"), base[count - 2] == UInt8(ascii: ".") { count -= 2 }
    }

    /// As `JournalLine.makeEncoder` has them.
    private mutating func nonFinite(isNaN: Bool, isNegative: Bool) {
        raw(isNaN ? "\"nan\"" : isNegative ? "\"-inf\"" : "\"inf\"")
    }

    /// Elements between brackets.
    mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONText, Element) -> Void) {
        append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, element)
        }
        append(UInt8(ascii: "]"))
    }

    /// What most dictionaries have for keys, in the order of their bytes: looking these up is quicker than
    /// sorting what is there.
    private static let usual = (Measure.allCases.map(\.rawValue) + ["SI_zero_maps", Measurements.classSamples])
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }

    /// Keys in the order of their bytes.
    mutating func dictionary<Value>(_ values: [String: Value], _ write: (inout JSONText, Value) -> Void) {
        let start = count
        raw("{")
        var written = 0
        for key in Self.usual where written < values.count {
            guard let value = values[key] else { continue }
            if written > 0 { append(UInt8(ascii: ",")) }
            written += 1
            string(key)
            append(UInt8(ascii: ":"))
            write(&self, value)
        }
        if written < values.count {
            count = start
            sorted(values, write)
        } else {
            raw("}")
        }
    }

    private mutating func sorted<Value>(_ values: [String: Value], _ write: (inout JSONText, Value) -> Void) {
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
