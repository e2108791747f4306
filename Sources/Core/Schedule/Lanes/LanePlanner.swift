/// Chooses the lanes: one per physical core of the fastest kind, on its first SMT sibling that the
/// process may use, numbered so that the first lanes lie far apart. Pure; nothing is bound here.
public enum LanePlanner {
    /// - Parameters:
    ///   - allowed: what the process may use (`HwlocTopology.allowed`).
    ///   - quota: caps the number of lanes, also where more were asked for: more would only be
    ///     throttled in turn.
    ///   - held: cores that other sweeps use, by `Core.index`; lanes go to the others. Without pinning
    ///     they are passed over: the operating system places such lanes.
    /// - Throws: `LanePlanError`; `.allHeld` where `held` leaves no core.
    /// - Complexity: O(n log n) for n processors.
    public static func plan(
        _ layout: MachineLayout, allowed: ProcessorSet, quota: CPUQuota? = nil, held: [Int: CoreHolder] = [:],
        options: LaneOptions = LaneOptions()
    ) throws(LanePlanError) -> LanePlan {
        if let asked = options.lanes, asked < 1 { throw .lanes(asked) }
        let usable = allowed.intersection(layout.processors)
        guard !usable.isEmpty else { throw .nothingAllowed }
        if let cpus = options.cpus { try check(cpus, layout: layout, usable: usable) }

        let open = options.cpus ?? usable
        let seats = seats(layout, usable: open)
        // SMT siblings and slower kinds are taken only where they were asked for, by name or by number.
        let natural = options.cpus == nil ? seats.prefix { $0.tier == seats[0].tier }.count : seats.count
        var wished = options.lanes ?? natural
        // Lanes that are not bound may be more than processors: the operating system shares these out.
        guard wished <= seats.count || (options.pin == .none && wished <= 1024) else {
            throw .tooManyLanes(asked: wished, usable: seats.count)
        }

        var notices: [LaneNotice] = []
        let usableCores = layout.cores.filter { $0.processors.contains { usable.contains($0.os) } }.count
        if usableCores < layout.cores.count {
            notices.append(.restricted(usable: usableCores, present: layout.cores.count))
        }
        if let quota, quota.cpus < Double(wished) {
            wished = max(1, Int(quota.cpus))
            notices.append(.quota(quota, lanes: wished))
        }
        var free = seats
        let within = Set(seats.map(\.core.index))
        let inTheWay = options.pin == .none ? [:] : held.filter { within.contains($0.key) }
        if !inTheWay.isEmpty {
            free = left(seats, held: inTheWay, wished: wished, options)
            let groups = HeldCores.grouped(inTheWay)
            guard !free.isEmpty else { throw .allHeld(groups) }
            notices.append(.held(groups, lanes: min(wished, free.count), insteadOf: wished))
        }
        let chosen = options.pin == .none ? repeated(free, wished) : free.prefix(wished)
        notices += wished > seats.count
            ? [.oversubscribed(lanes: wished, processors: seats.count)]
            : remarks(chosen, best: layout.cores.compactMap(\.efficiency).max())
        let places = places(chosen, layout: layout, open: open, held: inTheWay, pin: options.pin)
        let lanes = zip(chosen, places).enumerated().map { index, pair in
            PlannedLane(index: index, processors: pair.1, core: pair.0.core)
        }
        return LanePlan(lanes: lanes, notices: notices)
    }

    private static func repeated(_ seats: [Seat], _ count: Int) -> ArraySlice<Seat> {
        guard count > seats.count, !seats.isEmpty else { return seats.prefix(count) }
        return (0 ..< count).map { seats[$0 % seats.count] }[...]
    }

    /// The seats on cores that nobody holds. Where held cores make them few, neither SMT siblings nor,
    /// beside fast cores, slow ones stand in that would not have been taken otherwise.
    private static func left(
        _ seats: [Seat], held: [Int: CoreHolder], wished: Int, _ options: LaneOptions
    ) -> [Seat] {
        let free = seats.filter { held[$0.core.index] == nil }
        guard let best = free.first?.tier else { return [] }
        if options.lanes == nil && options.cpus == nil { return free.filter { $0.tier == best } }
        let deepest = seats.prefix(wished).map(\.tier.sibling).max() ?? 0
        return free.filter { $0.tier.sibling <= deepest }
    }

    /// What each lane is bound to.
    private static func places(
        _ chosen: ArraySlice<Seat>, layout: MachineLayout, open: ProcessorSet, held: [Int: CoreHolder],
        pin: LaneOptions.Pin
    ) -> [ProcessorSet?] {
        switch pin {
        case .none: return chosen.map { _ in nil }
        case .core: return chosen.map { ProcessorSet([$0.processor]) }
        case .numa:
            var nodes: [Int?: [Int]] = [:]
            for core in layout.cores where held[core.index] == nil {
                nodes[core.numa, default: []] += core.processors.map(\.os).filter(open.contains)
            }
            let sets = nodes.mapValues { ProcessorSet($0) }
            return chosen.map { sets[$0.core.numa] ?? ProcessorSet([$0.processor]) }
        }
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
