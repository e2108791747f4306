/// Chooses the lanes: one per physical core of the fastest kind, on its first SMT sibling that the
/// process may use, numbered so that the first lanes lie far apart. Pure; nothing is bound here.
public enum LanePlanner {
    /// - Parameters:
    ///   - allowed: what the process may use (`HwlocTopology.allowed`).
    ///   - quota: caps the number of lanes, also where more were asked for: more would only be
    ///     throttled in turn.
    /// - Throws: `LanePlanError`.
    /// - Complexity: O(n log n) for n processors.
    public static func plan(
        _ layout: MachineLayout, allowed: ProcessorSet, quota: CPUQuota? = nil, options: LaneOptions = LaneOptions()
    ) throws(LanePlanError) -> LanePlan {
        if let asked = options.lanes, asked < 1 { throw .lanes(asked) }
        let usable = allowed.intersection(layout.processors)
        guard !usable.isEmpty else { throw .nothingAllowed }
        if let cpus = options.cpus { try check(cpus, layout: layout, usable: usable) }

        let seats = seats(layout, usable: options.cpus ?? usable)
        // SMT siblings and slower kinds are taken only where they were asked for, by name or by number.
        let natural = options.cpus == nil ? seats.prefix { $0.tier == seats[0].tier }.count : seats.count
        var count = options.lanes ?? natural
        guard count <= seats.count else { throw .tooManyLanes(asked: count, usable: seats.count) }

        var notices: [LaneNotice] = []
        let open = layout.cores.filter { $0.processors.contains { usable.contains($0.os) } }.count
        if open < layout.cores.count { notices.append(.restricted(usable: open, present: layout.cores.count)) }
        if let quota, quota.cpus < Double(count) {
            count = max(1, Int(quota.cpus))
            notices.append(.quota(quota, lanes: count))
        }
        let chosen = seats.prefix(count)
        notices += remarks(chosen, best: layout.cores.compactMap(\.efficiency).max())
        let lanes = chosen.enumerated().map { index, seat in
            PlannedLane(
                index: index, processors: options.pin == .core ? ProcessorSet([seat.processor]) : nil, core: seat.core)
        }
        return LanePlan(lanes: lanes, notices: notices)
    }

    private static func check(
        _ cpus: ProcessorSet, layout: MachineLayout, usable: ProcessorSet
    ) throws(LanePlanError) {
        guard !cpus.isEmpty else { throw .emptyProcessorList }
        let missing = cpus.subtracting(layout.processors)
        guard missing.isEmpty else { throw .noSuchProcessors(missing, existing: layout.processors) }
        let forbidden = cpus.subtracting(usable)
        guard forbidden.isEmpty else { throw .forbiddenProcessors(forbidden, allowed: usable) }
    }

    private static func remarks(_ chosen: ArraySlice<Seat>, best: Int?) -> [LaneNotice] {
        var notices: [LaneNotice] = []
        let cores = Set(chosen.map(\.core.index)).count
        if cores < chosen.count { notices.append(.sharedCores(lanes: chosen.count, cores: cores)) }
        let slower = chosen.filter { ($0.core.efficiency ?? best) != best }.count
        if slower > 0 { notices.append(.slowerCores(lanes: slower)) }
        return notices
    }
}
