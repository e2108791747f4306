/// The last few values that were read, by their bytes.
struct TextMemo<Value: Sendable>: Sendable {
    private var known: [(bytes: [UInt8], value: Value)] = []

    mutating func value(_ line: inout LineScanner, _ read: (inout LineScanner) -> Value?) -> Value? {
        value(&line, read) { value, _ in value }
    }

    /// - Parameter keep: makes of what was read, and of its bytes, what is kept.
    mutating func value<Found>(
        _ line: inout LineScanner, _ read: (inout LineScanner) -> Found?, keep: (Found, [UInt8]) -> Value
    ) -> Value? {
        for index in known.indices where line.skip(known[index].bytes) { return known[index].value }
        let start = line.at
        guard let found = read(&line) else { return nil }
        if known.count == 4 { known.removeFirst() }
        let bytes = Array(line.bytes[start ..< line.at])
        let value = keep(found, bytes)
        known.append((bytes, value))
        return value
    }
}
