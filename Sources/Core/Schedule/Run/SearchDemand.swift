/// What a plan's searches have asked for so far, with each network's owner: one that the plan has by itself as well (a ν that
/// another variant lists) counts there, one that two searches ask for with the first. So sums count every network once.
struct SearchDemand {
    /// A network that a search asks for.
    struct Wish {
        let job: Job
        /// All that searches want measured of it, where it counts here; else what this one wants.
        var evaluations: [Evaluation]
        /// Whether it counts here.
        let isFirst: Bool
    }

    /// Beside `SweepPlan.searches`.
    private(set) var searches: [(wishes: [Wish], search: SearchRun)] = []
    /// What searches want measured of networks that the plan has by itself.
    private(set) var ofPlanned: [PackedID: [Evaluation]] = [:]

    /// - Complexity: O(n) for n jobs, where there are searches.
    init(_ plan: SweepPlan, _ reasoning: Reasoning) {
        let asked = plan.searches.map { reasoning.asked($0) }
        let ids = asked.map { $0.jobs.map(\.job.packedID) }
        let all = Set(ids.joined())
        // The few ids of the searches make the set, not the plan's many.
        if !all.isEmpty { for id in plan.ids where all.contains(id) { ofPlanned[id] = [] } }
        var owners: [PackedID: (search: Int, wish: Int)] = [:]
        for (number, (jobs, search)) in asked.enumerated() {
            searches.append(([], search))
            for (place, (job, evaluations)) in jobs.enumerated() {
                let id = ids[number][place]
                let isFirst = ofPlanned[id] == nil && owners[id] == nil
                if isFirst {
                    owners[id] = (number, place)
                } else if let owner = owners[id] {
                    Self.add(evaluations, to: &searches[owner.search].wishes[owner.wish].evaluations)
                } else {
                    Self.add(evaluations, to: &ofPlanned[id, default: []])
                }
                searches[number].wishes.append(Wish(job: job, evaluations: evaluations, isFirst: isFirst))
            }
        }
    }

    private static func add(_ more: [Evaluation], to evaluations: inout [Evaluation]) {
        for evaluation in more where !evaluations.contains(evaluation) { evaluations.append(evaluation) }
    }

    /// What searches want measured of the plan's job at a place besides what the plan wants.
    func besides(_ index: Int, _ plan: SweepPlan) -> [Evaluation] {
        guard let more = ofPlanned[plan.ids[index]] else { return [] }
        let own = Set(plan.evaluations(of: plan.jobs[index]).map(\.packedID))
        return more.filter { !own.contains($0.packedID) }
    }
}
