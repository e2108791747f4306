import Foundation

/// A plan as one JSON object, for other programs.
public struct PlanReport: Encodable, Sendable {
    public struct Row: Encodable, Sendable {
        /// Nil for a sweep without.
        public var variants: [String]?
        public var group: String
        public var method: String
        public var regulariser: String?
        public var nu: String?
        /// By `Reason.Kind.text`, and those that are `done`; what does not occur is left out.
        public var counts: [String: Int]
        public var searched: Int?
        public var seconds: Double
    }

    public struct Job: Encodable, Sendable {
        public var id: String
        /// `SweepPlan.label(of:)`.
        public var label: String
        public var reason: String
        public var seconds: Double
    }

    /// Where a lane would run.
    public struct Place: Encodable, Sendable {
        public var lane: Int
        /// As the operating system numbers them: `4`, or `0-7` for a lane that may move among them; nil without pinning.
        public var processors: String?
        /// Of one that has a processor of its own.
        public var core: Int?
        public var package: Int?
        /// NUMA node.
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

    public struct Simulated: Encodable, Sendable {
        public var lanes: Int
        public var makespan: Double
        public var bound: Double
        public var longestChain: Double
        public var ratio: Double
        public var utilisation: Double
        public var jobs: Int
        public var probed: Int
    }

    public var name: String
    public var dataset: String
    public var lanes: Int
    /// Of each lane.
    public var places: [Place]
    /// Expected seconds on one lane, and on these lanes at best.
    public var seconds: Double
    public var wallSeconds: Double
    public var speedsAreMeasured: Bool
    public var rows: [Row]
    /// Nil unless asked for.
    public var jobs: [Job]?
    public var simulation: Simulated?

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
            jobs = plan.plan.jobs.enumerated().map { index, job in
                Job(
                    id: plan.plan.ids[index].text, label: plan.plan.label(of: job),
                    reason: plan.reasons[index]?.description ?? "done",
                    seconds: plan.seconds[index])
            }
        }
        self.simulation = simulation.map {
            Simulated(
                lanes: $0.lanes, makespan: $0.makespan, bound: $0.bound, longestChain: $0.longestChain, ratio: $0.ratio,
                utilisation: $0.utilisation, jobs: $0.stays.count, probed: $0.probed)
        }
    }

    /// With sorted keys. - Throws: `EncodingError`.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
