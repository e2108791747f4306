/// The last bytes of a stream, as text.
public struct LastWords: Sendable {
    private var bytes: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: in bytes.
    public init(limit: Int = 4096) {
        self.limit = limit
    }

    public mutating func add(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
        // Not at every line: moving the rest each time would be quadratic for a process that says much.
        if bytes.count > 4 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// Nil where nothing was said. Begins with a whole line where lines were cut off.
    public var text: String? {
        var last = bytes.suffix(limit)
        if last.count < bytes.count, let newline = last.firstIndex(of: UInt8(ascii: "\n")) {
            last = last[(newline + 1)...]
        }
        let text = String(decoding: last, as: UTF8.self).drop { $0.isNewline }
        guard let end = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(text[...end])
    }
}
