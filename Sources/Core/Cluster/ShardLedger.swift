/// How far each shard of a cut is, by the journal.
public struct ShardLedger: Sendable {
    /// What is known of one shard.
    public struct Entry: Sendable, Equatable {
        /// Jobs that are asked for so far.
        public var jobs = 0
        /// Of `jobs`, trained and measured as far as is asked for.
        public var done = 0
        /// Jobs that the next run does not try again by itself.
        public var givenUp = 0
        /// Searches without an end.
        public var openSearches = 0
        /// Whether a task would find something to do.
        public var isMissing = false
    }

    /// Beside the shards, the first is number 1.
    public let entries: [Entry]

    /// The numbers of the shards that are not done.
    public var missing: [Int] { entries.indices.filter { entries[$0].isMissing }.map { $0 + 1 } }

    /// How many jobs the next run does not try again by itself.
    public var givenUp: Int { entries.reduce(0) { $0 + $1.givenUp } }

    /// - Parameters:
    ///   - known: of the whole folder.
    ///   - retries: as in `RunLimits`.
    /// - Complexity: O(n) for n jobs.
    public init(_ cut: PlanCut, known: KnownResults, crashes: CrashHistory = CrashHistory(), retries: Int) {
        var entries = [Entry](repeating: Entry(), count: cut.count)
        var reasoning = Reasoning(cut.plan, known, checkpoints: [:], retries: retries, crashes: crashes)
        let demand = SearchDemand(cut.plan, reasoning)
        for (unit, owner) in zip(cut.units, cut.owners) {
            var entry = entries[owner]
            for index in unit.jobs { entry.count(reasoning.reason(at: index, demand)) }
            for index in unit.searches {
                let (wishes, search) = demand.searches[index]
                for wish in wishes where wish.isFirst { entry.count(reasoning.reason(wish.job, wish.evaluations)) }
                guard search.outcome == nil else { continue }
                entry.openSearches += 1
                entry.isMissing = true
            }
            entries[owner] = entry
        }
        self.entries = entries
    }
}

extension ShardLedger.Entry {
    fileprivate mutating func count(_ reason: Reason?) {
        jobs += 1
        guard let reason else { return done += 1 }
        if reason.isRun { isMissing = true } else { givenUp += 1 }
    }
}
