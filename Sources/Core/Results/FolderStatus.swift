/// How far the sweep of a results folder is, by its journal; read without locking or writing anything. Data are read only where
/// networks were begun and nothing in the folder tells what on.
public struct FolderStatus: Sendable {
    public struct Failure: Sendable {
        /// What people call the job.
        public let label: String
        public let event: FailedEvent
        /// Whether the next run tries it again by itself.
        public let isTriedAgain: Bool
    }

    public let spec: SweepSpec
    public let plan: SweepPlan
    public let known: KnownResults
    public let crashes: CrashHistory
    /// What is done and what is missing, and why.
    public let outline: SweepOutline
    /// In the order of the plan.
    public let searches: [SearchProgress]
    /// Of jobs that the sweep asks for and that were not done since.
    public let failures: [Failure]
    /// The last process that worked there, and its end; nil where it left no such word.
    public let lastRun: RunHeader?
    public let lastEnd: RunEnd?
    /// What of the journal was passed over.
    public let damage: [JournalDamage]

    /// Whether nothing is left to do: all is done, and every search has an end.
    public var isComplete: Bool { outline.groups.isEmpty && searches.allSatisfy { $0.outcome != nil } }

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
