import Foundation

/// Who works in a results folder.
public struct LockHolder: Hashable, Sendable, Codable {
    /// Of the process that holds the lock.
    public var pid: Int32
    /// The name of its machine: the folder may be shared.
    public var host: String
    /// When it took the lock, ISO 8601.
    public var since: String

    /// - Parameter since: ISO 8601.
    public init(pid: Int32, host: String, since: String) {
        self.pid = pid
        self.host = host
        self.since = since
    }

    /// This process, now.
    public static func current() -> LockHolder {
        LockHolder(
            pid: getpid(), host: HostName.current, since: Date.now.formatted(.iso8601))
    }
}

/// Why a results folder cannot be worked in.
public enum ResultsLockError: Error, Hashable, CustomStringConvertible {
    /// Another process has it; nil where it has not yet written who it is.
    case held(folder: String, by: LockHolder?)
    case system(path: String, reason: String)

    /// For people: who has the folder, or what the system said, and what can be done.
    public var description: String {
        switch self {
        case .held(let folder, let holder?):
            "\(folder) is in use by process \(holder.pid) on \(holder.host) since \(holder.since); wait for it, stop it, "
                + "or choose another folder with --results."
        case .held(let folder, nil):
            "\(folder) is in use by another process; wait for it, or choose another folder with --results."
        case .system(let path, let reason):
            "\(path): could not lock the results folder: \(reason)."
        }
    }
}

/// Keeps a second process out of a results folder for as long as this object lives. The kernel
/// gives the lock back when the process dies, however it dies: a stale lock there is not.
///
/// `flock` and not the mere existence of the file, which would outlive a crash; and not `fcntl`'s
/// record locks, which a process loses when anything in it closes the file.
public final class ResultsLock: Sendable {
    /// The results folder.
    public let folder: String
    private let descriptor: Int32

    /// - Parameters:
    ///   - folder: must exist.
    ///   - patience: seconds to wait for a holder, which may be just going away: a process that was killed
    ///     takes a moment to be gone, and its child another.
    /// - Throws: `ResultsLockError`.
    public init(
        folder: String, holder: LockHolder = .current(), patience: Double = 0
    ) throws(ResultsLockError) {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(patience)
        let path = folder + "/.lock"
        var descriptor = try Self.file(path)
        var losses = 0
        while true {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                // More often it is a file system that numbers its files anew.
                if losses >= 5 || Self.isThere(descriptor, path) { break }
                losses += 1
                // Of a submission that was undone, with its folder perhaps: who comes now locks another file.
                close(descriptor)
                descriptor = try Self.file(path)
                continue
            }
            let code = errno
            if code == EINTR { continue }
            if code == EWOULDBLOCK, clock.now < end {
                usleep(20_000)
                continue
            }
            let other = code == EWOULDBLOCK ? Self.read(descriptor) : nil
            close(descriptor)
            throw code == EWOULDBLOCK
                ? .held(folder: folder, by: other) : .system(path: path, reason: SystemError.text(code))
        }
        self.folder = folder
        self.descriptor = descriptor
        Self.write(holder, to: descriptor)
    }

    private static func file(_ path: String) throws(ResultsLockError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path: path, reason: SystemError.text(errno)) }
        return descriptor
    }

    /// Whether a file still has that name.
    private static func isThere(_ descriptor: Int32, _ path: String) -> Bool {
        var (mine, named) = (stat(), stat())
        guard fstat(descriptor, &mine) == 0, stat(path, &named) == 0 else { return false }
        return mine.st_ino == named.st_ino && mine.st_dev == named.st_dev
    }

    /// The file stays: taking it away would let a third process lock a new one while a second
    /// still waits at the old.
    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Who has a folder at this moment, without taking it or writing anything.
    /// - Returns: nil where nobody has it, as far as can be seen; `.held` otherwise.
    public static func held(folder: String) -> ResultsLockError? {
        let descriptor = open(folder + "/.lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Shared, for an instant: whoever wants the folder at this very moment tries for longer.
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return .held(folder: folder, by: read(descriptor))
    }

    private static func read(_ descriptor: Int32) -> LockHolder? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return try? JSONDecoder().decode(LockHolder.self, from: Data(bytes.prefix(count)))
    }

    /// Only for people; a full disk must not keep the lock from being a lock.
    private static func write(_ holder: LockHolder, to descriptor: Int32) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var text = try? encoder.encode(holder) else { return }
        text.append(JournalLine.newline)
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
}
