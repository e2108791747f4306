/// What a sweep asks for now and has no result of, as its record tells: the networks whose ν is given, those of the probes
/// that its searches have asked for so far, those of their answers, and what is to be measured and looked at of each.
/// What is wanted of several variants counts once.
struct WorkLeft {
    /// Networks that were begun, and neither finished nor failed.
    private(set) var begun = 0
    /// Networks that nobody began.
    private(set) var missing = 0
    /// Analyses of networks that are measured; those that failed are failures.
    private(set) var analyses = 0
    /// Networks that the rows of the table are to have: of those searches that have an answer.
    private(set) var asked = 0
    /// Those of them that are in a mean.
    private(set) var measured = 0
    /// The data set that each variant is on, by its name.
    private var datasets: [String?: DatasetName] = [:]

    /// Whether nothing is to be done but what searches may yet ask for.
    var isNone: Bool { begun + missing + analyses == 0 }

    /// Whether a row of the table is of what is asked for now: not of a fallback that stood in for a set that is here by now.
    func isAsked(_ row: SummaryRow) -> Bool { datasets[row.variant] == row.dataset }

    init(_ record: SweepRecord) {
        var asker = Asker(record)
        for part in record.parts { datasets[part.spec.variant] = asker.dataset(of: part) }
        for index in asker.plan.jobs.indices {
            askForTable(asker.plan.ids[index], &asker) { $0.analyses(at: index) }
        }
        for search in asker.searches() {
            if let answer = search.answer {
                for job in search.unit.jobs(nu: answer) { askForTable(job.packedID, &asker) { $0.analyses(of: job) } }
            }
            for id in search.probes.map(\.packedID) where asker.isNew(id) {
                look(asker.found(id), id, asker) { $0.value(search.unit.settings) != nil }
            }
        }
        // Without any network nothing tells what data it was to be: the ids of what was begun say nothing then.
        if asker.isWithoutData {
            begun = min(record.begun.count, missing)
            missing -= begun
        }
    }

    private mutating func askForTable(_ id: PackedID, _ asker: inout Asker, analyses wanted: (SweepPlan) -> [Evaluation]) {
        guard asker.isNew(id) else { return }
        asked += 1
        let (found, measures) = (asker.found(id), asker.record.spec.measures)
        look(found, id, asker) { $0.isWhole(measures) }
        guard let found, !found.isFailed, found.isInTable(measures) else { return }
        measured += 1
        guard found.isWhole(measures), !found.hasFailure else { return }
        let done = Set(found.analyses.map(\.request.analysis))
        analyses += wanted(asker.plan).count { $0.analysis.map { !done.contains($0.analysis) } ?? false }
    }

    private mutating func look(_ found: JobRecord?, _ id: PackedID, _ asker: Asker, isDone: (JobRecord) -> Bool) {
        if let found {
            if !found.hasFailure, !isDone(found) { begun += 1 }
        } else if asker.record.begun.contains(.packed(id)) {
            begun += 1
        } else {
            missing += 1
        }
    }
}

extension JobRecord {
    /// Whether a mean of the table may have it; a sweep of analyses alone asks for no value.
    fileprivate func isInTable(_ measures: [Measure]) -> Bool {
        packed(.test).map { values in measures.isEmpty || measures.contains { values[$0]?.isFinite == true } } ?? false
    }

    fileprivate func isWhole(_ measures: [Measure]) -> Bool {
        packed(.test).map { values in measures.allSatisfy { values[$0] != nil } } ?? false
    }

    fileprivate func value(_ settings: NuSearchSettings) -> Double? { value(settings.measure, on: settings.split) }
}

/// A sweep as it would be planned on the data that its networks had, beside what is known of them.
private struct Asker {
    struct Search {
        let unit: NuSearchUnit
        /// Nil where there is none, or none yet.
        let answer: Double?
        /// The networks of the probe that it waits for; none once it has ended.
        let probes: [Job]
    }

    let record: SweepRecord
    let plan: SweepPlan
    private let data: DataIdentities
    private var places: [PackedID: Int] = [:]
    private var seen: Set<PackedID> = []

    init(_ record: SweepRecord) {
        self.record = record
        data = DataIdentities(record.parts.map { ($0.spec.data, Self.data(of: $0, record)) })
        plan = SweepPlan(spec: record.spec, identities: data)
        let planned = Set(plan.ids)
        // Other numerics gave other ids to the same networks.
        for (place, job) in record.jobs.enumerated() {
            let id = PackedID(job.id).flatMap { planned.contains($0) ? $0 : nil } ?? job.job.packedID
            places[id] = place
        }
    }

    /// The set that the part's networks were given; of a part without any what others were given.
    private static func data(of part: SweepPart, _ record: SweepRecord) -> DataIdentity {
        let used = part.jobs.isEmpty ? record.datasets : part.datasets
        let name = part.spec.datasets.first(where: used.contains) ?? part.spec.data.source
        let isOfSet = { (job: JobRecord) in job.job.data.dataset == name }
        let digest = (part.jobs.first(where: isOfSet) ?? record.jobs.first(where: isOfSet))?.job.data.digest
        return DataIdentity(dataset: name, digest: digest ?? "", request: part.spec.data)
    }

    var isWithoutData: Bool { record.jobs.isEmpty }

    func dataset(of part: SweepPart) -> DatasetName { data[part.spec.data].dataset }

    func found(_ id: PackedID) -> JobRecord? { places[id].map { record.jobs[$0] } }

    /// False from the second time on.
    mutating func isNew(_ id: PackedID) -> Bool { seen.insert(id).inserted }

    /// Each question once, whatever number of variants ask it.
    func searches() -> [Search] {
        var ids: Set<String> = []
        return record.parts.flatMap { part -> [Search] in
            guard let settings = part.spec.nuSearch, part.spec.methods.contains(.IR) else { return [] }
            let (jobs, data) = (JobRanges(part), data[part.spec.data])
            return part.spec.groups.flatMap { group in
                part.spec.regularisers.compactMap { form -> Search? in
                    let unit = NuSearchUnit(
                        data: data, group: group, regulariser: form, settings: settings, seeds: part.spec.seeds,
                        training: part.spec.training, saliency: part.spec.saliency)
                    guard ids.insert(unit.id).inserted else { return nil }
                    let ended = part.search(dataset: data.dataset, group: group, regulariser: form)
                    let known = jobs[data.dataset, group, .IR, form]
                    return Search(
                        unit: unit, answer: ended?.answer,
                        probes: ended == nil ? Self.wanted(unit, known, seeds: Set(part.spec.seeds).count) : [])
                }
            }
        }
    }

    private static func wanted(_ unit: NuSearchUnit, _ jobs: ArraySlice<JobRecord>, seeds: Int) -> [Job] {
        let search = SearchTable.replay(jobs, unit.settings, seeds: seeds)
        guard case .probe(let pending) = search.next else { return [] }
        return unit.jobs(nu: pending)
    }
}
