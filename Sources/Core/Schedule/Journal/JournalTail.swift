/// A journal's folder that is read once, and later only in what was added since: reading 100,000 jobs again
/// for each set of tables took a quarter of a run that had nothing to do.
struct JournalTail: Sendable {
    private struct End: Sendable {
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
        var damage: [JournalDamage] = []
        for path in try Journal.shards(folder) {
            let end = ends[path] ?? End()
            let scanner = scanner
            let read = EventPipe<PackedEvent>.run(
                { Self.read(path, end, scanner, isWhole: isWhole, $0) }, visit: visitor)
            let (found, next) = try read.get()
            (ends[path], self.scanner) = (next.end, next.scanner)
            damage += found
        }
        return damage
    }

    private struct Next: Sendable {
        var end: End
        var scanner: EventScanner
    }

    private static func read(
        _ path: String, _ end: End, _ scanner: EventScanner, isWhole: Bool, _ give: (PackedEvent) -> Void
    ) -> Result<(damage: [JournalDamage], next: Next), JournalError> {
        var scanner = scanner
        return withoutActuallyEscaping(give) { give in
            var reader = ShardReader(
                file: path, line: end.line, offset: end.offset, decode: { try scanner.packed($0, $1) }, visit: give)
            do throws(JournalError) {
                try reader.readFile(isWhole: isWhole)
            } catch {
                return .failure(error)
            }
            let next = Next(end: End(line: reader.line, offset: reader.offset), scanner: scanner)
            return .success((reader.damage, next))
        }
    }
}
