/// Where the lanes of a plan would run, as lines for people: each lane its own where they are few, and otherwise those that
/// share package and memory together.
public struct LanePlaces: Sendable {
    /// In the order of the lanes' first numbers: `lane 0: processor 4, core 2, package 0`.
    public let lines: [String]

    private static let mostSingle = 8

    /// - Parameter plan: lanes that are not bound come as one line.
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
        // Neighbours in number may be far apart: lanes go round the packages.
        var groups: [[PlannedLane]] = []
        for lane in lanes {
            if let place = groups.firstIndex(where: { Self.share($0[0], lane) }) {
                groups[place].append(lane)
            } else {
                groups.append([lane])
            }
        }
        lines = groups.map(Self.line)
    }

    /// Whether lanes may move among the same processors, or have one each in the same place.
    private static func share(_ one: PlannedLane, _ other: PlannedLane) -> Bool {
        guard one.core.package == other.core.package, one.core.numa == other.core.numa else { return false }
        return one.processors == other.processors || one.processors?.count == 1 && other.processors?.count == 1
    }

    private static func line(_ group: [PlannedLane]) -> String {
        let first = group[0]
        guard group.count > 1 else { return "lane \(first.index): \(first.place)" }
        let head = "lanes \(ProcessorSet(group.map(\.index)))"
        guard first.processors?.count == 1 else { return "\(head): \(first.place)" }
        let processors = ProcessorSet(group.flatMap { $0.processors?.numbers ?? [] })
        return "\(head): processors \(processors), one each, package \(first.core.package)"
            + (first.core.numa.map { ", NUMA \($0)" } ?? "")
    }
}
