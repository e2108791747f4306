/// A journal's folder that is read once, and later only in what was added since: reading 100,000 jobs again
/// for each set of tables took a quarter of a run that had nothing to do.
struct JournalTail: Sendable {
    private struct End: Sendable {
        var line = 1
        var offset = 0
    }

    let folder: String
    private let detail: Journal.Detail
    private let section: Int
    /// Of what was read, by path.
    private var ends: [String: End] = [:]

    /// - Parameters:
    ///   - detail: learning curves are never told.
    ///   - section: bytes that are decoded in one go.
    init(folder: String, _ detail: Journal.Detail = .tables, section: Int = SectionPipe.size) {
        (self.folder, self.detail, self.section) = (folder, detail, section)
    }

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
            let found = try SectionPipe.run(
                path, line: end.line, offset: end.offset, isWhole: isWhole, detail, size: section, visit: visitor)
            ends[path] = End(line: end.line + found.lines, offset: end.offset + found.bytes)
            damage += found.damage
        }
        return damage
    }
}
