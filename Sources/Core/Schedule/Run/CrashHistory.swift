/// What crashes of the whole process say of single jobs, and what this night's earlier processes left.
public struct CrashHistory: Sendable, Equatable {
    /// Reason and detail of the last crash that names the job.
    struct Mark: Sendable, Equatable {
        var crashes = 0
        var reason = ""
        var detail: String?
    }

    private var marks: [String: Mark] = [:]
    /// Ids of jobs that came to nothing in an earlier process of the same run and are not tried again in it: they
    /// diverged, or took too long.
    public private(set) var failedThisRun: Set<String> = []

    /// Crashes after which a job is not run any more.
    static let limit = 2
    /// Of the failure that a quarantined job is given.
    private static let stage = "quarantine"

    public init() {}

    /// - Parameters:
    ///   - events: of a journal.
    ///   - earlier: how many processes this run had before this one.
    ///   - forgiving: whether jobs that would not be run are to be tried again (`--retry-failed`); they
    ///     remain suspects.
    public init(events: some Sequence<JournalEvent>, earlierProcesses earlier: Int = 0, forgiving: Bool = false) {
        var crashes: [Int: [CrashedEvent]] = [:]
        var late: [CrashedEvent] = []
        var runs = 0
        for event in events {
            switch event {
            case .opened: runs += 1
            case .crashed(let crash):
                if let run = crash.run { crashes[run, default: []].append(crash) } else { late.append(crash) }
            default: break
            }
        }
        let firstOfThisRun = runs - earlier + 1
        var run = 0
        for event in events {
            switch event {
            case .opened:
                for crash in crashes.removeValue(forKey: run) ?? [] { note(crash) }
                run += 1
                if forgiving, run == firstOfThisRun { forgive() }
            case .trained(let trained): clear(trained.id)
            case .evaluated(let evaluated): clear(evaluated.evaluation.job)
            case .failed(let failed):
                if failed.kind == .crashed, failed.stage != Self.stage { note(failed) }
                let isFinal = failed.kind == .diverged || failed.kind == .timedOut
                if isFinal, earlier > 0, run >= firstOfThisRun { failedThisRun.insert(failed.id) }
            default: break
            }
        }
        for (_, rest) in crashes.sorted(by: { $0.key < $1.key }) { rest.forEach { note($0) } }
        late.forEach { note($0) }
        if forgiving, earlier == 0 { forgive() }
    }

    private mutating func forgive() {
        for id in marks.keys { marks[id]?.crashes = 1 }
    }

    /// A process of its own was lost: nobody else can be the cause.
    private mutating func note(_ failed: FailedEvent) {
        marks[failed.id, default: Mark()].crashes += 1
        marks[failed.id]?.reason = failed.reason
        marks[failed.id]?.detail = failed.detail
    }

    private mutating func note(_ crash: CrashedEvent) {
        for id in Set(crash.running) {
            marks[id, default: Mark()].crashes += 1
            marks[id]?.reason = crash.reason
            marks[id]?.detail = crash.detail
        }
    }

    /// A job that came to an end after a crash was not its cause.
    private mutating func clear(_ id: String) {
        marks[id] = nil
        failedThisRun.remove(id)
    }

    /// Jobs that were running in one crash: to be run in processes of their own.
    public var suspects: Set<String> { Set(marks.keys) }

    /// Jobs that were running in two crashes: not to be run.
    public var quarantined: Set<String> { Set(marks.filter { $0.value.crashes >= Self.limit }.keys) }

    /// In how many crashes it was running.
    func count(of id: String) -> Int { marks[id]?.crashes ?? 0 }
    /// In how many crashes a job was running that is not to be run; nil where it is.
    func crashes(ofQuarantined id: String) -> Int? {
        marks.isEmpty ? nil : marks[id].flatMap { $0.crashes >= Self.limit ? $0.crashes : nil }
    }

    /// Reads a folder's journal once more, where it has something to tell.
    /// - Parameters:
    ///   - known: what the folder holds.
    ///   - earlier, forgiving: see `init`.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public static func read(
        _ folder: ResultsFolder, _ known: KnownResults, earlierProcesses earlier: Int = 0, forgiving: Bool
    ) throws(JournalError) -> CrashHistory {
        guard known.hasCrashes || known.failed.values.contains(where: { $0.kind == .crashed }) || earlier > 0 else {
            return CrashHistory()
        }
        var events: [JournalEvent] = []
        _ = try Journal.visit(folder: folder.journal.path, .outline) { events.append($0) }
        return CrashHistory(events: events, earlierProcesses: earlier, forgiving: forgiving)
    }

    /// Why a job is not run, as its failure; nil where it is.
    func quarantine(_ job: Job, _ id: String) -> FailedEvent? {
        guard let mark = marks[id], mark.crashes >= Self.limit else { return nil }
        return FailedEvent(
            id: id, job: job, kind: .crashed, stage: Self.stage,
            epoch: nil, reason: "it was running in \(mark.crashes) crashes, the last: \(mark.reason)",
            detail: mark.detail, place: LaneRecord(lane: 0, processors: ""))
    }
}
