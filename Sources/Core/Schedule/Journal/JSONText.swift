import Foundation

/// Compact JSON under construction, in the very bytes that `JSONEncoder` would give.
///
/// A text that JSON would have to escape is not written but noted in `isUnusual`: such an event is
/// left to `JSONEncoder`.
///
/// Of raw memory, not an array: several hundred appends to a line would each ask whether the array is theirs.
struct JSONText: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer
    private var capacity = 2048
    /// Bytes written, with the header.
    var count: Int
    private(set) var isUnusual = false

    /// - Parameter header: bytes to leave free in front.
    init(header: Int) {
        capacity = max(capacity, header)
        base = .allocate(byteCount: capacity, alignment: 1)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: header)
        count = header
    }

    deinit { base.deallocate() }

    /// With the header.
    var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// With the header.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// What has been written so far, to be changed.
    mutating func withUnsafeMutableBytes(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    /// Where the next byte goes, with room for `more`.
    mutating func room(_ more: Int) -> UnsafeMutableRawPointer {
        if count + more > capacity { grow(more) }
        return base + count
    }

    @inline(never)  // Seldom called, and `room` is everywhere.
    private mutating func grow(_ more: Int) {
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    mutating func byte(_ byte: UInt8) {
        room(1).storeBytes(of: byte, as: UInt8.self)
        count += 1
    }

    private mutating func append(_ other: UnsafeRawBufferPointer) {
        guard let start = other.baseAddress else { return }
        room(other.count).copyMemory(from: start, byteCount: other.count)
        count += other.count
    }

    /// What was encoded elsewhere.
    mutating func json(_ bytes: Data) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Keys, brackets and commas, as they stand in the line.
    @inline(__always)  // The text is known where it is written: a few stores.
    mutating func raw(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        room(length).copyMemory(from: text.utf8Start, byteCount: length)
        count += length
    }

    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            let start = room(utf8.count + 2)
            start.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            if let text = utf8.baseAddress { (start + 1).copyMemory(from: text, byteCount: utf8.count) }
            if !Self.isPlain(UnsafeRawBufferPointer(utf8)) { isUnusual = true }
            start.storeBytes(of: UInt8(ascii: "\""), toByteOffset: utf8.count + 1, as: UInt8.self)
            count += utf8.count + 2
        }
    }

    /// Whether JSON needs no escape for any byte.
    private static func isPlain(_ utf8: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        var found: UInt64 = 0
        while utf8.count - place >= 8 {
            found |= unusual(utf8.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0x2020_2020_2020_2020
        while place < utf8.count {
            rest = rest << 8 | UInt64(utf8[place])
            place += 1
        }
        return (found | unusual(rest)) & 0x8080_8080_8080_8080 == 0
    }

    /// The highest bit of each byte that is a control character, a quotation mark or a backslash. What is carried over from
    /// a byte comes from such a one only.
    private static func unusual(_ bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func zeros(_ bytes: UInt64) -> UInt64 { (bytes &- ones) & ~bytes }
        let control = (bytes &- 0x20 &* ones) & ~bytes
        return control | zeros(bytes ^ 0x22 &* ones) | zeros(bytes ^ 0x5C &* ones) | zeros(bytes ^ 0x7F &* ones)
    }

    mutating func integer(_ value: Int) {
        if value < 0 { byte(UInt8(ascii: "-")) }
        integer(UInt64(value.magnitude))
    }

    mutating func integer(_ value: UInt64) {
        count += DecimalDigits.write(value, to: room(DecimalDigits.room))
    }

    /// The shortest text that reads back as the same, without a trailing `.0`.
    mutating func number(_ value: Double) {
        let written = Self.put(value, at: room(Self.numberRoom))
        if written > 0 { count += written } else { unusualNumber(value) }
    }

    /// Numbers between brackets.
    mutating func numbers(_ values: [Double]) {
        guard !values.isEmpty else { return raw("[]") }
        var at = room(values.count * (Self.numberRoom + 1) + 1)
        at.storeBytes(of: UInt8(ascii: "["), as: UInt8.self)
        at += 1
        for value in values {
            let written = Self.put(value, at: at)
            if written > 0 {
                at += written
            } else {
                count = at - base
                unusualNumber(value)
                at = room(values.count * (Self.numberRoom + 1) + 1)
            }
            at.storeBytes(of: UInt8(ascii: ","), as: UInt8.self)
            at += 1
        }
        // Over the last comma.
        (at - 1).storeBytes(of: UInt8(ascii: "]"), as: UInt8.self)
        count = at - base
    }

    /// How many bytes `put` may touch.
    private static let numberRoom = 2 * DecimalDigits.room + 1

    /// - Returns: how many bytes were written; 0 for the few numbers that are not written here.
    @inline(__always)
    private static func put(_ value: Double, at start: UnsafeMutableRawPointer) -> Int {
        let magnitude = value.magnitude
        guard magnitude < 1_000_000_000 else { return 0 }
        // Zero has a sign, which a whole number has not.
        var count = 0
        if value.sign == .minus {
            start.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
            count = 1
        }
        if NineDigits.fits(magnitude), let nine = NineDigits(magnitude) { return count &+ nine.write(to: start + count) }
        return longer(magnitude, at: start, count)
    }

    @inline(never)  // The rest.
    private static func longer(_ magnitude: Double, at start: UnsafeMutableRawPointer, _ sign: Int) -> Int {
        let whole = Int64(magnitude)
        var count = sign + DecimalDigits.write(UInt64(whole), to: start + sign)
        if Double(whole) == magnitude { return count }
        guard let short = ShortDecimal(magnitude) else { return 0 }
        start.storeBytes(of: UInt8(ascii: "."), toByteOffset: count, as: UInt8.self)
        count += 1
        DecimalDigits.write(short.fraction(behind: UInt64(whole)), count: short.decimals, to: start + count)
        return count + short.decimals
    }

    @inline(never)
    private mutating func unusualNumber(_ value: Double) {
        value.isFinite ? append(value.description) : nonFinite(isNaN: value.isNaN, isNegative: value < 0)
    }

    mutating func number(_ value: Float) {
        guard value.isFinite else { return nonFinite(isNaN: value.isNaN, isNegative: value < 0) }
        append(value.description)
    }

    private mutating func append(_ description: String) {
        var description = description
        description.withUTF8 { utf8 in
            let hasPoint = utf8.count > 2 && utf8[utf8.count - 1] == UInt8(ascii: "0") && utf8[utf8.count - 2] == UInt8(ascii: ".")
            append(UnsafeRawBufferPointer(utf8))
            if hasPoint { count -= 2 }
        }
    }

    /// As `JournalLine.makeEncoder` has them.
    private mutating func nonFinite(isNaN: Bool, isNegative: Bool) {
        raw(isNaN ? "\"nan\"" : isNegative ? "\"-inf\"" : "\"inf\"")
    }

    /// Elements between brackets.
    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        byte(UInt8(ascii: "["))
        elements.withUnsafeBufferPointer { elements in
            for (index, element) in elements.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                write(&self, element)
            }
        }
        byte(UInt8(ascii: "]"))
    }
}
