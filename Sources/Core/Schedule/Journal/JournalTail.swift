/// A journal's folder that is read once, and later only in what was added since: reading 100,000 jobs again
/// for each set of tables took most of a run that had nothing to do.
struct JournalTail {
    private struct End {
        var line = 1
        var offset = 0
    }

    let folder: String
    /// Of what was read, by path.
    private var ends: [String: End] = [:]
    private var scanner = EventScanner(.tables)

    init(folder: String) { self.folder = folder }

    /// Gives every event that was not given before to `visitor`, shard after shard by name.
    ///
    /// - Parameter isWhole: whether nobody writes to the journal now: then a last line that does not end is
    ///   damaged, and passed over for good.
    /// - Returns: what was passed over.
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    mutating func visit(isWhole: Bool, _ visitor: (PackedEvent) -> Void) throws(JournalError) -> [JournalDamage] {
        var scanner = scanner
        defer { self.scanner = scanner }
        var damage: [JournalDamage] = []
        for path in try Journal.shards(folder) {
            let end = ends[path] ?? End()
            ends[path] = try withoutActuallyEscaping(visitor) { visitor throws(JournalError) in
                var reader = ShardReader(
                    file: path, line: end.line, offset: end.offset, decode: { try scanner.packed($0, $1) },
                    visit: visitor)
                try reader.readFile(isWhole: isWhole)
                damage += reader.damage
                return End(line: reader.line, offset: reader.offset)
            }
        }
        return damage
    }
}
