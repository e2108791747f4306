import Foundation

/// A file of lines, cut where lines end into sections, which may be decoded beside each other. Not thread-safe.
struct SectionedFile: Sendable {
    struct Section: Sendable {
        /// From 0.
        var number: Int
        /// Of the first byte, from the start of the file.
        var offset: Int
        /// In the buffer that was filled.
        var count: Int
        /// Whether the file ends with it. The others end with a newline.
        var isLast: Bool
    }

    private let path: String
    private let descriptor: Int32
    private let size: Int
    /// What was read beyond the last section: the beginning of a line.
    private var rest: [UInt8] = []
    /// Of `rest`, from the start of the file.
    private var offset: Int
    /// How many sections there were.
    private(set) var number = 0
    private var isAtEnd = false

    /// - Parameters:
    ///   - offset: where a line begins.
    ///   - size: bytes of a section; more where a line is longer.
    /// - Throws: `JournalError`.
    init(path: String, offset: Int, size: Int) throws(JournalError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        (self.path, self.offset, self.size) = (path, offset, size)
        guard descriptor >= 0 else { throw failure() }
        guard offset == 0 || lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            let error = failure()
            Foundation.close(descriptor)
            throw error
        }
    }

    func close() { Foundation.close(descriptor) }

    /// About how many sections there are.
    var estimate: Int {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return 1 }
        return max(0, Int(facts.st_size) - offset) / size + 1
    }

    /// Reads the next section; nil after the last one.
    /// - Throws: `JournalError`; then there is none any more.
    mutating func next(into buffer: inout [UInt8]) throws(JournalError) -> Section? {
        if isAtEnd { return nil }
        var filled = rest.count
        if buffer.count < filled + size { buffer += [UInt8](repeating: 0, count: filled + size - buffer.count) }
        buffer.replaceSubrange(0 ..< filled, with: rest)
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                read(descriptor, bytes.baseAddress.map { $0 + filled }, bytes.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            isAtEnd = count <= 0
            guard count >= 0 else { throw failure() }
            if count == 0 { return section(filled, isLast: true) }
            let new = filled ..< filled + count
            filled = new.upperBound
            guard filled == buffer.count, let end = buffer[new].lastIndex(of: JournalLine.newline) else {
                if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
                continue
            }
            rest = Array(buffer[(end + 1)...])
            return section(end + 1, isLast: false)
        }
    }

    private mutating func section(_ count: Int, isLast: Bool) -> Section {
        defer { (number, offset) = (number + 1, offset + count) }
        return Section(number: number, offset: offset, count: count, isLast: isLast)
    }

    private func failure() -> JournalError { .system(path: path, step: "read", reason: SystemError.text(errno)) }
}
