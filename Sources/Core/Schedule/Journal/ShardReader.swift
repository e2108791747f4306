import Foundation

/// Reads one shard: every line that is whole, whatever happened to its neighbours.
struct ShardReader {
    let file: String
    private let decoder = JournalLine.makeDecoder()

    init(file: String) {
        self.file = file
    }

    func read(_ bytes: UnsafeRawBufferPointer, into journal: inout Journal) {
        var start = 0
        var line = 1
        while start < bytes.count {
            let end = Self.lineEnd(bytes, from: start)
            // Empty lines carry nothing and say nothing.
            if end > start {
                read(bytes, start ..< end, line: line, isTail: end == bytes.count, into: &journal)
            }
            start = end + 1
            line += 1
        }
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(JournalLine.newline), bytes.count - start)
        else { return bytes.count }
        return base.distance(to: UnsafeRawPointer(found))
    }

    private func read(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, line: Int, isTail: Bool, into journal: inout Journal
    ) {
        let what: JournalDamage.What
        switch event(bytes, range) {
        case .success(let event):
            // A last line that lacks only its newline is whole.
            journal.events.append(event)
            return
        case .failure(let damage):
            what = damage.what
        }
        let saved = salvage(bytes, range)
        journal.events += saved.events
        let reported: JournalDamage.What =
            saved.isComplete ? .lineBreak : isTail && saved.events.isEmpty ? .tornTail : what
        journal.damage.append(JournalDamage(file: file, line: line, offset: range.lowerBound, what: reported))
    }

    private struct Damage: Error {
        var what: JournalDamage.What
    }

    private func event(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Result<JournalEvent, Damage> {
        switch JournalLine.check(bytes, range) {
        case .damaged(let what): return .failure(Damage(what: what))
        case .whole(let json):
            do {
                return .success(try decoder.decode(JournalEvent.self, from: Data(bytes[json])))
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
        var events: [JournalEvent] = []
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
