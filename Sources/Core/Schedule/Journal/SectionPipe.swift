import Dispatch
import Foundation
import Synchronization

/// A journal's file on its way from the disk to whoever takes its events up: sections are decoded on several threads,
/// and handed on in their order. On one thread decoding took as long as all the rest.
final class SectionPipe: Sendable {
    /// What one section holds.
    private struct Decoded: Sendable {
        var events: [PackedEvent] = []
        /// With lines counted from the section's first, which is 1.
        var damage: [JournalDamage] = []
        var lines = 0
        /// That need not be read again.
        var bytes = 0
    }

    private struct State: Sendable {
        /// By number; those that were not taken yet.
        var decoded: [Int: Decoded] = [:]
        var taken = 0
        /// Nil while nobody has met it.
        var end: End?
    }

    private struct End: Sendable {
        /// How many sections there are.
        var count: Int
        /// Why there are no more; nil where the file has none.
        var failure: JournalError?
    }

    /// What was found behind the place where reading began.
    struct Found: Sendable {
        var damage: [JournalDamage] = []
        var lines = 0
        var bytes = 0
    }

    private static var filled: Int { 0 }
    private static var emptied: Int { 1 }
    /// Sections that may wait, so that memory stays small.
    private static var most: Int { 8 }
    /// Bytes of a section, some hundreds of lines.
    static var size: Int { 1 << 18 }

    private let path: String
    private let isWhole: Bool
    private let detail: Journal.Detail
    private let file: Mutex<SectionedFile>
    private let monitor = Monitor(State(), conditions: 2)

    private init(_ path: String, _ file: SectionedFile, isWhole: Bool, _ detail: Journal.Detail) {
        (self.path, self.isWhole, self.detail) = (path, isWhole, detail)
        self.file = Mutex(file)
    }

    /// Calls `visit` with every event of a file from `offset` on, in its order, on this thread.
    ///
    /// - Parameters:
    ///   - isWhole: whether nobody writes to it now, so that a line that does not end is damaged; otherwise it is
    ///     left for the next time.
    ///   - size: bytes of a section.
    /// - Throws: `JournalError` where the file cannot be read at all, behind the events that could.
    static func run(
        _ path: String, line: Int, offset: Int, isWhole: Bool, _ detail: Journal.Detail, size: Int,
        visit: (PackedEvent) -> Void
    ) throws(JournalError) -> Found {
        let file = try SectionedFile(path: path, offset: offset, size: size)
        let pipe = SectionPipe(path, file, isWhole: isWhole, detail)
        // No more than may work at once: of those that wait for a core nobody has an advantage.
        let threads = min(file.estimate, ProcessInfo.processInfo.activeProcessorCount, 4)
        for _ in 0 ..< max(1, threads) {
            DispatchQueue.global(qos: .userInitiated).async { pipe.decode() }
        }
        var found = Found()
        while let section = pipe.take() {
            section.events.forEach(visit)
            for var damage in section.damage {
                damage.line += line - 1 + found.lines
                found.damage.append(damage)
            }
            found.lines += section.lines
            found.bytes += section.bytes
        }
        // A thread that begins only now finds nothing left to read.
        file.close()
        if let failure = pipe.monitor.withLock(\.end?.failure) { throw failure }
        return found
    }

    /// Takes section after section from the file.
    private func decode() {
        var scanner = EventScanner(detail)
        var events: [PackedEvent] = []
        var buffer: [UInt8] = []
        while let section = next(into: &buffer) {
            events.reserveCapacity(section.count / 512)
            var reader = ShardReader(
                file: path, offset: section.offset, decode: { try scanner.packed($0, $1) }, visit: { events.append($0) })
            let used = buffer.withUnsafeBytes {
                reader.read(UnsafeRawBufferPointer(rebasing: $0[..<section.count]), isLast: section.isLast && isWhole)
            }
            put(Decoded(events: events, damage: reader.damage, lines: reader.line - 1, bytes: used), section.number)
            events = []
        }
    }

    private func next(into buffer: inout [UInt8]) -> SectionedFile.Section? {
        // As a result: no typed errors pass through the lock.
        let next = file.withLock { file -> Result<SectionedFile.Section?, JournalError> in
            do throws(JournalError) { return .success(try file.next(into: &buffer)) } catch { return .failure(error) }
        }
        switch next {
        case .success(let section):
            if let section, section.isLast { end(.init(count: section.number + 1)) }
            return section
        case .failure(let error):
            end(.init(count: file.withLock(\.number), failure: error))
            return nil
        }
    }

    private func end(_ end: End) {
        monitor.withLock { $0.end = end }
        monitor.signal(Self.filled)
    }

    private func put(_ decoded: Decoded, _ number: Int) {
        monitor.wait(on: Self.emptied) { state -> Void? in
            // The one that is waited for never waits.
            guard number < state.taken + Self.most else { return nil }
            state.decoded[number] = decoded
            monitor.signal(Self.filled)
            return ()
        }
    }

    /// Nil when all is taken.
    private func take() -> Decoded? {
        monitor.wait(on: Self.filled) { state -> Decoded?? in
            guard let next = state.decoded.removeValue(forKey: state.taken) else {
                return state.taken == state.end?.count ? .some(nil) : nil
            }
            state.taken += 1
            monitor.broadcast(Self.emptied)
            return next
        }
    }
}
