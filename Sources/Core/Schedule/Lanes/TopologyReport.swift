import Foundation

/// What a process finds of its machine and makes of it, as `sweep topology` shows it.
public struct TopologyReport: Sendable, Encodable, Equatable {
    /// Cores that share a package, a memory node, an L3 cache and a kind.
    public struct Cluster: Sendable, Encodable, Equatable {
        /// hwloc's logical number.
        public var package: Int
        /// The operating system's number of their memory node; nil where there is none.
        public var numa: Int?
        /// hwloc's logical number of their L3 cache; nil where there is none.
        public var l3: Int?
        /// hwloc's "CPU kind", the larger the faster; nil where all are alike.
        public var efficiency: Int?
        /// How many there are.
        public var cores: Int
        /// Processors by the operating system's numbers, as Linux writes lists.
        public var processors: String
        /// Those that this process may not use; empty where it may use all.
        public var forbidden: String
        /// Lanes planned here.
        public var lanes: [Int]
    }

    /// A planned lane and where it lies.
    public struct Lane: Sendable, Encodable, Equatable {
        /// From 0.
        public var index: Int
        /// Nil where the lane is not bound.
        public var processors: String?
        /// The number of its core (`MachineLayout.Core.index`).
        public var core: Int
        /// hwloc's logical number.
        public var package: Int
        /// hwloc's logical number; nil where there is none.
        public var l3: Int?
        /// The operating system's number; nil where there is none.
        public var numa: Int?
        /// For people, all of this in words.
        var place: String

        private enum CodingKeys: CodingKey { case index, processors, core, package, l3, numa }
    }

    /// CPU time that a cgroup, Slurm or `--quota` allows.
    public struct Quota: Sendable, Encodable, Equatable {
        /// CPU time per wall time: 2.5 is two and a half processors.
        public var cpus: Double
        /// For people, where the number comes from.
        public var source: String
    }

    /// Cores that another sweep uses.
    public struct Held: Sendable, Encodable, Equatable {
        /// Numbers of cores (`MachineLayout.Core.index`), as Linux writes lists.
        public var cores: String
        /// Nil where it is not known.
        public var pid: Int32?
        /// What the process does, in its own words.
        public var work: String
        /// Its results folder.
        public var folder: String
    }

    /// "this machine", or what it was read from.
    public var source: String
    /// False where the plan is for a machine that is not here.
    public var isThisMachine: Bool
    /// Sockets of the machine.
    public var packages: Int
    /// Memory nodes that cores are nearest to.
    public var numaNodes: Int
    /// Memory that is no core's nearest, as Linux writes lists; empty where there is none.
    public var otherMemory: String
    /// Physical cores of the machine.
    public var cores: Int
    /// SMT siblings counted.
    public var processors: Int
    /// As Linux writes lists.
    public var allowed: String
    /// Nil where nothing limits the time on its processors.
    public var quota: Quota?
    /// All cores of the machine.
    public var clusters: [Cluster]
    /// `none`, `core` or `numa`.
    public var pin: String
    /// Those that a run would have now.
    public var lanes: [Lane]
    /// Cores that other sweeps use at this moment.
    public var held: [Held]
    /// What a person should know of the choice of lanes.
    public var notices: [String]
    /// The set that kernels would use.
    public var instructionSet: InstructionSet
    /// Why it was chosen (`InstructionSetChoice.reason`).
    public var instructionSetReason: String
    /// What is drawn.
    let map: CoreMap

    private enum CodingKeys: CodingKey {
        case source, isThisMachine, packages, numaNodes, otherMemory, cores, processors, allowed, quota, clusters, pin
        case lanes, held, notices, instructionSet, instructionSetReason
    }

    /// - Parameters:
    ///   - plan: of no lane where all cores are held.
    ///   - held: by `Core.index`.
    ///   - source: nil for this machine.
    public init(
        layout: MachineLayout, allowed: ProcessorSet, quota: CPUQuota?, plan: LanePlan, pin: LaneOptions.Pin = .core,
        held: [Int: CoreHolder] = [:], source: String? = nil, choice: InstructionSetChoice
    ) {
        self.source = source ?? "this machine"
        isThisMachine = source == nil
        packages = Set(layout.cores.map(\.package)).count
        numaNodes = Set(layout.cores.compactMap(\.numa)).count
        otherMemory = ProcessorSet(layout.otherMemory).description
        cores = layout.cores.count
        processors = layout.processors.count
        self.allowed = allowed.description
        self.quota = quota.map { Quota(cpus: $0.cpus, source: $0.source) }
        map = CoreMap(layout, allowed: allowed, plan: plan, pin: pin, held: Set(held.keys))
        clusters = map.clusters.map { cluster in
            let processors = ProcessorSet(cluster.cores.flatMap { $0.processors.map(\.os) })
            return Cluster(
                package: cluster.key.package, numa: cluster.key.numa, l3: cluster.key.l3,
                efficiency: cluster.key.efficiency, cores: cluster.cores.count, processors: processors.description,
                forbidden: processors.subtracting(allowed).description, lanes: cluster.lanes)
        }
        self.pin = pin.rawValue
        lanes = plan.lanes.map { lane in
            Lane(
                index: lane.index, processors: lane.processors?.description, core: lane.core.index,
                package: lane.core.package, l3: lane.core.l3, numa: lane.core.numa, place: lane.place)
        }
        self.held = HeldCores.grouped(held).map {
            Held(
                cores: $0.cores.description, pid: $0.holder.pid, work: $0.holder.work, folder: $0.holder.folder)
        }
        notices = plan.notices.map(\.description)
        instructionSet = choice.chosen
        instructionSetReason = choice.reason
    }

    /// One JSON object, indented, keys sorted and in snake case. - Throws: `EncodingError`.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
