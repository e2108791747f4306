/// Gathers events in the order in which they happened, for `SweepRecord`.
struct SweepRecordBuilder: Sendable {
    let spec: SweepSpec
    private var builders = IDTable<JobRecordBuilder>()
    private var forms = JobForms()
    /// Beside `forms`: whether the sweep has jobs of that form.
    private var isIncluded: [Bool] = []
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
        _ event: PackedEvent, isCurrent: (String, Job) -> Bool, isCurrentSearch: (String?) -> Bool
    ) {
        switch event {
        case .measured(let measured):
            let counts = measured.question.saliency == spec.saliency || !measured.question.measures.contains { $0.needsSaliency }
            builders.update(measured.job, default: JobRecordBuilder(id: measured.job)) {
                $0.add(measured, counts: counts)
            }
        case .other(let event): add(event, isCurrent, isCurrentSearch)
        }
    }

    private mutating func add(
        _ event: JournalEvent, _ isCurrent: (String, Job) -> Bool, _ isCurrentSearch: (String?) -> Bool
    ) {
        switch event {
        case .started, .ended, .abandoned, .crashed: break
        case .opened(let header): runs.append(header)
        case .closed(let end): seconds += end.seconds
        case .trained(let trained):
            guard let job = included(trained.job), isCurrent(trained.id, trained.job) else { return }
            note(trained.job)
            let id = EventID(trained.id)
            builders.update(id, default: JobRecordBuilder(id: id)) { $0.add(trained, job, order: order) }
        case .failed(let failed):
            guard let job = included(failed.job), isCurrent(failed.id, failed.job) else { return }
            note(failed.job)
            let id = EventID(failed.id)
            builders.update(id, default: JobRecordBuilder(id: id)) { $0.add(failed, job, order: order) }
        case .evaluated(let evaluated):
            var layouts = MeasurementLayouts()
            add(.measured(PackedMeasuring(evaluated, &layouts)), isCurrent: isCurrent, isCurrentSearch: isCurrentSearch)
        case .searched(let searched):
            if isCurrentSearch(searched.search) { searches.append(searched) }
        }
    }

    /// Nil where the sweep, as it is asked for now, does not have the job.
    private mutating func included(_ job: Job) -> PackedJob? {
        let packed = forms.pack(job)
        while isIncluded.count < forms.all.count { isIncluded.append(spec.includesForm(of: forms.all[isIncluded.count])) }
        guard isIncluded[Int(packed.form)], members.have(job) else { return nil }
        return packed
    }

    private mutating func note(_ job: Job) {
        order += 1
        if digests[job.data.dataset] != job.data.digest { digests[job.data.dataset] = job.data.digest }
    }

    /// Numbers alone, to be sorted.
    private struct Placed: Comparable {
        /// Of the form, in the order of the tables.
        var rank: Int
        /// Forms without ν have a rank of their own, so that 0 only ever meets 0 there.
        var nu: Double
        var seed: UInt64
        var order: Int
        var index: Int

        static func < (a: Placed, b: Placed) -> Bool {
            if a.rank != b.rank { return a.rank < b.rank }
            if a.nu != b.nu { return a.nu < b.nu }
            if a.seed != b.seed { return a.seed < b.seed }
            return a.order < b.order
        }

        func isAtSamePlace(as other: Placed) -> Bool { rank == other.rank && nu == other.nu && seed == other.seed }
    }

    /// Of each form: equal for forms at the same place of the tables.
    private var ranks: [Int] {
        let places = forms.all.map(spec.place)
        let sorted = places.sorted(by: <)
        return places.map { place in sorted.firstIndex { $0 == place } ?? 0 }
    }

    func record() -> SweepRecord {
        let found = builders.all
        let ranks = ranks
        var placed: [Placed] = []
        placed.reserveCapacity(found.count)
        for (index, builder) in found.enumerated() {
            guard let builder, let job = builder.job else { continue }
            placed.append(
                Placed(rank: ranks[Int(job.form)], nu: job.nu, seed: job.seed, order: builder.order, index: index))
        }
        placed.sort()
        var layouts = MeasurementLayouts()
        var jobs: [JobRecord] = []
        jobs.reserveCapacity(placed.count)
        for (number, entry) in placed.enumerated() {
            // The newest of each cell of the sweep.
            if number + 1 < placed.count, placed[number + 1].isAtSamePlace(as: entry) { continue }
            guard let builder = found[entry.index], let packed = builder.job else { continue }
            let job = forms.job(packed)
            guard digests[job.data.dataset] == job.data.digest else { continue }
            jobs.append(builder.record(job, &layouts))
        }
        return SweepRecord(spec: spec, jobs: jobs, searches: searches, runs: runs, seconds: seconds)
    }
}
