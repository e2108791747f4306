import Foundation

/// A file whose content is made block by block and takes its name at the end, as `AtomicFile` does it.
/// Where the file has these very bytes already, nothing is written: a large table that did not change
/// must not go to disk again.
struct ReplacingFile: ~Copyable {
    private let url: URL
    /// The file as it is, while it is the same so far; -1 otherwise.
    private var old: Int32
    /// The one that will take its place; nil while none is needed.
    private var new: AtomicFile.Temporary?
    private var count = 0

    init(_ url: URL) {
        self.url = url
        old = open(url.path, O_RDONLY | O_CLOEXEC)
    }

    deinit {
        if old >= 0 { close(old) }
        new?.discard()
    }

    /// - Throws: `FileError`; then the file is as it was before.
    mutating func append(_ bytes: [UInt8]) throws(FileError) {
        if new == nil, !Self.isNext(bytes, in: old, at: count) { try begin() }
        if let new { try new.write(bytes) }
        count += bytes.count
    }

    /// - Throws: `FileError`; then the file is as it was before.
    consuming func finish() throws(FileError) {
        if new == nil {
            var status = stat()
            if old >= 0, fstat(old, &status) == 0, Int(status.st_size) == count { return }
            try begin()
        }
        guard let file = new else { return }
        // Whatever happens now, the temporary file is gone afterwards.
        new = nil
        try file.takeName()
    }

    private static func isNext(_ bytes: [UInt8], in file: Int32, at offset: Int) -> Bool {
        guard file >= 0 else { return false }
        return read(file, offset ..< offset + bytes.count) == bytes
    }

    private static func read(_ file: Int32, _ range: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let got = pread(
                    file, buffer.baseAddress.map { $0 + filled }, range.count - filled, off_t(range.lowerBound + filled))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { return }
                filled += got
            }
        }
    }

    /// From here on it is another file, with the same beginning.
    private mutating func begin() throws(FileError) {
        let file = try AtomicFile.Temporary(for: url)
        new = file
        var copied = 0
        while copied < count {
            let block = Self.read(old, copied ..< min(count, copied + 1 << 20))
            guard !block.isEmpty else { throw .refused(.read, path: url.path, code: EIO) }
            try file.write(block)
            copied += block.count
        }
        if old >= 0 { close(old) }
        old = -1
    }
}
