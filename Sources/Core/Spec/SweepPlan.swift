/// What a sweep amounts to on given data: networks whose parameters are known from the start, and ν
/// searches, which find theirs on the way.
public struct SweepPlan: Sendable, Equatable {
    /// WT and DA of each group and seed, and IR where its ν are given. By group, then method, then
    /// regulariser, ν and seed, each in the order of the sweep file. Variant by variant: what several of them
    /// have stands with the first.
    public let jobs: [Job]
    /// Per group and regulariser, where ν is searched for; empty otherwise.
    public let searches: [NuSearchUnit]
    /// `Job.id` of each, in the order of `jobs`: hashed once.
    public let ids: [PackedID]
    /// `Evaluation.id` of the measuring that the tables report of each, in the order of `jobs`.
    public let evaluationIDs: [PackedID]
    private let measures: [Measure]
    private let saliency: SaliencyOptions
    /// The analyses of each network; empty for most sweeps.
    private let analyses: PlannedAnalyses
    /// Empty for a sweep without.
    let variants: [Variant]

    /// - Parameter data: what the jobs are really given, after any fallback.
    public init(spec: SweepSpec, data: DataIdentity) {
        self.init(spec: spec, identities: DataIdentities(spec.dataRequests.map { ($0, data) }))
    }

    /// - Parameter identities: what the spec's requests are, after any fallback.
    public init(spec: SweepSpec, identities: DataIdentities) {
        measures = spec.measures
        saliency = spec.saliency
        analyses = PlannedAnalyses(spec, identities)
        variants = spec.variants.map { Variant($0, identities[$0.data]) }
        var jobs: [Job] = []
        var searches: [NuSearchUnit] = []
        var ids: [PackedID] = []
        var evaluationIDs: [PackedID] = []
        var seen: Set<PackedID> = []
        for part in spec.parts {
            let data = identities[part.data]
            let own = Self.jobs(of: part, data: data, &searches)
            let found = PlanIdentities.of(
                own, data: data, training: part.training, measures: spec.measures, saliency: spec.saliency)
            guard !variants.isEmpty else {
                (jobs, ids, evaluationIDs) = (own, found.jobs, found.evaluations)
                break
            }
            for index in own.indices where seen.insert(found.jobs[index]).inserted {
                jobs.append(own[index])
                ids.append(found.jobs[index])
                evaluationIDs.append(found.evaluations[index])
            }
        }
        self.jobs = jobs
        self.searches = searches
        self.ids = ids
        self.evaluationIDs = evaluationIDs
    }

    /// Some of its jobs and searches, and the same in everything else.
    /// - Parameters:
    ///   - jobs, searches: places in `jobs` and `searches`; ascending, so that the order stays.
    public func part(jobs places: [Int], searches: [Int]) -> SweepPlan { SweepPlan(self, places, searches) }

    private init(_ whole: SweepPlan, _ places: [Int], _ searches: [Int]) {
        jobs = places.map { whole.jobs[$0] }
        ids = places.map { whole.ids[$0] }
        evaluationIDs = places.map { whole.evaluationIDs[$0] }
        self.searches = searches.map { whole.searches[$0] }
        (measures, saliency, analyses, variants) = (whole.measures, whole.saliency, whole.analyses, whole.variants)
    }

    private static func jobs(of spec: SweepSpec, data: DataIdentity, _ searches: inout [NuSearchUnit]) -> [Job] {
        var jobs: [Job] = []
        for group in spec.groups {
            for method in spec.methods {
                let unit = { (regulariser: Regulariser, settings: NuSearchSettings) in
                    NuSearchUnit(
                        data: data, group: group, regulariser: regulariser, settings: settings, seeds: spec.seeds,
                        training: spec.training, saliency: spec.saliency)
                }
                switch (method, spec.nu) {
                case (.WT, _), (.DA, _):
                    jobs += spec.seeds.map {
                        Job(data: data, group: group, method: method, seed: $0, training: spec.training)
                    }
                case (.IR, .values(let values)):
                    for regulariser in spec.regularisers {
                        let fixed = unit(regulariser, NuSearchSettings())
                        jobs += values.flatMap { nu in spec.seeds.map { fixed.job(nu: nu, seed: $0) } }
                    }
                case (.IR, .smallest(let settings)):
                    // Two variants may ask the same question.
                    for unit in spec.regularisers.map({ unit($0, settings) }) {
                        if !searches.contains(where: { $0.id == unit.id }) { searches.append(unit) }
                    }
                }
            }
        }
        return jobs
    }

    /// The measuring that the tables report: the sweep's measures on the test split.
    public func evaluation(of job: Job) -> Evaluation {
        Evaluation(job: job.id, split: .test, measures: measures, saliency: saliency)
    }

    /// All that the tables and figures report of a network: its measuring, then its analyses.
    public func evaluations(of job: Job) -> [Evaluation] { [evaluation(of: job)] + analyses(of: job) }

    /// What is asked of a network besides the measuring.
    public func analyses(of job: Job) -> [Evaluation] {
        analyses.isEmpty ? [] : analyses.evaluations(of: job, id: job.id, saliency)
    }
}

extension SweepPlan {
    /// The measuring of the job at a place of `jobs`.
    public func evaluation(at index: Int) -> Evaluation {
        Evaluation(job: ids[index].text, split: .test, measures: measures, saliency: saliency)
    }

    /// The analyses of the job at a place of `jobs`.
    public func analyses(at index: Int) -> [Evaluation] {
        analyses.isEmpty ? [] : analyses.evaluations(of: jobs[index], id: ids[index].text, saliency)
    }
}

/// One ν search: the smallest ν of IR for one group and one form of the regulariser.
public struct NuSearchUnit: Sendable, Hashable {
    /// Set, content, splits and padding.
    public let data: DataIdentity
    /// By name.
    public let group: GroupName
    /// The form of R whose weight is searched for.
    public let regulariser: Regulariser
    /// Threshold, bounds and when to end.
    public let settings: NuSearchSettings
    /// Each probe trains one network per seed; their mean decides.
    public let seeds: [UInt64]
    /// Of every network of every probe.
    public let training: TrainingParameters
    /// How the maps are made that SI compares.
    public let saliency: SaliencyOptions

    /// The job of one seed of the probe at `nu`.
    public func job(nu: Double, seed: UInt64) -> Job {
        Job(
            data: data, group: group, method: .IR, regulariser: regulariser, nu: nu, seed: seed, training: training)
    }

    /// The jobs of one probe.
    public func jobs(nu: Double) -> [Job] { seeds.map { job(nu: nu, seed: $0) } }

    /// The measuring that decides a probe.
    public func evaluation(of job: Job) -> Evaluation {
        Evaluation(job: job.id, split: settings.split, measures: [settings.measure], saliency: saliency)
    }

    /// For people: `R4 IR logit`.
    public var label: String { "\(group.label) IR \(regulariser.rawValue)" }
}
