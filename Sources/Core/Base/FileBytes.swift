import Foundation

/// What a file holds, by system calls. Not Foundation's way: that does not always tell why a file cannot be read.
enum FileBytes {
    /// - Parameter limit: how many bytes from the beginning; the file may have fewer.
    /// - Throws: `FileError`, also for a folder.
    static func read(_ path: String, upTo limit: Int = .max) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused(.read, path: path, code: errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw .refused(.read, path: path, code: errno) }
        // Some file systems give folders no size: nothing would then be read, and nothing refused.
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw .refused(.read, path: path, code: EISDIR) }
        var bytes = [UInt8](repeating: 0, count: min(limit, max(0, Int(facts.st_size))))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                // `filled < count` means that the array is not empty and has an address.
                Foundation.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .refused(.read, path: path, code: errno) }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// What a file or a pipe gives until its end, however much it says that it has: of a pipe nobody knows that.
    /// - Parameter limit: nothing is read beyond so many bytes.
    /// - Throws: `FileError`, also for a folder.
    static func readToEnd(_ path: String, upTo limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused(.read, path: path, code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while bytes.count < limit {
            let count = part.withUnsafeMutableBytes { buffer in Foundation.read(descriptor, buffer.baseAddress, buffer.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .refused(.read, path: path, code: errno) }
            if count == 0 { break }
            bytes += part.prefix(min(count, limit - bytes.count))
        }
        return bytes
    }
}
