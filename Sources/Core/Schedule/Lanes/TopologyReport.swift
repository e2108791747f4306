import Foundation

/// What a process finds of its machine and makes of it, as `sweep topology` shows it.
public struct TopologyReport: Sendable, Encodable, Equatable {
    /// Cores that share a package, a memory node and an L3 cache.
    public struct Cluster: Sendable, Encodable, Equatable {
        public var package: Int
        public var numa: Int?
        public var l3: Int?
        /// hwloc's "CPU kind", the larger the faster; nil where all are alike.
        public var efficiency: Int?
        public var cores: Int
        /// Processors by the operating system's numbers, as Linux writes lists.
        public var processors: String
        /// Those that this process may not use; empty where it may use all.
        public var forbidden: String
        /// Lanes planned here.
        public var lanes: [Int]
    }

    public struct Lane: Sendable, Encodable, Equatable {
        public var index: Int
        /// Nil where the lane is not bound.
        public var processors: String?
        public var core: Int
        public var package: Int
        public var l3: Int?
        public var numa: Int?
    }

    public struct Quota: Sendable, Encodable, Equatable {
        public var cpus: Double
        public var source: String
    }

    public var packages: Int
    public var numaNodes: Int
    public var cores: Int
    public var processors: Int
    /// As Linux writes lists.
    public var allowed: String
    public var quota: Quota?
    public var clusters: [Cluster]
    public var lanes: [Lane]
    /// What a person should know of the choice of lanes.
    public var notices: [String]
    public var instructionSet: InstructionSet
    public var instructionSetReason: String

    public init(
        layout: MachineLayout, allowed: ProcessorSet, quota: CPUQuota?, plan: LanePlan, choice: InstructionSetChoice
    ) {
        packages = Set(layout.cores.map(\.package)).count
        numaNodes = Set(layout.cores.compactMap(\.numa)).count
        cores = layout.cores.count
        processors = layout.processors.count
        self.allowed = allowed.description
        self.quota = quota.map { Quota(cpus: $0.cpus, source: $0.source) }
        clusters = Self.clusters(layout, allowed: allowed, plan: plan)
        lanes = plan.lanes.map { lane in
            Lane(
                index: lane.index, processors: lane.processors?.description, core: lane.core.index,
                package: lane.core.package, l3: lane.core.l3, numa: lane.core.numa)
        }
        notices = plan.notices.map(\.description)
        instructionSet = choice.chosen
        instructionSetReason = choice.reason
    }

    private struct Key: Hashable {
        var package: Int
        var numa: Int?
        var l3: Int?
        var efficiency: Int?

        init(_ core: MachineLayout.Core) {
            package = core.package
            numa = core.numa
            l3 = core.l3
            efficiency = core.efficiency
        }
    }

    /// In hwloc's order of their first cores.
    private static func clusters(_ layout: MachineLayout, allowed: ProcessorSet, plan: LanePlan) -> [Cluster] {
        var order: [Key] = []
        var members: [Key: [MachineLayout.Core]] = [:]
        for core in layout.cores {
            let key = Key(core)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(core)
        }
        let lanes = Dictionary(grouping: plan.lanes) { Key($0.core) }
        return order.map { key in
            let cores = members[key] ?? []
            let processors = ProcessorSet(cores.flatMap { $0.processors.map(\.os) })
            return Cluster(
                package: key.package, numa: key.numa, l3: key.l3, efficiency: key.efficiency, cores: cores.count,
                processors: processors.description, forbidden: processors.subtracting(allowed).description,
                lanes: (lanes[key] ?? []).map(\.index))
        }
    }

    /// One JSON object.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
