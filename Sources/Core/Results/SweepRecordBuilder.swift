/// Gathers events in the order in which they happened, for `SweepRecord`.
struct SweepRecordBuilder: Sendable {
    let spec: SweepSpec
    private var builders = IDTable<JobRecordBuilder>()
    private var forms = JobForms()
    private var layouts = MeasurementLayouts()
    private var parts: [Part]
    private var searches: [SearchedEvent] = []
    private var runs: [RunHeader] = []
    private var last = LastRun()
    private var seconds = 0.0
    /// What lanes began to work on; without most of what was trained since, so that it stays small.
    private var begun: Set<EventID> = []
    private var order = 0
    /// The data of the latest job of each set. Where its content changed under the same name, jobs on the
    /// former content are in no table: averaging over both would count a seed twice.
    private var digests: [DatasetName: String] = [:]

    init(spec: SweepSpec) {
        self.spec = spec
        parts = spec.parts.map(Part.init)
    }

    /// Of the sweep: one variant.
    private struct Part {
        let spec: SweepSpec
        let members: SweepSpec.Members
        /// Beside `forms`: whether it has jobs of that form.
        var hasForm: [Bool] = []

        init(_ spec: SweepSpec) {
            self.spec = spec
            members = SweepSpec.Members(spec)
        }
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
        case .trained(let trained):
            let job = trained.job
            begun.remove(trained.id)
            guard let packed = included(job, forms.pack(trained.form, seed: trained.seed, nu: trained.nu)),
                isCurrent(trained.id.text, job)
            else { return }
            note(job)
            builders.update(trained.id, default: JobRecordBuilder(id: trained.id)) {
                $0.add(JobRecord.Training(trained), packed, order: order)
            }
        case .started(let id): begun.insert(id)
        case .other(let event): add(event, isCurrent, isCurrentSearch)
        }
    }

    private mutating func add(
        _ event: JournalEvent, _ isCurrent: (String, Job) -> Bool, _ isCurrentSearch: (String?) -> Bool
    ) {
        switch event {
        case .started(let started): begun.insert(EventID(started.id))
        case .ended, .abandoned, .crashed: break
        case .opened(let header):
            runs.append(header)
            if header.isOwn { last.begin(header) }
        case .closed(let end):
            seconds += end.seconds
            last.end(end)
        case .trained(let trained):
            begun.remove(EventID(trained.id))
            guard let job = included(trained.job, forms.pack(trained.job)), isCurrent(trained.id, trained.job) else { return }
            note(trained.job)
            let id = EventID(trained.id)
            builders.update(id, default: JobRecordBuilder(id: id)) { $0.add(JobRecord.Training(trained), job, order: order) }
        case .failed(let failed):
            begun.remove(EventID(failed.id))
            guard let job = included(failed.job, forms.pack(failed.job)), isCurrent(failed.id, failed.job) else { return }
            note(failed.job)
            let id = EventID(failed.id)
            builders.update(id, default: JobRecordBuilder(id: id)) { $0.add(failed, job, order: order) }
        case .evaluated(let evaluated) where evaluated.evaluation.analysis != nil:
            let evaluation = evaluated.evaluation
            let id = EventID(evaluation.job)
            let counts = evaluation.analysis.map { spec.asks($0, evaluation.saliency) } ?? false
            builders.update(id, default: JobRecordBuilder(id: id)) { $0.add(evaluated, counts: counts) }
        case .evaluated(let evaluated):
            add(.measured(PackedMeasuring(evaluated, &layouts)), isCurrent: isCurrent, isCurrentSearch: isCurrentSearch)
        case .searched(let searched):
            if isCurrentSearch(searched.search) { searches.append(searched) }
        }
    }

    /// Nil where the sweep, as it is asked for now, does not have the job.
    private mutating func included(_ job: Job, _ packed: PackedJob) -> PackedJob? {
        let form = Int(packed.form)
        var isIncluded = false
        for index in parts.indices {
            while parts[index].hasForm.count < forms.all.count {
                let next = forms.all[parts[index].hasForm.count]
                parts[index].hasForm.append(parts[index].spec.includesForm(of: next))
            }
            isIncluded = isIncluded || parts[index].hasForm[form] && parts[index].members.have(job)
        }
        return isIncluded ? packed : nil
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
    private func ranks(_ part: Part) -> [Int] {
        let places = forms.all.map(part.spec.place)
        let sorted = places.sorted(by: <)
        return places.map { place in sorted.firstIndex { $0 == place } ?? 0 }
    }

    func record() -> SweepRecord {
        let found = builders.all
        // Each record is made once, in the order in which the first part has it, from a builder that is let go.
        var records = parts.count > 1 ? [JobRecord?](repeating: nil, count: found.count) : []
        var layouts = MeasurementLayouts()
        var distinct: [JobRecord] = []
        var made: [SweepPart] = []
        let used = parts.count > 1 ? Set(digests.keys) : []
        let hasLatestData = forms.all.map { digests[$0.data.dataset] == $0.data.digest }
        for part in parts {
            let places = places(part, found, used, hasLatestData)
            var jobs: [JobRecord] = []
            jobs.reserveCapacity(places.count)
            for entry in places {
                if parts.count > 1, let record = records[entry.index] {
                    jobs.append(record)
                    continue
                }
                guard let builder = found[entry.index], let packed = builder.job else { continue }
                let record = builder.record(forms.job(packed), &layouts)
                jobs.append(record)
                guard parts.count > 1 else { continue }
                records[entry.index] = record
                distinct.append(record)
            }
            made.append(SweepPart(spec: part.spec, jobs: jobs, searches: searches))
        }
        return SweepRecord(
            spec: spec, parts: made, jobs: parts.count > 1 ? distinct : made.first?.jobs ?? [], runs: runs,
            seconds: seconds, begun: begun.filter { builders[$0]?.job == nil }, isUnderWay: last.last.map { $0.end == nil } ?? false)
    }

    /// The part's jobs in the order of its tables, of each cell of the sweep the newest.
    /// - Parameters:
    ///   - used: the data sets that variants have jobs on; empty for a sweep without variants.
    ///   - hasLatestData: by form. Others must not take a cell from those: data may have changed there and back.
    private func places(
        _ part: Part, _ found: [JobRecordBuilder?], _ used: Set<DatasetName>, _ hasLatestData: [Bool]
    ) -> [Placed] {
        let ranks = ranks(part)
        var placed: [Placed] = []
        placed.reserveCapacity(parts.count > 1 ? 0 : found.count)
        for (index, builder) in found.enumerated() {
            guard let builder, let job = builder.job, part.hasForm[Int(job.form)], hasLatestData[Int(job.form)] else {
                continue
            }
            if parts.count > 1 {
                let job = forms.job(job)
                guard part.members.have(job) else { continue }
                // Where the source could be had, the fallback's jobs are another variant's own.
                let source = part.spec.data.source
                if job.data.dataset != source, used.contains(source) { continue }
            }
            placed.append(
                Placed(rank: ranks[Int(job.form)], nu: job.nu, seed: job.seed, order: builder.order, index: index))
        }
        placed.sort()
        var count = 0
        for number in placed.indices {
            if number + 1 < placed.count, placed[number + 1].isAtSamePlace(as: placed[number]) { continue }
            placed[count] = placed[number]
            count += 1
        }
        placed.removeLast(placed.count - count)
        return placed
    }
}
