/// Expected seconds of jobs. Jobs that differ in ν and seed cost the same, and are looked up.
struct CostEstimate {
    private struct Key: Hashable {
        var group: GroupName
        var method: Method
        var isTrained: Bool
        var missing: [Question]
        var data: DataIdentity
        var training: TrainingParameters
    }

    /// What of an evaluation counts.
    private struct Question: Hashable {
        var split: SplitName
        var measures: [Measure]
        var analysis: AnalysisRequest?
    }

    let costs: CostModel
    let sizes: PlanSizes
    private var known: [Key: Double] = [:]
    /// The last one: plans are in the order of groups and methods.
    private var last: (key: Key, seconds: Double)?

    init(costs: CostModel, sizes: PlanSizes) {
        self.costs = costs
        self.sizes = sizes
    }

    /// - Parameters:
    ///   - job: of one sweep, whose saliency is the same for all.
    ///   - missing: its evaluations that are.
    mutating func seconds(_ job: Job, isTrained: Bool, _ missing: [Evaluation]) -> Double {
        let key = Key(
            group: job.group, method: job.method, isTrained: isTrained,
            missing: missing.map { Question(split: $0.split, measures: $0.measures, analysis: $0.analysis) },
            data: job.data, training: job.training)
        if let last, last.key == key { return last.seconds }
        if let seconds = known[key] {
            last = (key, seconds)
            return seconds
        }
        let work = sizes.work(of: job, isTrained: isTrained, evaluations: missing)
        let seconds = work.reduce(0) { $0 + costs.seconds($1.kind, multiplyAdds: $1.multiplyAdds) }
        known[key] = seconds
        return seconds
    }
}

/// The rows of a plan while they are counted.
struct RowTable {
    private struct Key: Hashable {
        var variants: [String]
        var group: GroupName
        var method: Method
        var regulariser: Regulariser?
        var nu: Double?
    }

    private var places: [Key: Int] = [:]
    private var last: (key: Key, place: Int)?
    private var rows: [RunPlan.Row] = []

    mutating func add(_ job: Job, _ reason: Reason?, _ seconds: Double, _ plan: SweepPlan) {
        let key = Key(
            variants: plan.variants(of: job), group: job.group, method: job.method, regulariser: job.regulariser, nu: job.nu)
        let place: Int
        if let last, last.key == key {
            place = last.place
        } else if let known = places[key] {
            place = known
        } else {
            place = rows.count
            places[key] = place
            rows.append(
                RunPlan.Row(
                    variants: key.variants, group: job.group, method: job.method, regulariser: job.regulariser,
                    nu: job.nu.map(SpecWriter.number)))
        }
        last = (key, place)
        rows[place].count(reason)
        rows[place].seconds += seconds
    }

    mutating func append(_ row: RunPlan.Row) { rows.append(row) }

    /// By variant, group, then method, as in the sweep file; the others as they came.
    func sorted(_ spec: SweepSpec) -> [RunPlan.Row] {
        let order = rows.enumerated().map { index, row in
            let variant = spec.variants.firstIndex { $0.variant == row.variants.first }
            let part = variant.map { spec.variants[$0] } ?? spec
            return (
                variant ?? 0, part.groups.firstIndex(of: row.group) ?? 0, part.methods.firstIndex(of: row.method) ?? 0,
                index
            )
        }
        return order.sorted { $0 < $1 }.map { rows[$0.3] }
    }
}
