import Foundation
@testable import Sweep
import Testing

/// What a run says to a reader that takes nothing, or comes late.
@Suite struct OutputQueueTests {
    private struct Pipe {
        var reading: Int32
        var writing: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            try #require(pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
    }

    /// All that comes, on a thread of its own.
    private final class Reader: @unchecked Sendable {
        private let done = DispatchSemaphore(value: 0)
        private var bytes: [UInt8] = []

        init(_ descriptor: Int32) {
            Thread.detachNewThread { [self] in
                var buffer = [UInt8](repeating: 0, count: 3000)
                while true {
                    let count = read(descriptor, &buffer, buffer.count)
                    guard count > 0 else { break }
                    bytes += buffer[..<count]
                }
                done.signal()
            }
        }

        /// Blocks until the other end is closed.
        var lines: [String] {
            done.wait()
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    @Test func `a late reader has every line that was taken, in order, and the number of the others`() throws {
        let ends = try Pipe()
        defer { close(ends.reading) }
        // Its margin, a quarter, is more than the pipe takes: that frees no room for further lines, whenever it happens.
        let queue = OutputQueue(limit: 400_000) { count, _ in "\(count) lost\n" }
        let all = 50_000
        let taken = (0 ..< all).count { queue.add(Array("line \($0)\n".utf8), to: ends.writing) }
        #expect(taken > 1000 && taken < all)
        #expect(!queue.addLive(Array("live\n".utf8), to: ends.writing))
        #expect(!queue.flush(patience: 0.05), "nobody reads")
        // The run's last lines have their room.
        queue.makeRoom()
        #expect(queue.add(Array("last\n".utf8), to: ends.writing))
        let reader = Reader(ends.reading)
        while !queue.flush(patience: 0.05) { usleep(1000) }
        close(ends.writing)
        let isAll = reader.lines == (0 ..< taken).map { "line \($0)" } + ["\(all - taken) lost", "last"]
        #expect(isAll)
    }

    @Test func `what is drawn anew is left out only while something waits`() throws {
        let ends = try Pipe()
        defer { close(ends.reading) }
        let queue = OutputQueue { _, _ in "" }
        #expect(queue.addLive(Array("one\n".utf8), to: ends.writing))
        #expect(queue.flush(patience: 60))
        #expect(queue.addLive(Array("two\n".utf8), to: ends.writing))
        #expect(queue.flush(patience: 60))
        close(ends.writing)
        #expect(Reader(ends.reading).lines == ["one", "two"])
    }

    @Test func `a reader that went away costs its lines and no time`() throws {
        signal(SIGPIPE, SIG_IGN)
        let ends = try Pipe()
        let queue = OutputQueue { _, _ in "" }
        close(ends.reading)
        for number in 0 ..< 1000 { queue.add(Array("line \(number)\n".utf8), to: ends.writing) }
        #expect(queue.flush(patience: 60))
        close(ends.writing)
    }
}
