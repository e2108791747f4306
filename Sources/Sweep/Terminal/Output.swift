import Foundation
import Synchronization

/// How standard output and standard error are written. Each command writes them as they come, and waits for its reader;
/// a run, once it has called `begin`, waits for nobody.
enum Output {
    private static let queues = Mutex<[Int32: OutputQueue]>([:])
    /// Signals heard so far.
    private static let signals = Atomic<Int>(0)

    /// Seconds that the end of a run waits for a reader that takes nothing.
    static let patience = 3.0
    /// The same where the process is to end at once.
    static let haste = 1.0

    /// From now on terminals and pipes are written by threads of their own. A file has no reader to wait for: it is
    /// written at once, and has its lines whatever becomes of this process. What waits at the end is written
    /// then; whoever calls `_exit` calls `end` before.
    /// - Parameter notice: what is said in the place of so many lost lines, with its end of line.
    static func begin(notice: @escaping @Sendable (_ lost: Int, _ descriptor: Int32) -> String) {
        let (out, errors) = (file(STDOUT_FILENO), file(STDERR_FILENO))
        queues.withLock { queues in
            guard queues.isEmpty else { return }
            if out != nil { queues[STDOUT_FILENO] = OutputQueue(notice: notice) }
            // The same terminal keeps the order of both.
            if let errors { queues[STDERR_FILENO] = errors == out ? queues[STDOUT_FILENO] : OutputQueue(notice: notice) }
        }
        atexit { Output.end() }
    }

    /// Nil where it is written at once.
    static func queue(_ descriptor: Int32) -> OutputQueue? { queues.withLock { $0[descriptor] } }

    /// Room for a run's last lines.
    static func makeRoom() {
        for queue in all { queue.makeRoom() }
    }

    /// Blocks until all is written, or nobody reads it.
    /// - Parameters:
    ///   - patience: seconds without a byte taken.
    ///   - most: seconds in all, for each stream; nil for as long as the reader gets on.
    static func end(patience: Double = patience, most: Double? = nil) {
        let before = signals.load(ordering: .acquiring)
        for queue in all {
            queue.flush(patience: patience, most: most) { signals.load(ordering: .acquiring) != before }
        }
    }

    /// As `end`, for about a second.
    static func endSoon() { end(patience: haste, most: haste) }

    /// A signal came: an `end` under way shall not last.
    static func hurry() { signals.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    private static var all: [OutputQueue] {
        queues.withLock { queues in
            let (out, errors) = (queues[STDOUT_FILENO], queues[STDERR_FILENO])
            return [out, errors === out ? nil : errors].compactMap { $0 }
        }
    }

    private struct File: Equatable {
        let device: UInt64
        let number: UInt64
    }

    /// Nil for a file on a disk, and for what is closed.
    private static func file(_ descriptor: Int32) -> File? {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG else { return nil }
        return File(device: UInt64(truncatingIfNeeded: facts.st_dev), number: UInt64(facts.st_ino))
    }
}
