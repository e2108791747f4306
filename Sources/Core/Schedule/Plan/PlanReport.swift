import Foundation

/// A plan as one JSON object, for other programs.
public struct PlanReport: Encodable, Sendable {
    /// A group × method × choice of ν, as `RunPlan.Row`.
    public struct Row: Encodable, Sendable {
        /// Nil for a sweep without.
        public var variants: [String]?
        /// `GroupName.label`.
        public var group: String
        /// Raw value of `Method`.
        public var method: String
        /// Raw value of `Regulariser`; nil unless IR.
        public var regulariser: String?
        /// A value of ν, or the question of a search; nil unless IR.
        public var nu: String?
        /// By `Reason.Kind.text`, and those that are `done`; what does not occur is left out.
        public var counts: [String: Int]
        /// About how many networks a search will still ask for; nil for rows without a search.
        public var searched: Int?
        /// Expected seconds of what is missing, on one lane.
        public var seconds: Double
    }

    /// A network; those that searches ask for stand with these.
    public struct Job: Encodable, Sendable {
        /// `Job.id`.
        public var id: String
        /// `SweepPlan.label(of:)`.
        public var label: String
        /// `Reason.description`; `done` where nothing is missing.
        public var reason: String
        /// Expected seconds on a lane; 0 for what is not run.
        public var seconds: Double
    }

    /// A ν search, as `PlannedSearch`.
    public struct Search: Encodable, Sendable {
        /// `SweepPlan.label(of:)`.
        public var search: String
        /// `smallest SI >= 0.95`
        public var question: String
        /// Networks of each ν.
        public var seeds: Int
        /// The ν that it asks for now; nil where it has ended.
        public var nu: Double?
        /// What it has asked for so far, but for networks that stand elsewhere.
        public var jobs: [Job]
        /// How many values of ν were probed.
        public var probed: Int
        /// About how many more may follow behind `nu`.
        public var later: Int
        /// At most so many, `nu` included.
        public var most: Int
        /// `SearchOutcome.name`; nil as long as it goes on.
        public var outcome: String?
        /// The ν that it has found; nil where it has none.
        public var answer: Double?
    }

    /// Where a lane would run.
    public struct Place: Encodable, Sendable {
        /// From 0.
        public var lane: Int
        /// As the operating system numbers them: `4`, or `0-7` for a lane that may move among them; nil without pinning.
        public var processors: String?
        /// hwloc's logical number; nil for a lane that has no processor of its own.
        public var core: Int?
        /// hwloc's logical number; nil without pinning.
        public var package: Int?
        /// The operating system's number of the memory node; nil without pinning, and where there is none.
        public var numa: Int?

        init(_ lane: PlannedLane) {
            self.lane = lane.index
            guard let processors = lane.processors else { return }
            self.processors = processors.description
            if processors.count == 1 { core = lane.core.index }
            package = lane.core.package
            numa = lane.core.numa
        }
    }

    /// What `Simulation` came to.
    public struct Simulated: Encodable, Sendable {
        /// How many lanes there were.
        public var lanes: Int
        /// Virtual seconds until the last job ends.
        public var makespan: Double
        /// Seconds that no schedule can be shorter than.
        public var bound: Double
        /// Expected seconds of the longest row of jobs that must follow one another.
        public var longestChain: Double
        /// `makespan` / `bound`: 1 is as short as can be.
        public var ratio: Double
        /// The share of the lanes' time in which they work, from 0 to 1.
        public var utilisation: Double
        /// How many pieces of work lanes were given; a job that is measured once more is one more.
        public var jobs: Int
        /// Networks that searches asked for.
        public var probed: Int
    }

    /// The sweep's name.
    public var name: String
    /// The name of the data that is really used.
    public var dataset: String
    /// How many lanes a run would have.
    public var lanes: Int
    /// Where each lane would run, in the order of their numbers.
    public var places: [Place]
    /// Expected seconds of everything on one lane.
    public var seconds: Double
    /// Expected seconds on these lanes at best.
    public var wallSeconds: Double
    /// Whether speeds are the journal's; otherwise they are assumed.
    public var speedsAreMeasured: Bool
    /// As `RunPlan.rows`.
    public var rows: [Row]
    /// In the order of the plan; nil unless asked for.
    public var jobs: [Job]?
    /// In the order of the plan; nil unless jobs were asked for.
    public var searches: [Search]?
    /// Nil unless asked for.
    public var simulation: Simulated?

    /// - Parameters:
    ///   - dataset: the one that is really used.
    ///   - withJobs: whether all jobs of the plan are listed.
    ///   - simulation: nil where none was asked for.
    public init(
        _ plan: RunPlan, name: String, dataset: DatasetName, lanes: LanePlan, withJobs: Bool, simulation: Simulation?
    ) {
        self.name = name
        self.dataset = dataset.rawValue
        self.lanes = lanes.lanes.count
        places = lanes.lanes.map(Place.init)
        seconds = plan.total
        wallSeconds = plan.wallSeconds(lanes: lanes.lanes.count)
        speedsAreMeasured = plan.speedsAreMeasured
        rows = plan.rows.map { row in
            Row(
                variants: row.variants.isEmpty ? nil : row.variants, group: row.group.label, method: row.method.rawValue,
                regulariser: row.regulariser?.rawValue,
                nu: row.nu,
                counts: Dictionary(
                    uniqueKeysWithValues: row.counts.map { ($0.key.text, $0.value) }
                        + (row.done > 0 ? [("done", row.done)] : [])),
                searched: row.searched, seconds: row.seconds)
        }
        if withJobs {
            jobs = plan.plan.jobs.indices.map { index in
                Job(plan.plan.jobs[index], plan.plan.ids[index].text, plan.reasons[index], plan.seconds[index], in: plan.plan)
            }
            searches = plan.searches.map { Search($0, in: plan.plan) }
        }
        self.simulation = simulation.map {
            Simulated(
                lanes: $0.lanes, makespan: $0.makespan, bound: $0.bound, longestChain: $0.longestChain, ratio: $0.ratio,
                utilisation: $0.utilisation, jobs: $0.stays.count, probed: $0.probed)
        }
    }

    /// Indented, keys sorted and in snake case. - Throws: `EncodingError`.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension PlanReport.Job {
    fileprivate init(_ job: Core.Job, _ id: String, _ reason: Reason?, _ seconds: Double, in plan: SweepPlan) {
        self.init(id: id, label: plan.label(of: job), reason: reason?.description ?? "done", seconds: seconds)
    }
}

extension PlanReport.Search {
    fileprivate init(_ search: PlannedSearch, in plan: SweepPlan) {
        self.init(
            search: plan.label(of: search.unit), question: search.unit.settings.question, seeds: search.unit.seeds.count,
            nu: search.nu,
            jobs: search.networks.map { PlanReport.Job($0.job, $0.job.id, $0.reason, $0.seconds, in: plan) },
            probed: search.probed, later: search.later, most: search.most, outcome: search.outcome?.name,
            answer: search.answer)
    }
}
