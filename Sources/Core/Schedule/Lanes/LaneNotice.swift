/// Where the plan differs from what a person may expect.
public enum LaneNotice: Hashable, Sendable, CustomStringConvertible {
    /// The process may use fewer cores than the machine has.
    case restricted(usable: Int, present: Int)
    case quota(CPUQuota, lanes: Int)
    /// Some lanes are SMT siblings and share a core's arithmetic units.
    case sharedCores(lanes: Int, cores: Int)
    /// Some lanes are on cores of a slower kind.
    case slowerCores(lanes: Int)
    /// Without binding.
    case oversubscribed(lanes: Int, processors: Int)
    /// Other sweeps work on some of the cores.
    case held([HeldCores], lanes: Int, insteadOf: Int)
    /// The largest jobs of as many lanes as planned would not fit the memory at once.
    case memory(lanes: Int, insteadOf: Int, perLane: Int, shared: Int, AvailableMemory)
    /// Other sweeps on this machine are not seen, nor do they see this one.
    case noLocks(reason: String)

    /// One line for people, without a full stop.
    public var description: String {
        switch self {
        case .restricted(let usable, let present):
            "\(usable) of the machine's \(present) cores may be used (cgroup or affinity mask)"
        case .quota(let quota, let lanes) where quota.source.hasPrefix("SLURM_"):
            "Slurm gave \(Int(quota.cpus).of("CPU")) (\(quota.source)): \(lanes.of("lane"))"
        case .quota(let quota, let lanes):
            "the cgroup allows \(Self.plain(quota.cpus)) CPUs (\(quota.source)): \(lanes.of("lane"))"
        case .sharedCores(let lanes, let cores):
            "\(lanes.of("lane")) on \(cores.of("core")): SMT siblings share a core's arithmetic "
                + "units, more lanes than cores seldom gain anything"
        case .slowerCores(let lanes):
            "\(lanes.of("lane")) on cores of a slower kind"
        case .oversubscribed(let lanes, let processors):
            "\(lanes.of("lane")) share \(processors.of("processor")): that is seldom faster"
        case .held(let held, let lanes, let wished):
            held.map(\.description).joined(separator: ", ")
                + (lanes < wished
                    ? "; \(lanes.of("lane")) instead of \(wished)" : "; the lanes are on other cores")
        case .memory(let lanes, let wished, let perLane, let shared, let available):
            "\(lanes.of("lane")) instead of \(wished): the largest job needs up to \(Self.size(perLane)) a "
                + "lane, beside \(Self.size(shared)) for all, and \(Self.size(available.bytes)) are available "
                + "(\(available.source))"
        case .noLocks(let reason):
            "other sweeps on this machine are not seen, nor do they see this one: \(reason)"
        }
    }

    /// 1.5 as "1.5", 2.0 as "2", 1/3 as "0.33": at most two digits after the point.
    static func plain(_ value: Double) -> String {
        let whole = Int((min(max(value, 0), 1e9) * 100).rounded())
        let fraction = whole % 100
        if fraction == 0 { return "\(whole / 100)" }
        if fraction % 10 == 0 { return "\(whole / 100).\(fraction / 10)" }
        return "\(whole / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// "760 MB", "2.4 GB".
    static func size(_ bytes: Int) -> String {
        let megabytes = Double(bytes) / 1e6
        if megabytes < 1000 { return "\(Int(megabytes.rounded(.up))) MB" }
        return "\(plain((megabytes / 100).rounded() / 10)) GB"
    }
}
