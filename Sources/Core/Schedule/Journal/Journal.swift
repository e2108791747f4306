import Foundation

/// What the shards of a journal hold.
public struct Journal: Sendable {
    /// Shard after shard by name, each in the order in which it was written.
    public var events: [JournalEvent]
    /// What was passed over, in the same order.
    public var damage: [JournalDamage]

    public init(events: [JournalEvent] = [], damage: [JournalDamage] = []) {
        self.events = events
        self.damage = damage
    }

    /// Reads all `*.jsonl` of a folder; a folder that does not exist is an empty journal.
    ///
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    public static func read(folder: String) throws(JournalError) -> Journal {
        guard FileManager.default.fileExists(atPath: folder) else { return Journal() }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .system(path: folder, step: "read", reason: error.localizedDescription)
        }
        var journal = Journal()
        for name in names.sorted() where name.hasSuffix(".jsonl") {
            let path = folder + "/" + name
            let content: Data
            do {
                content = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
            } catch {
                throw .system(path: path, step: "read", reason: error.localizedDescription)
            }
            journal.read(content, file: path)
        }
        return journal
    }

    /// Adds the events of one shard's content.
    mutating func read(_ content: Data, file: String) {
        let reader = ShardReader(file: file)
        content.withUnsafeBytes { reader.read($0, into: &self) }
    }
}
