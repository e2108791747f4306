import Foundation

/// Why cores cannot be locked. Never fatal: without locks sweeps merely do not see one another.
public enum CoreLockError: Error, Hashable, CustomStringConvertible {
    case system(path: String, reason: String)
    /// Something else stands there: a link, a pipe, a file with two names.
    case odd(path: String, what: String)

    /// For people: the path, what is wrong there, and how to do without.
    public var description: String {
        let rest = "SWEEP_CORE_LOCKS=<folder> names another place, SWEEP_CORE_LOCKS=off does without"
        return switch self {
        case .system(let path, let reason): "\(path): \(reason); \(rest)"
        case .odd(let path, let what): "\(path): \(what); \(rest)"
        }
    }
}

/// Where sweeps on one machine tell each other which cores they use: a file per physical core, locked
/// with `flock` by whoever works there. The kernel gives the lock back when the process dies; what the
/// file says is for people.
///
/// Every user of the machine writes here, so nothing in it is trusted: no link is followed, only
/// plain files with one name are written, and the content is read as text that anybody may have put
/// there. A hostile user can hold locks and so keep sweeps waiting; he cannot make them write
/// elsewhere.
public struct CoreLockFolder: Sendable {
    /// Common to all users of a machine.
    public static let standard = "/tmp/sweep-cores"
    /// Made when the first core is taken, where it does not exist.
    public let path: String

    /// - Parameter path: of the folder; `standard` but for tests and where a person names another.
    public init(path: String) { self.path = path }

    /// - Parameter environment: `SWEEP_CORE_LOCKS`, a folder or `off`.
    /// - Returns: nil for `off`.
    public init?(environment: [String: String]) {
        switch environment["SWEEP_CORE_LOCKS"] {
        case "off": return nil
        case nil, "": self.init(path: Self.standard)
        case let path?: self.init(path: path)
        }
    }

    /// Who uses which core, by `Core.index`; `except` are passed over. Does not create the folder.
    ///
    /// A core is found free by sharing its lock for an instant, so a core that is looked at is not
    /// taken for one that is used (`lock` tries again).
    ///
    /// - Throws: `CoreLockError`.
    public func survey(
        _ cores: [MachineLayout.Core], except mine: Set<Int> = []
    ) throws(CoreLockError) -> [Int: CoreHolder] {
        guard let folder = try open(create: false) else { return [:] }
        defer { close(folder) }
        var held: [Int: CoreHolder] = [:]
        for core in cores where !mine.contains(core.index) {
            guard let file = try file(of: core, in: folder, create: false) else { continue }
            defer { close(file.descriptor) }
            if try !lock(file.descriptor, LOCK_SH, core) { held[core.index] = Self.holder(file.descriptor) }
        }
        return held
    }

    /// Takes a core; nil where another process has it.
    func take(_ core: MachineLayout.Core, for holder: CoreHolder) throws(CoreLockError) -> CoreLock? {
        guard let folder = try open(create: true) else { return nil }
        defer { close(folder) }
        guard let file = try file(of: core, in: folder, create: true) else { return nil }
        // Whoever surveys shares the lock for some microseconds.
        for attempt in 0 ..< 4 {
            if attempt > 0 { usleep(2000) }
            var isLocked = false
            do throws(CoreLockError) {
                isLocked = try lock(file.descriptor, LOCK_EX, core)
            } catch {
                close(file.descriptor)
                throw error
            }
            if isLocked { return CoreLock(core.index, file.descriptor, writable: file.writable, holder) }
        }
        close(file.descriptor)
        return nil
    }

    private func lock(_ descriptor: Int32, _ kind: Int32, _ core: MachineLayout.Core) throws(CoreLockError) -> Bool {
        while flock(descriptor, kind | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            if code == EWOULDBLOCK { return false }
            throw .system(path: "\(path)/\(Self.name(of: core))", reason: SystemError.text(code))
        }
        return true
    }

    // MARK: - Files

    /// "package0-cpu0,16.lock".
    static func name(of core: MachineLayout.Core) -> String {
        "package\(core.package)-cpu\(ProcessorSet(core.processors.map(\.os))).lock"
    }

    /// Nil where there is none and none is to be created.
    private func open(create: Bool) throws(CoreLockError) -> Int32? {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var descriptor = Foundation.open(path, flags)
        if descriptor < 0, errno == ENOENT {
            guard create else { return nil }
            let isMine = mkdir(path, 0o777) == 0
            descriptor = Foundation.open(path, flags)
            // For all users, whatever our umask; sticky, so that nobody takes away another's file.
            if isMine, descriptor >= 0 { fchmod(descriptor, 0o1777) }
        }
        guard descriptor >= 0 else {
            let code = errno
            if code == ELOOP || code == ENOTDIR { throw .odd(path: path, what: "not a folder") }
            throw .system(path: path, reason: SystemError.text(code))
        }
        return descriptor
    }

    private func file(
        of core: MachineLayout.Core, in folder: Int32, create: Bool
    ) throws(CoreLockError) -> (descriptor: Int32, writable: Bool)? {
        let name = Self.name(of: core)
        let flags = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        var writable = true
        var descriptor: Int32 = -1
        // In a sticky folder Linux refuses O_CREAT on a file that is there and another user's
        // (fs.protected_regular): so the existing one is opened first.
        for _ in 0 ..< 3 {
            descriptor = openat(folder, name, flags | O_RDWR)
            if descriptor < 0, errno == EACCES {
                // A lock needs no more than a look.
                descriptor = openat(folder, name, flags | O_RDONLY)
                writable = false
            }
            guard descriptor < 0, errno == ENOENT else { break }
            guard create else { return nil }
            descriptor = openat(folder, name, flags | O_RDWR | O_CREAT | O_EXCL, 0o666)
            if descriptor >= 0 { fchmod(descriptor, 0o666) }
            if descriptor >= 0 || errno != EEXIST { break }
        }
        guard descriptor >= 0 else {
            let code = errno
            if code == ELOOP { throw .odd(path: "\(path)/\(name)", what: "a link stands where a lock file should be") }
            throw .system(path: "\(path)/\(name)", reason: SystemError.text(code))
        }
        var facts = stat()
        // A second name could be that of a file of ours somewhere else.
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_nlink == 1 else {
            close(descriptor)
            throw .odd(path: "\(path)/\(name)", what: "not a lock file")
        }
        return (descriptor, writable)
    }

    private static func holder(_ descriptor: Int32) -> CoreHolder {
        var bytes = [UInt8](repeating: 0, count: CoreHolder.largestFile)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? CoreHolder(file: Array(bytes.prefix(count))) : .unknown
    }
}

/// A core that this process uses, for as long as the object lives.
final class CoreLock: Sendable {
    let core: Int
    private let descriptor: Int32
    private let writable: Bool

    fileprivate init(_ core: Int, _ descriptor: Int32, writable: Bool, _ holder: CoreHolder) {
        self.core = core
        self.descriptor = descriptor
        self.writable = writable
        guard writable else { return }
        let text = holder.file
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// The file stays, as that of a results folder does: taking it away would let two processes lock
    /// two files of one name.
    deinit {
        if writable { ftruncate(descriptor, 0) }
        close(descriptor)
    }
}
