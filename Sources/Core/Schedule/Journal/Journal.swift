import Foundation

/// What the shards of a journal hold.
public struct Journal: Sendable {
    /// Shard after shard by name, each in the order in which it was written.
    public var events: [JournalEvent]
    /// What was passed over, in the same order.
    public var damage: [JournalDamage]

    /// - Parameters:
    ///   - events: in the order in which they were written.
    ///   - damage: what was passed over.
    public init(events: [JournalEvent] = [], damage: [JournalDamage] = []) {
        self.events = events
        self.damage = damage
    }

    /// Reads all shards of a folder, and the learning curves beside them; a folder that does not exist
    /// is an empty journal. Holds everything in memory at once: see `visit`.
    ///
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    public static func read(folder: String) throws(JournalError) -> Journal {
        var journal = Journal()
        let (curves, curveDamage) = try readCurves(folder: folder)
        journal.damage = try visit(folder: folder, .all) { event in
            guard case .trained(var trained) = event, !trained.hasCurves, let own = curves[trained.id] else {
                journal.events.append(event)
                return
            }
            trained.take(own)
            journal.events.append(.trained(trained))
        }
        journal.damage += curveDamage
        return journal
    }

    /// How much of the events a visitor is given.
    public enum Detail: Sendable {
        /// Without learning curves and without the values per group element: what decides what is missing.
        case outline
        /// Without learning curves: what tables are made of.
        case tables
        /// All that the shards hold. Learning curves are in a file of their own.
        case all
    }

    /// Gives event after event to `visitor`, in the order of `events`, and keeps none.
    ///
    /// - Returns: what was passed over.
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    /// - Complexity: O(n) time; memory for one line.
    public static func visit(
        folder: String, _ detail: Detail, _ visitor: (JournalEvent) -> Void
    ) throws(JournalError) -> [JournalDamage] {
        try visit(files: try shards(folder), detail, visitor)
    }

    /// As `visit`, of these shards.
    static func visit(
        files: [String], _ detail: Detail, _ visitor: (JournalEvent) -> Void
    ) throws(JournalError) -> [JournalDamage] {
        var scanner = EventScanner(detail)
        var damage: [JournalDamage] = []
        for path in files {
            try withoutActuallyEscaping(visitor) { visitor throws(JournalError) in
                var reader = ShardReader(file: path, decode: { try scanner.event($0, $1) }, visit: visitor)
                try reader.readFile()
                damage += reader.damage
            }
        }
        return damage
    }

    /// The learning curves of a folder by `Job.id`, the last of each; those of journals of earlier
    /// versions are in their `trained` events.
    ///
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    public static func readCurves(
        folder: String
    ) throws(JournalError) -> (curves: [String: CurvesEvent], damage: [JournalDamage]) {
        let scanner = EventScanner(.all)
        var curves: [String: CurvesEvent] = [:]
        var damage: [JournalDamage] = []
        for path in try curveFiles(folder) {
            var reader = ShardReader(
                file: path, decode: { try scanner.curves($0, $1) }, visit: { curves[$0.id] = $0 })
            try reader.readFile()
            damage += reader.damage
        }
        return (curves, damage)
    }

    /// The paths of all `*.jsonl` but those of learning curves, sorted.
    static func shards(_ folder: String) throws(JournalError) -> [String] {
        try files(folder).filter { !$0.hasSuffix(CurvesEvent.suffix) }
    }

    /// The paths of those of learning curves, sorted.
    static func curveFiles(_ folder: String) throws(JournalError) -> [String] {
        try files(folder).filter { $0.hasSuffix(CurvesEvent.suffix) }
    }

    /// The paths of all `*.jsonl`, sorted; for the journal of a whole results folder also those of its shards, which
    /// lie beside it.
    private static func files(_ folder: String) throws(JournalError) -> [String] {
        var files = try names(folder).filter { $0.hasSuffix(".jsonl") }.map { folder + "/" + $0 }
        let path = folder as NSString
        guard path.lastPathComponent == "journal" else { return files }
        for own in try shardFolders(path.deletingLastPathComponent + "/shards") {
            files += try names(own).filter { $0.hasSuffix(".jsonl") }.map { own + "/" + $0 }
        }
        return files
    }

    /// `shards/<cut>/<number>`, sorted.
    private static func shardFolders(_ shards: String, except cut: String? = nil) throws(JournalError) -> [String] {
        var folders: [String] = []
        for name in try names(shards) where name != cut {
            folders += try names(shards + "/" + name).map { shards + "/" + name + "/" + $0 }
        }
        return folders
    }

    /// The shards of the journal that the others wrote, as far as a shard has to know them: what was done on one machine,
    /// and by shards of another cut. Those of its own cut have nothing that it could need.
    static func others(of folder: ResultsFolder) throws(JournalError) -> [String] {
        guard let own = folder.shard else { return [] }
        let journal = folder.seen(by: nil).journal.path
        var files = try names(journal).map { journal + "/" + $0 }
        for other in try shardFolders(folder.shards.path, except: own.cut) {
            files += try names(other).map { other + "/" + $0 }
        }
        return files.filter { $0.hasSuffix(".jsonl") && !$0.hasSuffix(CurvesEvent.suffix) }
    }

    /// What lies in a folder, sorted; nothing where it is none.
    private static func names(_ folder: String) throws(JournalError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .system(path: folder, step: "read", reason: error.localizedDescription)
        }
    }

    /// Adds the events of one shard's content.
    mutating func read(_ content: Data, file: String, _ detail: Detail = .all) {
        var scanner = EventScanner(detail)
        var events: [JournalEvent] = []
        var reader = ShardReader(file: file, decode: { try scanner.event($0, $1) }, visit: { events.append($0) })
        content.withUnsafeBytes { _ = reader.read($0, isLast: true) }
        self.events += events
        damage += reader.damage
    }
}
