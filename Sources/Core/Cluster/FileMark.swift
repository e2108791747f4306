import Foundation

/// Which file it is, by whatever path.
enum FileMark: Equatable {
    /// Without the device: the same file system, mounted twice, has two numbers. A copy has another inode.
    case found(Mark)
    case missing
    case unknown

    struct Mark: Equatable {
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    static func of(_ url: URL) -> FileMark {
        var facts = stat()
        guard stat(url.path, &facts) == 0 else { return [ENOENT, ENOTDIR].contains(errno) ? .missing : .unknown }
        #if os(macOS)
        let time = facts.st_mtimespec
        #else
        let time = facts.st_mtim
        #endif
        return .found(
            Mark(inode: UInt64(facts.st_ino), size: Int64(facts.st_size), seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec)))
    }
}
