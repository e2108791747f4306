/// Jobs that searches may ask for next, done on lanes that would be idle.
///
/// What comes of them is kept apart: their models in a folder of their own, their results here in
/// memory. When the search asks for a job, all of it is taken over as if it had just been done; when
/// the search can no longer ask, it is thrown away. Neither journal nor tables ever hear of those, so
/// that the answer cannot depend on them.
struct Speculation: Sendable {
    struct Entry: Sendable {
        let attempt: SweepRunner.Attempt
        let stop: StopFlag
        /// Index of its search.
        let search: Int
        /// 0 for what may be asked next.
        let rank: Int
        /// By the runner's clock; nil where no lane has it yet.
        var began: Double?
        /// How it ended.
        var ending: JobEnding?
        /// What it would have recorded.
        var held: [JournalEvent] = []
        /// A search asked for it after it was told to stop.
        var isAsked = false
        /// That search has it measured in another way: nothing of it is taken over.
        var isForeign = false

        var isOver: Bool { ending != nil }
        var isStopping: Bool { stop.isRaised }
    }

    /// Lanes to keep busy; 0 for none. Fewer when one was lost to work that does not come back.
    var lanes: Int
    let models: SpeculativeModels?
    /// Nothing more is begun: the run is stopping.
    var hasEnded = false
    private var tickets = 0
    /// By `Job.id`.
    var entries: [String: Entry] = [:]

    init(lanes: Int = 0, models: SpeculativeModels? = nil) {
        self.lanes = lanes
        self.models = models
    }

    /// Tells one attempt on a job from another.
    mutating func newTicket() -> Int {
        tickets += 1
        return tickets
    }

    /// How many lanes it has or will have.
    var active: Int { entries.values.count { !$0.isOver && !$0.isAsked } }
    var stopping: Int { entries.values.count { !$0.isOver && !$0.isAsked && $0.isStopping } }

    /// Whether an event of a job is to be kept here. What runs is no result, and whoever watches the
    /// process must know of it.
    mutating func hold(_ event: JournalEvent, of id: String) -> Bool {
        guard entries[id] != nil else { return false }
        switch event {
        case .trained, .evaluated, .failed:
            entries[id]?.held.append(event)
            return true
        default: return false
        }
    }

    /// What came of a job that is over.
    func value(of job: Job, _ unit: NuSearchUnit) -> Double? {
        let evaluation = unit.evaluation(of: job).id
        for case .evaluated(let event) in entries[job.id]?.held ?? [] where event.id == evaluation {
            return event.measurements[unit.settings.measure]
        }
        return nil
    }

    /// Those that a lane should give up first: what is furthest from being asked.
    func leastWanted(_ count: Int) -> [String] {
        entries.filter { !$0.value.isOver && !$0.value.isStopping }
            .sorted { ($0.value.rank, $0.value.attempt.ticket ?? 0) > ($1.value.rank, $1.value.attempt.ticket ?? 0) }
            .prefix(count).map(\.key)
    }
}
