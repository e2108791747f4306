/// What is known of a sweep: the journal's events, resolved against the sweep file. All tables are
/// made from this.
///
/// Only what belongs to the sweep as it is asked for now is taken up: a results folder may hold
/// jobs of an earlier form of the sweep file (other seeds, other training), which stay in the
/// journal for reuse but in no table.
public struct SweepRecord: Sendable {
    public let spec: SweepSpec
    /// In the order of the tables: dataset, group, method, regulariser (each as in the sweep file),
    /// ν, seed.
    public let jobs: [JobRecord]
    /// Every process that worked on the sweep, the first one first.
    public let runs: [RunHeader]
    /// Wall time of those that ended in good order.
    public let seconds: Double
    private let searches: [SearchedEvent]

    /// - Parameters:
    ///   - events: in the order in which they happened.
    ///   - isCurrent: whether a job's id is the one that this program would give these parameters.
    ///     It is not where other numerics computed the job (`NumericsVersion`).
    ///   - isCurrentSearch: likewise for the id of a search.
    public init(
        spec: SweepSpec, events: some Sequence<JournalEvent>, isCurrent: (String, Job) -> Bool = { _, _ in true },
        isCurrentSearch: (String?) -> Bool = { _ in true }
    ) {
        var builder = SweepRecordBuilder(spec: spec)
        for event in events { builder.add(event, isCurrent: isCurrent, isCurrentSearch: isCurrentSearch) }
        self = builder.record()
    }

    /// Reads a journal's folder, event after event. Learning curves are not in it.
    ///
    /// - Throws: `JournalError` where a file cannot be read at all; never for damage inside.
    public static func read(
        spec: SweepSpec, journal folder: String, isCurrent: (String, Job) -> Bool,
        isCurrentSearch: (String?) -> Bool
    ) throws(JournalError) -> SweepRecord {
        var builder = SweepRecordBuilder(spec: spec)
        _ = try Journal.visit(folder: folder, .tables) {
            builder.add($0, isCurrent: isCurrent, isCurrentSearch: isCurrentSearch)
        }
        return builder.record()
    }

    fileprivate init(
        spec: SweepSpec, jobs: [JobRecord], searches: [SearchedEvent], runs: [RunHeader], seconds: Double
    ) {
        (self.spec, self.jobs, self.searches, self.runs, self.seconds) = (spec, jobs, searches, runs, seconds)
    }

    /// The data sets that were really used, the source before the fallback; the source where no job
    /// was done yet.
    public var datasets: [DatasetName] {
        // Jobs stand in the order of their sets.
        let used = Set([jobs.first, jobs.last].compactMap { $0?.job.data.dataset })
        return used.isEmpty ? [spec.data.source] : spec.datasets.filter(used.contains)
    }

    /// How the search for ν ended; nil while it goes on, and where ν is not searched.
    public func search(dataset: DatasetName, group: GroupName, regulariser: Regulariser) -> SearchedEvent? {
        guard let settings = spec.nuSearch else { return nil }
        return searches.last {
            $0.group == group && $0.regulariser == regulariser && ($0.dataset ?? dataset) == dataset
                && ($0.settings ?? settings) == settings
        }
    }
}

/// Gathers events in the order in which they happened.
private struct SweepRecordBuilder {
    let spec: SweepSpec
    private var builders = IDTable<JobRecordBuilder>()
    private var layouts = MeasurementLayouts()
    private var searches: [SearchedEvent] = []
    private var runs: [RunHeader] = []
    private var seconds = 0.0
    private var order = 0
    /// The data of the latest job of each set. Where its content changed under the same name, jobs on the
    /// former content are in no table: averaging over both would count a seed twice.
    private var digests: [DatasetName: String] = [:]
    private let members: SweepSpec.Members

    init(spec: SweepSpec) {
        self.spec = spec
        members = SweepSpec.Members(spec)
    }

