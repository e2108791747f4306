/// What a process that died left in the journal: what its supervisor has to decide upon.
public struct RunAftermath: Sendable, Equatable {
    /// How many processes of this folder the journal knows; the last is the dead one.
    public private(set) var runs = 0
    /// Grows with everything that was finished or failed.
    public private(set) var results = 0

    /// What each lane is with; a lane does one job at a time.
    private var lanes: [Int: StartedEvent] = [:]

    /// Of an empty journal.
    public init() {}

    /// In the journal's order.
    public init(events: some Sequence<JournalEvent>) {
        for event in events { add(event) }
    }

    /// Reads a journal's folder, event after event: it may tell of 100,000 jobs, and nothing of them is kept.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public static func read(journal folder: String) throws(JournalError) -> RunAftermath {
        var after = RunAftermath()
        _ = try Journal.visit(folder: folder, .outline) { after.add($0) }
        return after
    }

    /// Jobs that were under way in the process that died, by id: label. Those in processes of their own
    /// are not among them: they cannot have killed it.
    public var running: [String: String] {
        var running: [String: String] = [:]
        for started in lanes.values where started.isolated != true { running[started.id] = started.label }
        return running
    }

    private mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened(let header):
            guard header.isOwn else { return }
            runs += 1
            lanes = [:]
        case .closed: lanes = [:]
        case .started(let started): lanes[started.place.lane] = started
        case .trained, .searched: results += 1
        case .evaluated(let evaluated):
            results += 1
            note(resultOf: evaluated.evaluation.job)
        case .failed(let failed), .abandoned(let failed):
            results += 1
            end(failed.id)
        // By lane: the job may be with another one by now.
        case .ended(let ended):
            if lanes[ended.place.lane]?.id == ended.id { lanes[ended.place.lane] = nil }
        case .crashed: break
        }
    }

    /// A job may leave several, such as a measuring and analyses: behind each but the last its lane is still with it.
    private mutating func note(resultOf id: String) {
        for (lane, started) in lanes where started.id == id {
            guard let count = started.evaluations, count > 1 else {
                lanes[lane] = nil
                continue
            }
            lanes[lane]?.evaluations = count - 1
        }
    }

    private mutating func end(_ id: String) {
        for (lane, started) in lanes where started.id == id { lanes[lane] = nil }
    }
}
