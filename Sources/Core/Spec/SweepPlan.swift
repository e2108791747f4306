/// What a sweep amounts to on given data: networks whose parameters are known from the start, and ν
/// searches, which find theirs on the way.
public struct SweepPlan: Sendable, Equatable {
    /// WT and DA of each group and seed, and IR where its ν are given. By group, then method, then
    /// regulariser, ν and seed, each in the order of the sweep file.
    public let jobs: [Job]
    /// Per group and regulariser, where ν is searched for; empty otherwise.
    public let searches: [NuSearchUnit]
    /// `Job.id` and the `Evaluation.id` of the tables' measuring, beside `jobs`: hashed once.
    public let ids: [PackedID]
    public let evaluationIDs: [PackedID]
    private let measures: [Measure]
    private let saliency: SaliencyOptions

    /// - Parameter data: what the jobs are really given, after any fallback.
    public init(spec: SweepSpec, data: DataIdentity) {
        measures = spec.measures
        saliency = spec.saliency
        var jobs: [Job] = []
        var searches: [NuSearchUnit] = []
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
                    searches += spec.regularisers.map { unit($0, settings) }
                }
            }
        }
        self.jobs = jobs
        self.searches = searches
        (ids, evaluationIDs) = PlanIdentities.of(
            jobs, data: data, training: spec.training, measures: spec.measures, saliency: spec.saliency)
    }

    /// The measuring that the tables report: the sweep's measures on the test split.
    public func evaluation(of job: Job) -> Evaluation {
        Evaluation(job: job.id, split: .test, measures: measures, saliency: saliency)
    }
}

extension SweepPlan {
    /// The measuring of the job at a place of `jobs`.
    public func evaluation(at index: Int) -> Evaluation {
        Evaluation(job: ids[index].text, split: .test, measures: measures, saliency: saliency)
    }
}

/// One ν search: the smallest ν of IR for one group and one form of the regulariser.
public struct NuSearchUnit: Sendable, Hashable {
    public let data: DataIdentity
    public let group: GroupName
    public let regulariser: Regulariser
    public let settings: NuSearchSettings
    /// Each probe trains one network per seed; their mean decides.
    public let seeds: [UInt64]
    public let training: TrainingParameters
    public let saliency: SaliencyOptions

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