    mutating func add(
        _ event: JournalEvent, isCurrent: (String, Job) -> Bool, isCurrentSearch: (String?) -> Bool
    ) {
        switch event {
        case .started, .ended, .abandoned, .crashed: break
        case .opened(let header): runs.append(header)
        case .closed(let end): seconds += end.seconds
        case .trained(let trained):
            guard spec.includes(trained.job, members), isCurrent(trained.id, trained.job) else { return }
            note(trained.job)
            builders.update(trained.id, default: JobRecordBuilder(id: trained.id)) { $0.add(trained, order: order) }
        case .failed(let failed):
            guard spec.includes(failed.job, members), isCurrent(failed.id, failed.job) else { return }
            note(failed.job)
            builders.update(failed.id, default: JobRecordBuilder(id: failed.id)) { $0.add(failed, order: order) }
        case .evaluated(let evaluated):
            let evaluation = evaluated.evaluation
            let counts = evaluation.saliency == spec.saliency || !evaluation.measures.contains(.SI)
            let measurements = counts ? layouts.pack(evaluated.measurements) : nil
            builders.update(evaluation.job, default: JobRecordBuilder(id: evaluation.job)) {
                $0.add(evaluated, measurements)
            }
        case .searched(let searched):
            if isCurrentSearch(searched.search) { searches.append(searched) }
        }
    }

    private mutating func note(_ job: Job) {
        order += 1
        if digests[job.data.dataset] != job.data.digest { digests[job.data.dataset] = job.data.digest }
    }

    consuming func record() -> SweepRecord {
        let found = builders.taken()
        // Numbers alone are moved about.
        var placed: [(place: SweepSpec.Place, order: Int, index: Int)] = []
        placed.reserveCapacity(found.count)
        for (index, builder) in found.enumerated() {
            if let builder, let job = builder.job { placed.append((spec.place(job), builder.order, index)) }
        }
        placed.sort { $0.place == $1.place ? $0.order < $1.order : $0.place < $1.place }
        var jobs: [JobRecord] = []
        jobs.reserveCapacity(placed.count)
        for (number, entry) in placed.enumerated() {
            // The newest of each cell of the sweep.
            if number + 1 < placed.count, placed[number + 1].place == entry.place { continue }
            guard let builder = found[entry.index], let job = builder.job,
                digests[job.data.dataset] == job.data.digest
            else { continue }
            jobs.append(builder.record(job, &layouts))
        }
        return SweepRecord(spec: spec, jobs: jobs, searches: searches, runs: runs, seconds: seconds)
    }
}

extension SweepSpec {
    /// Nil where ν is given.
    var nuSearch: NuSearchSettings? {
        if case .smallest(let settings) = nu { settings } else { nil }
    }

    var datasets: [DatasetName] { [data.source] + (data.fallback.map { $0 == data.source ? [] : [$0] } ?? []) }

    /// Whether the sweep, as it is asked for now, has this job among its jobs.
    func includes(_ job: Job) -> Bool { includes(job, Members(self)) }

    /// What there may be thousands of, for asking often.
    struct Members: Sendable {
        fileprivate let seeds: Set<UInt64>
        /// Nil where ν is searched.
        fileprivate let nus: Set<Double>?

        init(_ spec: SweepSpec) {
            seeds = Set(spec.seeds)
            if case .values(let values) = spec.nu { nus = Set(values) } else { nus = nil }
        }
    }

    func includes(_ job: Job, _ members: Members) -> Bool {
        var training = job.training
        // Only WT pools; the others are the same job whatever the option says.
        if job.method != .WT { training.pooling = self.training.pooling }
        guard datasets.contains(job.data.dataset), job.data.train == data.train, job.data.test == data.test,
            job.data.validation == data.validation, job.data.splitSeed == data.splitSeed, job.data.pad == data.pad,
            groups.contains(job.group), methods.contains(job.method), members.seeds.contains(job.seed),
            training == self.training
        else { return false }
        guard job.method == .IR else { return true }
        guard let regulariser = job.regulariser, regularisers.contains(regulariser), let value = job.nu else { return false }
        return members.nus?.contains(value) ?? true
    }

    fileprivate typealias Place = (Int, Int, Int, Int, Double, UInt64)

    /// Where a job stands in the tables. Made once per job: comparing is then cheap for 100,000 of them.
    fileprivate func place(_ job: Job) -> Place {
        (
            datasets.firstIndex(of: job.data.dataset) ?? 0, groups.firstIndex(of: job.group) ?? 0,
            methods.firstIndex(of: job.method) ?? 0, job.regulariser.flatMap(regularisers.firstIndex(of:)) ?? 0,
            // Methods without ν have a place of their own, so that nil only ever meets nil here.
            job.nu ?? 0, job.seed
        )
    }
}
