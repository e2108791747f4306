/// What crashes of the whole process say of single jobs, and what this night's earlier processes left.
public struct CrashHistory: Sendable, Equatable {
    /// Reason and detail of the last crash that names the job.
    struct Mark: Sendable, Equatable {
        var crashes = 0
        var reason = ""
        var detail: String?
    }

    private var marks: [String: Mark] = [:]
    /// How often jobs failed in earlier processes of the same run, by id: within it they are tried again
    /// `limits.retries` times, whatever happens to its processes.
    public private(set) var failuresThisRun: [String: Int] = [:]
    /// Of those, the ones whose last failure there was for good: they diverged, or their lane was lost with them.
    private var finalThisRun: Set<String> = []

    /// Crashes after which a job is not run any more.
    static let limit = 2
    /// Of the failure that a quarantined job is given.
    static let stage = "quarantine"

    /// No crash.
    public init() {}

    /// - Parameters:
    ///   - events: of a journal.
    ///   - earlier: how many processes this run had before this one.
    ///   - forgiving: whether jobs that would not be run are to be tried again (`--retry-failed`); they
    ///     remain suspects.
    public init(events: some Sequence<JournalEvent>, earlierProcesses earlier: Int = 0, forgiving: Bool = false) {
        var log = CrashLog()
        for event in events { log.add(event) }
        self.init(log, earlierProcesses: earlier, forgiving: forgiving)
    }

    private init(_ log: CrashLog, earlierProcesses earlier: Int, forgiving: Bool) {
        var crashes: [Int: [CrashedEvent]] = [:]
        for crash in log.crashes { crashes[crash.run ?? .max, default: []].append(crash) }
        let firstOfThisRun = log.runs - earlier + 1
        var run = 0
        for entry in log.entries {
            switch entry {
            case .opened:
                for crash in crashes.removeValue(forKey: run) ?? [] { note(crash) }
                run += 1
                if forgiving, run == firstOfThisRun { forgive() }
            case .done(let id): if !marks.isEmpty || !finalThisRun.isEmpty { clear(id.text) }
            case .failed(let place): note(log.failures[place], isOfThisRun: earlier > 0 && run >= firstOfThisRun)
            }
        }
        for (_, rest) in crashes.sorted(by: { $0.key < $1.key }) { rest.forEach { note($0) } }
        if forgiving, earlier == 0 { forgive() }
    }

    private mutating func forgive() {
        for id in marks.keys { marks[id]?.crashes = 1 }
    }

    private mutating func note(_ failed: FailedEvent, isOfThisRun: Bool) {
        guard failed.stage != Self.stage else { return }
        // A process of its own was lost: nobody else can be the cause. But a process that was killed was killed by
        // somebody: the job may be as innocent as its neighbours, and alone in its process it harms nobody.
        if failed.kind == .crashed, failed.mark != .killed {
            marks[failed.id, default: Mark()].crashes += 1
            marks[failed.id]?.reason = failed.reason
            marks[failed.id]?.detail = failed.detail
        }
        guard isOfThisRun else { return }
        failuresThisRun[failed.id, default: 0] += 1
        if failed.isFinal { finalThisRun.insert(failed.id) }
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
        finalThisRun.remove(id)
    }

    /// Jobs that were running in a crash and had no result since: to be run in processes of their own.
    public var suspects: Set<String> { Set(marks.keys) }

    /// Jobs of which that is so for two crashes or more: not to be run.
    public var quarantined: Set<String> { Set(marks.filter { $0.value.crashes >= Self.limit }.keys) }

    /// In how many crashes it was running.
    func count(of id: String) -> Int { marks[id]?.crashes ?? 0 }
    /// In how many crashes a job was running that is not to be run; nil where it is.
    func crashes(ofQuarantined id: String) -> Int? {
        marks.isEmpty ? nil : marks[id].flatMap { $0.crashes >= Self.limit ? $0.crashes : nil }
    }

    /// Whether a job came to nothing in an earlier process of the same run, and is not tried again in it.
    /// - Parameter retries: as in `RunLimits`.
    func isOverThisRun(_ id: String, retries: Int) -> Bool {
        guard let count = failuresThisRun[id] else { return false }
        return count > retries || finalThisRun.contains(id)
    }

    /// All of those.
    func overThisRun(retries: Int) -> Set<String> {
        Set(failuresThisRun.keys.filter { isOverThisRun($0, retries: retries) })
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
        var log = CrashLog()
        _ = try Journal.visit(folder: folder.journal.path, .outline) { log.add($0) }
        return CrashHistory(log, earlierProcesses: earlier, forgiving: forgiving)
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

/// What of a journal bears on its crashes. They stand in a shard of their own, behind everything else, so the rest
/// has to be kept until they are known: a few bytes for each of 100,000 jobs, and not its events.
private struct CrashLog {
    enum Entry {
        case opened
        /// Something of a job was finished.
        case done(EventID)
        /// The place in `failures`.
        case failed(Int)
    }

    private(set) var entries: [Entry] = []
    private(set) var failures: [FailedEvent] = []
    private(set) var crashes: [CrashedEvent] = []
    private(set) var runs = 0

    mutating func add(_ event: JournalEvent) {
        switch event {
        // What was taken from another folder is no run of this one.
        case .opened(let header) where header.isOwn:
            runs += 1
            entries.append(.opened)
        case .trained(let trained): entries.append(.done(EventID(trained.id)))
        case .evaluated(let evaluated): entries.append(.done(EventID(evaluated.evaluation.job)))
        case .failed(let failed):
            entries.append(.failed(failures.count))
            failures.append(failed)
        case .crashed(let crash): crashes.append(crash)
        case .opened, .started, .ended, .abandoned, .searched, .closed: break
        }
    }
}
