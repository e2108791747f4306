/// Where the lanes of a plan would run, as lines for people: each lane its own where they are few, and otherwise those that
/// share package and memory together.
public struct LanePlaces: Sendable {
    public let lines: [String]

    private static let mostSingle = 8

    public init(_ plan: LanePlan) {
        let lanes = plan.lanes
        guard lanes.contains(where: { $0.processors != nil }) else {
            lines = ["\(lanes.count.of("lane")), not bound to processors"]
            return
        }
        guard lanes.count > Self.mostSingle else {
            lines = lanes.map { "lane \($0.index): \($0.place)" }
            return
        }
        var groups: [[PlannedLane]] = []
        for lane in lanes {
            if let last = groups.last?.last, Self.share(last, lane) {
                groups[groups.count - 1].append(lane)
            } else {
                groups.append([lane])
            }
        }
        lines = groups.map(Self.line)
    }

    private static func share(_ one: PlannedLane, _ other: PlannedLane) -> Bool {
        one.core.package == other.core.package && one.core.numa == other.core.numa
            && (one.processors?.count ?? 0) == (other.processors?.count ?? 0)
            // Lanes that may move among the same processors, or that have one each.
            && (one.processors == other.processors || one.processors?.count == 1)
    }

    private static func line(_ group: [PlannedLane]) -> String {
        guard let first = group.first, let last = group.last, group.count > 1 else {
            return group.first.map { "lane \($0.index): \($0.place)" } ?? ""
        }
        let head = "lanes \(first.index)-\(last.index)"
        guard first.processors?.count == 1 else { return "\(head): \(first.place)" }
        let processors = ProcessorSet(group.flatMap { $0.processors?.numbers ?? [] })
        return "\(head): processors \(processors), one each, package \(first.core.package)"
            + (first.core.numa.map { ", NUMA \($0)" } ?? "")
    }
}
