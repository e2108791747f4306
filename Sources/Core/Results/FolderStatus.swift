/// How far the sweep of a results folder is, by its journal; read without locking or writing anything. Data are read only where
/// networks were begun and nothing in the folder tells what on.
public struct FolderStatus: Sendable {
    /// A job of the sweep that failed, and what comes of it.
    public struct Failure: Sendable {
        /// What people call the job.
        public let label: String
        /// The last failure.
        public let event: FailedEvent
        /// Whether the next run tries it again by itself.
        public let isTriedAgain: Bool
    }

    /// The folder's `sweep.yaml`.
    public let spec: SweepSpec
    /// The jobs and searches of the sweep, on the folder's data as far as it tells them.
    public let plan: SweepPlan
    /// What is done, by the journal and the files beside it.
    public let known: KnownResults
    /// What earlier crashes say of single jobs.
    public let crashes: CrashHistory
    /// What is done and what is missing, and why.
    public let outline: SweepOutline
    /// In the order of the plan.
    public let searches: [SearchProgress]
    /// Of jobs that the sweep asks for and that were not done since, sorted by label.
    public let failures: [Failure]
    /// The last process that worked there; nil where none has left a word.
    public let lastRun: RunHeader?
    /// Its end; nil where it left no such word.
    public let lastEnd: RunEnd?
    /// What of the journal was passed over.
    public let damage: [JournalDamage]

    /// Whether nothing is left to do: all is done, and every search has an end.
    public var isComplete: Bool { outline.groups.isEmpty && searches.allSatisfy { $0.outcome != nil } }

    /// Whether no process has worked there since a run that says that it ended. A shard on another machine leaves no
    /// such word in the folder itself.
    public func isLast(_ ended: RunStatus) -> Bool {
        guard let lastRun, lastRun.host == ended.holder.host else { return false }
        // ISO 8601 in UTC throughout.
        return (lastEnd?.date ?? lastRun.date) <= ended.updated
    }

    /// - Throws: `SpecErrors` for `sweep.yaml`, `JournalError`; both name the file.
    public init(_ folder: ResultsFolder) throws {
        let spec = try SpecLoader.load(path: folder.specification.path).spec
        var runs = LastRun()
        var drifted: Set<DataIdentity> = []
        let (known, damage) = try KnownResults.read(folder) { event in
            switch event {
            case .other(.opened(let header)): if header.isOwn { runs.begin(header) }
            case .other(.closed(let end)): runs.end(end)
            case .other(.evaluated(let evaluated)):
                if case .drift(_, let data)? = evaluated.evaluation.analysis { drifted.insert(data) }
            default: break
            }
        }
        let crashes = try CrashHistory.read(folder, known, forgiving: false)
        let checkpoints = CheckpointFolder(folder.checkpoints).all()
        let data = FolderData(folder, known, checkpoints: checkpoints, drifted: drifted)
        let store = DatasetStore(allowDownload: false)
        let identities = DataIdentities(spec.allDataRequests.map { ($0, data.identity($0, store: store)) })
        let plan = SweepPlan(spec: spec, identities: identities)
        let retries = spec.limits.retries
        var reasoning = Reasoning(plan, known, checkpoints: checkpoints, retries: retries, crashes: crashes)
        var outline = SweepOutline()
        var failures: [Failure] = []
        var searches: [SearchProgress] = []
        reasoning.visitAll { job, reason in
            outline.add(job, reason, in: plan)
            guard let reason, let event = known.failed[job.id] ?? crashes.quarantine(job, job.id) else { return }
            failures.append(Failure(label: plan.label(of: job), event: event, isTriedAgain: reason.isRun))
        } search: {
            searches.append(plan.progress(of: $0, $1))
        }
        outline.searches = plan.searches.count
        (self.spec, self.plan, self.known, self.crashes) = (spec, plan, known, crashes)
        self.outline = outline
        self.damage = damage
        self.failures = failures.sorted { $0.label < $1.label }
        (lastRun, lastEnd) = (runs.last?.header, runs.last?.end)
        self.searches = searches
    }
}
