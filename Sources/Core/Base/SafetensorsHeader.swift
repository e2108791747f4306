/// The header of a safetensors file, checked against the length of the file.
struct SafetensorsHeader {
    struct Entry: Equatable {
        var name: String
        var type: SafetensorsType
        var shape: [Int]
        /// Byte offsets from `dataStart`.
        var begin: Int
        var end: Int
    }

    /// The limit of the format's own implementation; a damaged length must not cost memory.
    static let longestHeader = 100_000_000

    var metadata: [String: String] = [:]
    /// In the order of their bytes.
    var entries: [Entry] = []
    /// Where in the file the tensors' bytes begin.
    var dataStart: Int

    /// - Parameters:
    ///   - bytes: of the whole file, or at least all of its header.
    ///   - fileSize: of the whole file, where `bytes` are not that.
    init(bytes: [UInt8], file: String, fileSize: Int? = nil) throws(SafetensorsError) {
        guard let length = Self.length(bytes) else { throw .truncatedLength(file: file, found: bytes.count) }
        let limit = min(bytes.count - 8, Self.longestHeader)
        guard length <= UInt64(limit) else { throw .headerTooLong(file: file, expected: limit, found: length) }
        dataStart = 8 + Int(length)

        var scanner = SafetensorsScanner(bytes: bytes[8 ..< dataStart], file: file)
        var names: Set<String> = []
        try scanner.object { (scanner, name) throws(SafetensorsError) in
            guard names.insert(name).inserted else { throw .duplicateName(file: file, name: name) }
            if name == "__metadata__" {
                try scanner.object { (scanner, key) throws(SafetensorsError) in
                    let value = try scanner.string()
                    if self.metadata.updateValue(value, forKey: key) != nil {
                        throw .duplicateName(file: file, name: key)
                    }
                }
            } else {
                self.entries.append(try Self.entry(name, from: &scanner, file: file))
            }
        }
        try scanner.finish()
        try checkOffsets(dataCount: (fileSize ?? bytes.count) - dataStart, file: file)
    }

    /// The bytes of a file at least as far as its header goes, or fewer where it does not have them.
    /// - Throws: `FileError`.
    static func start(ofFile path: String) throws(FileError) -> [UInt8] {
        // More than most headers have: one look is enough for these.
        let usual = 1 << 12
        let start = try FileBytes.read(path, upTo: usual)
        guard let length = Self.length(start), length > UInt64(usual - 8) else { return start }
        return try FileBytes.read(path, upTo: 8 + Int(min(length, UInt64(longestHeader))))
    }

    /// Bytes of the header, as the first eight say; nil where there are fewer.
    private static func length(_ bytes: [UInt8]) -> UInt64? {
        guard bytes.count >= 8 else { return nil }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return length
    }

    private static func entry(
        _ name: String, from scanner: inout SafetensorsScanner, file: String
    ) throws(SafetensorsError) -> Entry {
        var dtype: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { (scanner, key) throws(SafetensorsError) in
            let start = scanner.position
            switch key {
            case "dtype" where dtype == nil: dtype = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.integers()
            case "data_offsets" where offsets == nil: offsets = try scanner.integers()
            default:
                throw .malformedHeader(
                    file: file, byte: start, expected: "dtype, shape and data_offsets of '\(name)', each once",
                    found: "'\(key)'")
            }
        }
        guard let dtype, let shape, let offsets, offsets.count == 2 else {
            throw .malformedHeader(
                file: file, byte: scanner.position, expected: "dtype, shape and two data_offsets of '\(name)'",
                found: "an entry without them")
        }
        guard let type = SafetensorsType(rawValue: dtype) else {
            throw .unknownType(file: file, tensor: name, found: dtype)
        }
        guard let size = SafetensorsTensor.byteCount(shape: shape, type: type) else {
            throw .hugeShape(file: file, tensor: name, shape: shape)
        }
        // Both are non-negative, so that the difference cannot overflow.
        guard offsets[1] - offsets[0] == size else {
            throw .wrongSize(file: file, tensor: name, expected: size, found: offsets[1] - offsets[0])
        }
        return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
    }

    private mutating func checkOffsets(dataCount: Int, file: String) throws(SafetensorsError) {
        // Stable for empty tensors, which share their offset with the tensor behind them.
        entries = entries.enumerated()
            .sorted { ($0.element.begin, $0.element.end, $0.offset) < ($1.element.begin, $1.element.end, $1.offset) }
            .map(\.element)
        var expected = 0
        for entry in entries {
            guard entry.end <= dataCount else {
                throw .outOfFile(file: file, tensor: entry.name, expected: dataCount, found: entry.end)
            }
            if entry.begin < expected {
                throw .overlap(file: file, tensor: entry.name, expected: expected, found: entry.begin)
            }
            if entry.begin > expected {
                throw .gap(file: file, tensor: entry.name, expected: expected, found: entry.begin)
            }
            expected = entry.end
        }
        if expected != dataCount { throw .gap(file: file, tensor: nil, expected: expected, found: dataCount) }
    }
}
