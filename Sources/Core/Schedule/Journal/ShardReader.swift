import Foundation

/// Reads one file of lines: every line that is whole, whatever happened to its neighbours.
struct ShardReader<Event> {
    private let file: String
    /// The JSON of a whole line.
    private let decode: (UnsafeRawBufferPointer, Range<Int>, Int) throws -> Event
    private let visit: (Event) -> Void
    private(set) var damage: [JournalDamage] = []
    private(set) var line: Int
    /// Of the first byte that was not read, from the start of the file.
    private(set) var offset: Int

    /// - Parameters:
    ///   - line: the number of the line that begins at `offset`, where reading begins.
    init(
        file: String, line: Int = 1, offset: Int = 0, decode: @escaping (UnsafeRawBufferPointer, Range<Int>) throws -> Event,
        visit: @escaping (Event) -> Void
    ) {
        (self.file, self.line, self.offset) = (file, line, offset)
        self.decode = { bytes, json, _ in try decode(bytes, json) }
        self.visit = visit
    }

    /// - Parameter decodeAt: also told where the JSON begins, counted from the start of the file.
    init(
        file: String, decodeAt: @escaping (UnsafeRawBufferPointer, Range<Int>, Int) throws -> Event,
        visit: @escaping (Event) -> Void
    ) {
        (self.file, line, offset) = (file, 1, 0)
        decode = decodeAt
        self.visit = visit
    }

    /// Bytes that are read at once.
    private static var block: Int { 1 << 20 }

    /// Reads the file at `file` from `offset` on, a block at a time: a journal may be larger than
    /// the memory that anyone would spend on it.
    ///
    /// - Parameters:
    ///   - isWhole: whether nobody writes to it now, so that a line that does not end is damaged; otherwise it is
    ///     left for the next time.
    ///   - end: where to end; nil for the file's end.
    /// - Throws: `JournalError` where the file cannot be read at all.
    mutating func readFile(isWhole: Bool = true, upTo end: Int? = nil) throws(JournalError) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path: file, step: "read", reason: SystemError.text(errno)) }
        defer { close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 || offset == 0 else {
            throw .system(path: file, step: "read", reason: SystemError.text(errno))
        }
        var buffer = [UInt8](repeating: 0, count: Self.block)
        var filled = 0
        var left = end.map { $0 - offset } ?? .max
        while true {
            // A line that is longer than the buffer.
            if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
            let count = buffer.withUnsafeMutableBytes { bytes in
                Foundation.read(descriptor, bytes.baseAddress.map { $0 + filled }, min(left, bytes.count - filled))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .system(path: file, step: "read", reason: SystemError.text(errno)) }
            filled += count
            left -= count
            let used = buffer.withUnsafeBytes { bytes in
                read(UnsafeRawBufferPointer(rebasing: bytes[..<filled]), isLast: count == 0 && isWhole)
            }
            if count == 0 { return }
            if used > 0 {
                buffer.withUnsafeMutableBytes { bytes in
                    guard let base = bytes.baseAddress else { return }
                    memmove(base, base + used, filled - used)
                }
                filled -= used
            }
        }
    }

    /// Reads the lines that end here, and where nothing follows also the one that does not.
    /// - Returns: how many bytes those were; the others are to be given again.
    @discardableResult
    mutating func read(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int {
        var start = 0
        while start < bytes.count {
            let end = Self.lineEnd(bytes, from: start)
            if end == bytes.count && !isLast { break }
            // Empty lines carry nothing and say nothing.
            if end > start { read(bytes, start ..< end, isTail: end == bytes.count) }
            start = min(end + 1, bytes.count)
            line += 1
        }
        offset += start
        return start
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(JournalLine.newline), bytes.count - start)
        else { return bytes.count }
        return base.distance(to: UnsafeRawPointer(found))
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isTail: Bool) {
        let what: JournalDamage.What
        switch event(bytes, range) {
        case .success(let event):
            // A last line that lacks only its newline is whole.
            visit(event)
            return
        case .failure(let damage):
            what = damage.what
        }
        let saved = salvage(bytes, range)
        saved.events.forEach(visit)
        let reported: JournalDamage.What =
            saved.isComplete ? .lineBreak : isTail && saved.events.isEmpty ? .tornTail : what
        damage.append(JournalDamage(file: file, line: line, offset: offset + range.lowerBound, what: reported))
    }

    private struct Damage: Error {
        var what: JournalDamage.What
    }

    private func event(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Result<Event, Damage> {
        switch JournalLine.check(bytes, range) {
        case .damaged(let what): return .failure(Damage(what: what))
        case .whole(let json):
            do {
                return .success(try decode(bytes, json, offset + json.lowerBound))
            } catch {
                return .failure(Damage(what: .undecodable(reason: Self.reason(error))))
            }
        }
    }

    /// In a few words; the library's own are several lines.
    private static func reason(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        return switch error as? DecodingError {
        case .keyNotFound(let key, let context): "'\(key.stringValue)' is missing in '\(place(context.codingPath))'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? context.debugDescription : "'\(place(context.codingPath))': \(context.debugDescription)"
        default: "\(error)"
        }
    }

    private struct Salvage {
        var events: [Event] = []
        /// Nothing but line breaks was lost.
        var isComplete = true
    }

    /// Where a newline itself was damaged, two whole lines stand on one. Takes the bytes apart
    /// wherever a header stands and keeps what has its checksum.
    /// - Complexity: O(n): the pieces do not overlap.
    private func salvage(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Salvage {
        let starts = range.filter { JournalLine.startsWithHeader(bytes, $0 ..< range.upperBound) }
        guard let first = starts.first else { return Salvage(isComplete: false) }
        var saved = Salvage(isComplete: first == range.lowerBound)
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : range.upperBound
            // The byte that was the newline stands at the end of the piece.
            let event = (try? event(bytes, start ..< end - 1).get()) ?? (try? event(bytes, start ..< end).get())
            if let event { saved.events.append(event) } else { saved.isComplete = false }
        }
        return saved
    }
}
