/// Where one lane shall run.
public struct PlannedLane: Hashable, Sendable {
    public var index: Int
    /// What its thread shall be bound to; nil where it is not to be bound.
    public var processors: ProcessorSet?
    /// The core that it was planned on.
    public var core: MachineLayout.Core

    public init(index: Int, processors: ProcessorSet?, core: MachineLayout.Core) {
        self.index = index
        self.processors = processors
        self.core = core
    }

    /// "processor 4, core 2, package 0, L3 1, NUMA 0"; "not bound" without pinning.
    public var place: String {
        guard let processors else { return "not bound" }
        var parts = ["processor \(processors)", "core \(core.index)", "package \(core.package)"]
        if let l3 = core.l3 { parts.append("L3 \(l3)") }
        if let numa = core.numa { parts.append("NUMA \(numa)") }
        return parts.joined(separator: ", ")
    }
}

public struct LanePlan: Hashable, Sendable {
    /// Never empty; in the order in which they are numbered.
    public var lanes: [PlannedLane]
    /// What a person should know of the choice.
    public var notices: [LaneNotice]

    public init(lanes: [PlannedLane], notices: [LaneNotice]) {
        self.lanes = lanes
        self.notices = notices
    }
}

/// Where the plan differs from what a person may expect.
public enum LaneNotice: Hashable, Sendable, CustomStringConvertible {
    /// The process may use fewer cores than the machine has.
    case restricted(usable: Int, present: Int)
    case quota(CPUQuota, lanes: Int)
    /// Some lanes are SMT siblings and share a core's arithmetic units.
    case sharedCores(lanes: Int, cores: Int)
    /// Some lanes are on cores of a slower kind.
    case slowerCores(lanes: Int)

    public var description: String {
        switch self {
        case .restricted(let usable, let present):
            "this process may use \(usable) of the machine's \(present) cores (cgroup or affinity mask)"
        case .quota(let quota, let lanes):
            "the cgroup allows \(Self.plain(quota.cpus)) CPUs (\(quota.source)): \(Self.count(lanes, "lane"))"
        case .sharedCores(let lanes, let cores):
            "\(Self.count(lanes, "lane")) on \(Self.count(cores, "core")): SMT siblings share a core's arithmetic "
                + "units, more lanes than cores seldom gain anything"
        case .slowerCores(let lanes):
            "\(Self.count(lanes, "lane")) on cores of a slower kind"
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// 1.5 as "1.5", 2.0 as "2", 1/3 as "0.33": at most two digits after the point.
    static func plain(_ value: Double) -> String {
        let whole = Int((min(max(value, 0), 1e9) * 100).rounded())
        let fraction = whole % 100
        if fraction == 0 { return "\(whole / 100)" }
        if fraction % 10 == 0 { return "\(whole / 100).\(fraction / 10)" }
        return "\(whole / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
