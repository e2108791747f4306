/// What a process that died left in the journal: what its supervisor has to decide upon.
public struct RunAftermath: Sendable, Equatable {
    /// How many runs the journal knows; the last is the dead one.
    public private(set) var runs = 0
    /// Jobs that were under way in the process that died, by id: label. Those in processes of their own
    /// are not among them: they cannot have killed it.
    public private(set) var running: [String: String] = [:]
    /// Grows with everything that was finished or failed.
    public private(set) var results = 0

    public init(events: some Sequence<JournalEvent>) {
        var lanes: [Int: StartedEvent] = [:]
        func end(_ id: String) { for (lane, started) in lanes where started.id == id { lanes[lane] = nil } }
        for event in events {
            switch event {
            case .opened:
                runs += 1
                lanes = [:]
            case .closed: lanes = [:]
            // A lane does one job at a time.
            case .started(let started): lanes[started.place.lane] = started
            case .trained, .searched: results += 1
            case .evaluated(let evaluated):
                results += 1
                end(evaluated.evaluation.job)
            case .failed(let failed):
                results += 1
                end(failed.id)
            // By lane: the job may be with another one by now.
            case .ended(let ended):
                if lanes[ended.place.lane]?.id == ended.id { lanes[ended.place.lane] = nil }
            case .abandoned(let failed):
                results += 1
                end(failed.id)
            case .crashed: break
            }
        }
        for started in lanes.values where started.isolated != true { running[started.id] = started.label }
    }
}
