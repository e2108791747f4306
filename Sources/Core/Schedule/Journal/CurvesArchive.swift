import Foundation

/// Where the learning curves of a journal lie. Curves are most of a journal's bytes: those that are asked for are read
/// one by one, and nothing is kept.
public struct CurvesArchive: Sendable {
    private struct Place: Sendable {
        /// Index into `files`.
        var file: Int
        /// Of the JSON, from the start of the file.
        var offset: Int
        var count: Int
    }

    private let files: [String]
    private var places: [String: Place] = [:]
    private let scanner = EventScanner(.all)
    /// In the files of curves alone.
    public private(set) var damage: [JournalDamage] = []

    /// Reads all lines of a journal's folder once; a folder that does not exist has none.
    ///
    /// - Parameter expected: how many jobs were trained. Where the files of curves have fewer, the shards are looked
    ///   through as well: journals of earlier versions have curves in their `trained` events.
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside, whose curves are missing.
    /// - Complexity: O(n) time in bytes; memory for the place of each curve.
    public init(folder: String, expected: Int) throws(JournalError) {
        let curves = try Journal.curveFiles(folder)
        let shards = try Journal.shards(folder)
        files = curves + shards
        for file in files.indices {
            guard file < curves.count || places.count < expected else { break }
            try add(file)
        }
    }

    /// How many jobs have some.
    public var count: Int { places.count }

    /// - Parameter id: `Job.id`.
    public func contains(_ id: String) -> Bool { places[id] != nil }

    /// By `Job.id`; nil where there are none, or the file changed meanwhile.
    public subscript(id: String) -> CurvesEvent? {
        guard let place = places[id], let file = FileHandle(forReadingAtPath: files[place.file]) else { return nil }
        defer { try? file.close() }
        guard (try? file.seek(toOffset: UInt64(place.offset))) != nil,
            let data = try? file.read(upToCount: place.count), data.count == place.count
        else { return nil }
        let found = data.withUnsafeBytes { bytes -> CurvesEvent? in
            var scanner = scanner
            if let curves = try? scanner.curves(bytes, 0 ..< bytes.count) { return curves }
            guard case .trained(let trained)? = try? scanner.event(bytes, 0 ..< bytes.count) else { return nil }
            return CurvesEvent(of: trained)
        }
        return found?.id == id ? found : nil
    }

    private mutating func add(_ file: Int) throws(JournalError) {
        var found: [(id: String, place: Place)] = []
        var damage: [JournalDamage] = []
        try withoutActuallyEscaping({ (item: (id: String, place: Place)?) in
            if let item { found.append(item) }
        }) { visit throws(JournalError) in
            var reader = ShardReader(
                file: files[file],
                decodeAt: { bytes, json, offset -> (id: String, place: Place)? in
                    guard let id = Self.id(bytes, json) else { return nil }
                    return (id, Place(file: file, offset: offset, count: json.count))
                }, visit: visit)
            // A line that is being written is left alone.
            try reader.readFile(isWhole: false)
            damage = reader.damage
        }
        // The last one of a job counts; of a shard only what no file of curves has.
        let isShard = !files[file].hasSuffix(CurvesEvent.suffix)
        if !isShard { self.damage += damage }
        for (id, place) in found {
            if isShard, let known = places[id], files[known.file].hasSuffix(CurvesEvent.suffix) { continue }
            places[id] = place
        }
    }

    /// Of a line with curves, without taking its thousand numbers apart: keys are sorted, so that the first `"id"` is
    /// the job's. Nil for other lines.
    private static func id(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) -> String? {
        let line = UnsafeRawBufferPointer(rebasing: bytes[json])
        let isTrained =
            starts(line, "{\"trained\":{\"_0\":{\"accuracy\":[") && !starts(line, "{\"trained\":{\"_0\":{\"accuracy\":[]")
        guard isTrained || starts(line, "{\"curves\":{") else { return nil }
        return (try? CurvesEvent.id(bytes, json))?.text
    }

    private static func starts(_ line: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        guard let base = line.baseAddress, line.count >= text.utf8CodeUnitCount else { return false }
        return memcmp(base, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
}
