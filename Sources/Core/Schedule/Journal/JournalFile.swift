import Foundation

/// The descriptor of an append-only file; the only place where a journal touches the disk to write.
/// Not thread-safe by itself: `append` needs a lock around it, `synchronise` may run beside it.
struct JournalFile: Sendable {
    let path: String
    private let descriptor: Int32
    /// The file ends in the midst of a line, so that the next write must begin with a newline.
    private(set) var isTorn: Bool

    init(path: String) throws(JournalError) {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path, "open") }
        self.path = path
        self.descriptor = descriptor
        isTorn = false
        do throws(JournalError) {
            isTorn = try endsWithinLine()
        } catch {
            Foundation.close(descriptor)
            throw error
        }
    }

    private func endsWithinLine() throws(JournalError) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw Self.failure(path, "read") }
        guard end > 0 else { return false }
        var last: UInt8 = 0
        guard pread(descriptor, &last, 1, end - 1) == 1 else { throw Self.failure(path, "read") }
        return last != JournalLine.newline
    }

    /// Appends a line in one write, so that lines of several writers never mix. Where the disk
    /// took only part of it and then no more, the next line will begin on a line of its own.
    mutating func append(_ line: UnsafeRawBufferPointer) throws(JournalError) {
        let failure = isTorn ? ([JournalLine.newline] + line).withUnsafeBytes { put($0) } : put(line)
        if let failure { throw failure }
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) -> JournalError? {
        let (written, code) = Self.writeAll(bytes, to: descriptor)
        if written > 0 { isTorn = bytes[written - 1] != JournalLine.newline }
        return written == bytes.count ? nil : Self.failure(path, "write", code)
    }

    /// How many bytes were written, and where those are not all, the error number.
    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> (Int, Int32) {
        var written = 0
        while written < bytes.count {
            let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                return (written, count == 0 ? ENOSPC : errno)
            }
        }
        return (written, 0)
    }

    func synchronise() throws(JournalError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else {
                // Pipes and special files have nothing to flush.
                if errno == EINVAL || errno == ENOTSUP { return }
                throw Self.failure(path, "flush to disk")
            }
        }
    }

    func close() throws(JournalError) {
        // Not repeated on EINTR: Linux has closed the descriptor all the same.
        guard Foundation.close(descriptor) == 0 || errno == EINTR else { throw Self.failure(path, "close") }
    }

    /// A new file is only safe once the folder that names it is on disk too.
    static func synchroniseFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Foundation.close(descriptor)
    }

    private static func failure(_ path: String, _ step: String, _ code: Int32 = errno) -> JournalError {
        .system(path: path, step: step, reason: SystemError.text(code))
    }
}
