import Foundation
import Synchronization

/// Writes to a terminal or a pipe from a thread of its own, so that whoever has something to say never waits for the
/// reader: a terminal stopped by Ctrl-S, or a laptop that was closed, must not hold up a night's work. What waits is kept
/// in order and up to a limit; lines beyond it are counted, and the number is said where they are missing.
final class OutputQueue: Sendable {
    private struct Piece {
        let bytes: [UInt8]
        let descriptor: Int32
    }

    private struct State {
        var waiting: [Piece] = []
        /// Bytes that wait or are being written.
        var size = 0
        /// Bytes written since the beginning: what tells a slow reader from none.
        var written = 0
        var limit: Int
        /// Bytes that must be free before lines are taken again, so that not every other line is lost.
        var margin: Int
        /// Lines not taken since the last that was, by descriptor.
        var lost: [Int32: Int] = [:]
        /// `written` when a flush gave up: without a byte since then, the next one need not wait.
        var givenUpAt: Int?

        mutating func append(_ bytes: [UInt8], to descriptor: Int32) {
            waiting.append(Piece(bytes: bytes, descriptor: descriptor))
            size += bytes.count
        }
    }

    /// Bytes that wait at most: some ten thousand lines.
    static let usualLimit = 4 << 20
    /// What is kept free for the last lines of a run.
    static let reserve = 256 << 10
    /// Bytes in one call of `write`: up to so many a pipe takes as a whole, and a slow reader is seen to get on.
    private static let most = 4096

    private let state: Mutex<State>
    private let wake = DispatchSemaphore(value: 0)
    /// What is said in the place of so many lines.
    private let notice: @Sendable (_ lost: Int, _ descriptor: Int32) -> String

    /// Call it on an unbound thread: the writing thread has its processors.
    init(limit: Int = usualLimit, notice: @escaping @Sendable (_ lost: Int, _ descriptor: Int32) -> String) {
        state = Mutex(State(limit: limit, margin: limit / 4))
        self.notice = notice
        Thread.detachNewThread { [self] in
            while true {
                wake.wait()
                while let pieces = take() { pieces.forEach(write) }
            }
        }
    }

    /// - Returns: false where there is no room; the lines are counted as lost.
    @discardableResult
    func add(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        guard !bytes.isEmpty else { return true }
        defer { wake.signal() }
        return state.withLock { state in
            let room = state.limit - (state.lost.isEmpty ? 0 : state.margin)
            guard state.size == 0 || state.size + bytes.count <= room else {
                state.lost[descriptor, default: 0] += max(1, bytes.count { $0 == UInt8(ascii: "\n") })
                return false
            }
            tellLost(&state)
            state.append(bytes, to: descriptor)
            return true
        }
    }

    /// For what the next such replaces.
    /// - Returns: false where something waits already; nothing is lost then.
    func addLive(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        defer { wake.signal() }
        return state.withLock { state in
            guard state.size == 0, state.lost.isEmpty else { return false }
            state.append(bytes, to: descriptor)
            return true
        }
    }

    /// From now on also the reserve may be filled.
    func makeRoom() {
        state.withLock { state in
            guard state.margin > 0 else { return }
            state.limit += Self.reserve
            state.margin = 0
        }
    }

    /// Blocks until all is written, or the reader takes nothing for so long. Counts its own naps, not the clock: time in
    /// which this process is stopped is not the reader's.
    /// - Parameters:
    ///   - patience: seconds without a byte taken.
    ///   - most: seconds in all; nil for as long as the reader gets on.
    ///   - isHurried: asked on the way; a second after it said yes this ends.
    /// - Returns: whether all was written.
    @discardableResult
    func flush(patience: Double, most: Double? = nil, isHurried: () -> Bool = { false }) -> Bool {
        let nap = 0.005
        var (idle, naps, left) = (0, 0, most.map { Int($0 / nap) } ?? .max)
        var last: Int?
        var wasHurried = false
        while true {
            let (isDone, written, givenUpAt) = state.withLock { state in
                (state.size == 0 && state.lost.isEmpty, state.written, state.givenUpAt)
            }
            if isDone { return true }
            if !wasHurried, isHurried() {
                wasHurried = true
                left = min(left, naps + Int(1 / nap))
            }
            idle = written == last ? idle + 1 : 0
            last = written
            if givenUpAt == written || idle > Int(patience / nap) || naps >= left {
                state.withLock { $0.givenUpAt = written }
                return false
            }
            usleep(UInt32(nap * 1e6))
            naps += 1
        }
    }

    // MARK: - The writing thread

    private func take() -> [Piece]? {
        state.withLock { state in
            if state.waiting.isEmpty { tellLost(&state) }
            guard !state.waiting.isEmpty else { return nil }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func tellLost(_ state: inout State) {
        guard !state.lost.isEmpty else { return }
        for (descriptor, count) in state.lost.sorted(by: { $0.key < $1.key }) {
            state.append(Array(notice(count, descriptor).utf8), to: descriptor)
        }
        state.lost = [:]
    }

    private func write(_ piece: Piece) {
        var rest = piece.bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.most)
            // What is refused for good (a reader that went away) is lost, as everywhere.
            let isRefused = Terminal.writeNow(Array(part), to: piece.descriptor) != nil
            let count = isRefused ? rest.count : part.count
            rest = rest.dropFirst(count)
            state.withLock { state in
                state.size -= count
                state.written += count
            }
        }
    }
}
