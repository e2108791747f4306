/// Makes the record of a sweep from its journal, which is read once; what is added later is read by itself.
public struct RecordReader {
    private var tail: JournalTail
    private var builder: SweepRecordBuilder
    private let planned: IDSet
    private let searches: Set<String>

    /// - Parameters:
    ///   - plan: what the sweep amounts to on its data.
    ///   - folder: nothing is read of it yet.
    public init(spec: SweepSpec, plan: SweepPlan, folder: ResultsFolder) {
        tail = JournalTail(folder: folder.journal.path)
        builder = SweepRecordBuilder(spec: spec)
        planned = IDSet(plan.ids)
        searches = Set(plan.searches.map(\.id))
    }

    /// Reads what the folder has, on the same way as what is known for a run. Nobody may write to it yet; other shards
    /// may, of what a shard's view does not show.
    ///
    /// - Returns: also the places that were passed over.
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    public mutating func open(
        _ folder: ResultsFolder
    ) throws(JournalError) -> (known: KnownResults, damage: [JournalDamage]) {
        if folder.shard != nil { return try open(shard: folder) }
        var known = KnownResults()
        let looking = ModelShelf.look(folder.models, isThorough: true)
        let damage = try read(isWhole: true) { known.add($0) }
        known.check(looking())
        known.checkArtefacts(folder)
        return (known, damage)
    }

    /// A thousand shards may begin at once, in a folder of a million models: each looks at what it knows alone.
    private mutating func open(
        shard folder: ResultsFolder
    ) throws(JournalError) -> (known: KnownResults, damage: [JournalDamage]) {
        var known = KnownResults()
        _ = try Journal.visit(files: try Journal.others(of: folder), .outline) { event in
            // Who worked there and crashed is nothing to this one.
            switch event {
            case .opened, .closed, .crashed: break
            default: known.add(event) { _ in nil }
            }
        }
        known.beginRun()
        let damage = try read(isWhole: true) { known.add($0) }
        known.check(ModelShelf(folder.models, only: known.trained.values.compactMap { PackedID($0.id) }))
        known.checkArtefacts(folder)
        return (known, damage)
    }

    /// What the journal tells now.
    /// - Parameter isWhole: whether nobody writes to it any more.
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    public mutating func record(isWhole: Bool) throws(JournalError) -> SweepRecord {
        _ = try read(isWhole: isWhole) { _ in }
        return builder.record()
    }

    private mutating func read(
        isWhole: Bool, _ visitor: (PackedEvent) -> Void
    ) throws(JournalError) -> [JournalDamage] {
        // The plan's ids were hashed already.
        let isCurrent = { [planned] (id: String, job: Job) in
            PackedID(id).map(planned.contains) == true || id == job.id
        }
        let isCurrentSearch = { [searches] (id: String?) in id.map(searches.contains) ?? false }
        // Taken out meanwhile, so that there is one owner, and tables inside are not copied.
        var builder = builder
        self.builder = SweepRecordBuilder(spec: builder.spec)
        defer { self.builder = builder }
        return try tail.visit(isWhole: isWhole) {
            visitor($0)
            builder.add($0, isCurrent: isCurrent, isCurrentSearch: isCurrentSearch)
        }
    }
}
