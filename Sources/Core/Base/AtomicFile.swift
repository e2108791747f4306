import Foundation

/// A call of the operating system on a file that did not succeed.
public enum FileError: Error, Equatable, CustomStringConvertible {
    /// What was being done to the path.
    public enum Operation: String, Sendable {
        case create, open, read, write, flush, rename, remove
        case createFolder = "create folder"
    }

    /// - Parameters:
    ///   - code: the value of `errno`.
    case refused(Operation, path: String, code: Int32)

    /// For people: the path, what was refused and why, and what to do about it.
    public var description: String {
        switch self {
        case .refused(.read, let path, ENOENT), .refused(.open, let path, ENOENT): "\(path): no such file; correct the path"
        case .refused(let operation, let path, let code):
            "\(path): cannot \(operation.rawValue): \(String(cString: strerror(code))); \(Self.advice(for: code))"
        }
    }

    /// Whether whatever else is written would be refused too: a full or lost disk, a folder that is gone, too many
    /// open files. Then it is nobody's own failure, and the run stops. Not a temporary file that somebody else took away:
    /// where its folder is gone the next one says so.
    public var concernsAll: Bool {
        switch self {
        case .refused(.rename, _, ENOENT): false
        case .refused(_, _, let code):
            [ENOSPC, EDQUOT, EROFS, EIO, ESTALE, EFBIG, ENOENT, EMFILE, ENFILE, ENXIO, ENODEV].contains(code)
        }
    }

    private static func advice(for code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "free some space on that disk, then give the same command again"
        case EACCES, EPERM: "change the permissions, or choose another folder"
        case EROFS: "the file system is read-only; choose another folder"
        case ENOENT: "create the folder that holds it, or correct the path"
        case ENOTDIR, EISDIR: "a file stands where a folder is needed, or the reverse; correct the path"
        case EMFILE, ENFILE: "too many files are open; raise the limit with ulimit -n"
        case ENAMETOOLONG: "choose a shorter name"
        default: "look after that disk, then give the same command again"
        }
    }
}

/// Files that are either the old content or the new, whole, at any moment, also across a power
/// failure: the bytes go to a temporary name in the same folder (a rename is atomic only inside
/// one file system), are flushed, and take the name at the end.
public enum AtomicFile {
    /// Replaces the content of `url`, which need not exist; its folder must.
    ///
    /// Two writers of one path never mix: the last to rename wins.
    ///
    /// - Parameter flushesFolder: whether the name is safe too when this returns; otherwise after `flushFolder`, once for
    ///   many files.
    public static func write(
        _ bytes: some Sequence<UInt8>, to url: URL, flushesFolder: Bool = true
    ) throws(FileError) {
        try put(Array(bytes), at: url).takeName(flushesFolder: flushesFolder)
    }

    /// As `write`, without waiting for the disk: after a power failure the file may be the old one, the new one or
    /// empty. For what is of use only while a program runs.
    public static func replace(_ bytes: [UInt8], at url: URL) throws(FileError) {
        try put(bytes, at: url).takeName(isDurable: false)
    }

    /// The bytes under a temporary name, beside `url`.
    private static func put(_ bytes: [UInt8], at url: URL) throws(FileError) -> Temporary {
        let file = try Temporary(for: url)
        do throws(FileError) {
            try file.write(bytes)
        } catch {
            file.discard()
            throw error
        }
        return file
    }

    /// As `write`, but where the file has these bytes already, nothing is written.
    public static func update(_ text: String, to url: URL) throws(FileError) {
        var file = ReplacingFile(url)
        try file.append(Array(text.utf8))
        try file.finish()
    }

    /// Removes a file, where there is one.
    public static func remove(_ url: URL) throws(FileError) {
        if unlink(url.path) != 0, errno != ENOENT { throw .refused(.remove, path: url.path, code: errno) }
    }

    /// A file under a temporary name. Ends with `takeName` or `discard`.
    struct Temporary {
        private let descriptor: Int32
        private let temporary: String
        private let url: URL

