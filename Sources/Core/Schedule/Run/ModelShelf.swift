import Dispatch
import Foundation
import Synchronization

/// The model files of a results folder, as a look at each from outside tells: which are there, of what size, and
/// whether they begin as one does. What they hold is checked, by SHA-256, when a job uses them.
struct ModelShelf: Sendable {
    /// What is known of a file.
    private enum Book: Sendable {
        /// Bytes; nil where nobody asked.
        case whole(Int?)
        case odd(ModelDamage)
    }

    private let books: IDTable<Book>

    /// Opening a file takes ten times as long as reading its name, asking for its size four times as long: of so
    /// many files only those are opened whose size is odd, and for planning alone none is asked for its size.
    static let many = 10_000

    /// - Parameters:
    ///   - url: of the folder; one that is not there is empty.
    ///   - isThorough: false where it is enough to know which of many files are there.
    init(_ url: URL, isThorough: Bool, many: Int = Self.many) {
        guard let folder = opendir(url.path) else {
            books = IDTable()
            return
        }
        defer { closedir(folder) }
        let ids = Self.ids(folder)
        guard isThorough || ids.count <= many else {
            books = IDTable(ids.lazy.map { ($0, .whole(nil)) })
            return
        }
        let directory = dirfd(folder)
        let opensAll = ids.count <= many
        let share = 1 << 10
        let found = Mutex(IDTable<Book>())
        DispatchQueue.concurrentPerform(iterations: (ids.count + share - 1) / share) { index in
            let mine = ids[index * share ..< min(ids.count, (index + 1) * share)].compactMap { id in
                Self.look(directory, "\(id.text)\(Self.suffix)", opens: opensAll).map { (id, $0) }
            }
            found.withLock { books in for (id, book) in mine { books.set(.packed(id), book) } }
        }
        books = found.withLock { $0 }
    }

    /// Looks at a few of many: the others are not asked for, and count as gone.
    init(_ url: URL, only ids: [PackedID]) {
        guard !ids.isEmpty, let folder = opendir(url.path) else {
            books = IDTable()
            return
        }
        defer { closedir(folder) }
        let directory = dirfd(folder)
        books = IDTable(ids.lazy.compactMap { id in Self.look(directory, "\(id.text)\(Self.suffix)", opens: true).map { (id, $0) } })
    }

    /// Begins to look, beside the reading of the journal, which takes as long.
    /// - Returns: waits for what was found.
    static func look(_ url: URL, isThorough: Bool) -> () -> ModelShelf {
        let shelf = Mutex<ModelShelf?>(nil)
        let looking = DispatchGroup()
        DispatchQueue.global().async(group: looking) {
            let found = ModelShelf(url, isThorough: isThorough)
            shelf.withLock { $0 = found }
        }
        return {
            looking.wait()
            return shelf.withLock(\.self) ?? ModelShelf(url, isThorough: isThorough)
        }
    }

    private static let suffix = ".safetensors"

    private static func ids(_ folder: OpaquePointer) -> [PackedID] {
        let suffix = Array(Self.suffix.utf8)
        var ids: [PackedID] = []
        // What is renamed meanwhile may be listed twice.
        var found = IDSet()
        while let entry = readdir(folder) {
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                guard let end = name.firstIndex(of: 0), end == 16 + suffix.count,
                    name[16 ..< end].elementsEqual(suffix),
                    let id = PackedID(UnsafeRawBufferPointer(rebasing: name[..<16]))
                else { return }
                guard !found.contains(id) else { return }
                found.insert(id)
                ids.append(id)
            }
        }
        return ids
    }

    /// Nil where it was gone before it could be looked at.
    private static func look(_ folder: Int32, _ name: String, opens: Bool) -> Book? {
        var facts = stat()
        guard fstatat(folder, name, &facts, 0) == 0 else {
            return errno == ENOENT ? nil : .odd(.unreadable(SystemError.text(errno)))
        }
        guard facts.st_mode & S_IFMT == S_IFREG else { return .odd(.unreadable("not a file")) }
        let size = Int(facts.st_size)
        // A file with holes: what a power cut makes of one that was not on disk. (Or a file system that compresses.)
        let isHollow = Int(facts.st_blocks) * 512 < size
        guard opens || isHollow || size < 10 else { return .whole(size) }
        let file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return errno == ENOENT ? nil : .odd(.unreadable(SystemError.text(errno))) }
        defer { close(file) }
        // The length of the header, 8 bytes, little-endian, and the header's first byte.
        var start = (UInt64(0), UInt64(0))
        let count = withUnsafeMutableBytes(of: &start) { pread(file, $0.baseAddress, 9, 0) }
        guard count >= 0 else { return .odd(.unreadable(SystemError.text(errno))) }
        let length = UInt64(littleEndian: start.0)
        let isHeader = count == 9 && UInt64(littleEndian: start.1) & 0xFF == UInt64(UInt8(ascii: "{"))
        guard isHeader, length >= 2, length <= UInt64(max(0, size - 8)) else { return .odd(.header(size: size)) }
        return .whole(size)
    }

    /// What is wrong with the model of a job; nil where nothing is seen to be.
    func damage(of event: TrainedEvent) -> ModelDamage? { damage(of: EventID(event.id), size: event.modelSize) }

    /// - Parameter expected: the model's size in bytes, where it is known.
    func damage(of id: EventID, size expected: Int?) -> ModelDamage? {
        guard case .packed(let id) = id, let book = books[id] else { return .gone }
        switch book {
        case .odd(.header(let size)):
            // The size says more, where it is known.
            if let expected, expected != size { return .size(expected: expected, found: size) }
            return .header(size: size)
        case .odd(let damage): return damage
        case .whole(let size):
            guard let size, let expected, expected != size else { return nil }
            return .size(expected: expected, found: size)
        }
    }
}

/// Why the model of a job that was trained cannot be used; the job is trained again.
public enum ModelDamage: Sendable, Hashable, CustomStringConvertible {
    case gone
    /// Bytes.
    case size(expected: Int, found: Int)
    /// It does not begin as a safetensors file does.
    case header(size: Int)
    case unreadable(String)

    /// What a sentence says of the job: `its model file is gone`.
    public var description: String {
        switch self {
        case .gone: "its model file is gone"
        case .size(let expected, let found): "its model file is damaged: expected \(expected) bytes, found \(found)"
        case .header(let size):
            "its model file is damaged: \(size) bytes that do not begin as a safetensors file does"
        case .unreadable(let reason): "its model file cannot be read: \(reason)"
        }
    }
}
