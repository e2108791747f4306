/// What the picture shows of each processor, by cluster of cores.
struct CoreMap: Sendable, Equatable {
    /// Cores that share these belong together.
    struct Key: Hashable, Sendable {
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

    struct Cluster: Sendable, Equatable {
        var key: Key
        var cores: [MachineLayout.Core]
        /// Lanes planned here.
        var lanes: [Int]
    }

    enum Mark: Hashable, Sendable {
        /// A lane is bound to it.
        case lane(Int)
        /// Lanes of its NUMA node may run here.
        case shared
        /// Nobody's, as far as this plan goes.
        case free
        /// Another sweep's.
        case held
        case forbidden
    }

    /// In hwloc's order of their first cores.
    let clusters: [Cluster]
    private let byProcessor: [Int: Mark]

    init(
        _ layout: MachineLayout, allowed: ProcessorSet, plan: LanePlan, pin: LaneOptions.Pin, held: Set<Int>
    ) {
        var order: [Key] = []
        var members: [Key: [MachineLayout.Core]] = [:]
        for core in layout.cores {
            let key = Key(core)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(core)
        }
        let lanes = Dictionary(grouping: plan.lanes) { Key($0.core) }
        clusters = order.map { key in
            Cluster(
                key: key, cores: members[key] ?? [],
                lanes: pin == .none ? [] : (lanes[key] ?? []).map(\.index))
        }
        var marks: [Int: Mark] = [:]
        for core in layout.cores {
            for processor in core.processors {
                marks[processor.os] =
                    !allowed.contains(processor.os) ? .forbidden : held.contains(core.index) ? .held : .free
            }
        }
        for node in Set(plan.lanes.compactMap(\.processors)) where pin == .numa {
            for processor in node.numbers { marks[processor] = .shared }
        }
        for lane in plan.lanes where pin == .core {
            for processor in lane.processors?.numbers ?? [] { marks[processor] = .lane(lane.index) }
        }
        byProcessor = marks
    }

    /// By the operating system's number.
    func mark(_ processor: Int) -> Mark { byProcessor[processor] ?? .forbidden }

    /// All, in no order.
    var marks: some Sequence<Mark> { byProcessor.values }

    /// Of a core as one: what most concerns this plan of its processors.
    func mark(_ core: MachineLayout.Core) -> Mark {
        let found = core.processors.map { mark($0.os) }
        return found.first { if case .lane = $0 { true } else { false } }
            ?? ([.shared, .free, .held].first(where: found.contains) ?? .forbidden)
    }

    /// The kinds that occur, slowest first; one or none where all cores are alike.
    var kinds: [Int] { Set(clusters.compactMap(\.key.efficiency)).sorted() }
}