        init(for url: URL) throws(FileError) {
            self.url = url
            (descriptor, temporary) = try createTemporary(
                in: url.deletingLastPathComponent().path, for: url.lastPathComponent)
        }

        func write(_ bytes: [UInt8]) throws(FileError) { try writeAll(bytes, to: descriptor, path: url.path) }

        func discard() {
            close(descriptor)
            unlink(temporary)
        }

        /// - Throws: `FileError`; then the temporary file is gone.
        func takeName(isDurable: Bool = true, flushesFolder: Bool = true) throws(FileError) {
            let path = url.path
            do throws(FileError) {
                // Without this, a journalled file system may make the rename durable before the bytes.
                if isDurable, fsync(descriptor) != 0 {
                    let code = errno
                    close(descriptor)
                    throw .refused(.flush, path: path, code: code)
                }
                // Network file systems report a lost write only here.
                if close(descriptor) != 0 { throw .refused(.write, path: path, code: errno) }
                if rename(temporary, path) != 0 { throw .refused(.rename, path: path, code: errno) }
            } catch {
                unlink(temporary)
                throw error
            }
            if isDurable, flushesFolder { try flushFolder(url.deletingLastPathComponent().path) }
        }
    }

    /// The text as UTF-8.
    public static func write(_ text: String, to url: URL) throws(FileError) {
        try write(text.utf8, to: url)
    }

    /// Deletes what writers that were killed half-way left in a folder. Without an age only for a folder that nobody
    /// else writes to now.
    /// - Parameter age: seconds since something was last written; younger ones stay.
    public static func removeLeftovers(in folder: URL, olderThan age: Double = 0) {
        guard let entries = opendir(folder.path) else { return }
        defer { closedir(entries) }
        let suffix = Array(".tmp".utf8)
        var names: [String] = []
        // A folder may hold 100,000 models: no text is made of names that end otherwise.
        while let entry = readdir(entries) {
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                guard let end = name.firstIndex(of: 0), name[..<end].suffix(suffix.count).elementsEqual(suffix) else { return }
                names.append(String(decoding: name[..<end], as: UTF8.self))
            }
        }
        for name in names where name.wholeMatch(of: /\..*\.[0-9]+-[0-9]+\.tmp/) != nil {
            let path = folder.appendingPathComponent(name).path
            var facts = stat()
            if age > 0, stat(path, &facts) != 0 || Double(time(nil) - lastWritten(facts)) < age { continue }
            unlink(path)
        }
    }

    /// Seconds since 1970.
    private static func lastWritten(_ facts: stat) -> Int {
        #if os(macOS)
        return facts.st_mtimespec.tv_sec
        #else
        return facts.st_mtim.tv_sec
        #endif
    }

    /// Where a file lies until it is whole: `removeLeftovers` knows such names.
    static func temporaryPath(in folder: String, for name: String) -> String {
        // Cut, so that a name of the longest allowed length, which is counted in bytes, still has room for the rest.
        let beginning = String(decoding: name.utf8.prefix(40), as: UTF8.self)
        return "\(folder)/.\(beginning).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    }

    private static func createTemporary(in folder: String, for name: String) throws(FileError) -> (Int32, String) {
        while true {
            let path = temporaryPath(in: folder, for: name)
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (descriptor, path) }
            if errno != EEXIST && errno != EINTR { throw .refused(.create, path: "\(folder)/\(name)", code: errno) }
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                // `written < count` means that the array is not empty and has an address.
                Foundation.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .refused(.write, path: path, code: errno) }
            written += count
        }
    }

    /// Makes the new name itself durable.
    static func flushFolder(_ folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            // A folder that may be written but not read (mode 0300) cannot be flushed; the file is whole.
            if errno == EACCES { return }
            throw .refused(.open, path: folder, code: errno)
        }
        defer { close(descriptor) }
        // Some network file systems have no flush for folders and say EINVAL.
        if fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP {
            throw .refused(.flush, path: folder, code: errno)
        }
    }
}
