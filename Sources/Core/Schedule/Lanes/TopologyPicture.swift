/// A machine as a few lines of text: a line per group of cores, not per core, so that a machine of
/// a thousand cores still fits a screen.
public enum TopologyPicture {
    /// - Returns: lines without trailing space.
    public static func lines(_ report: TopologyReport) -> [String] {
        var lines = [
            "machine  \(count(report.packages, "package")), \(count(report.numaNodes, "NUMA node")), "
                + "\(count(report.cores, "core")), \(count(report.processors, "processor"))",
            "allowed  processors \(report.allowed)",
            "quota    \(report.quota.map { "\(LaneNotice.plain($0.cpus)) CPUs (\($0.source))" } ?? "none")",
            "kernels  \(report.instructionSet.rawValue): \(report.instructionSetReason)",
            "",
        ]
        let kinds = Set(report.clusters.map(\.efficiency)).count
        var package: Int?
        for cluster in report.clusters {
            if cluster.package != package {
                lines.append("package \(cluster.package)")
                package = cluster.package
            }
            lines.append("  " + line(cluster, kinds: kinds))
        }
        lines.append("")
        lines.append(count(report.lanes.count, "lane") + ", in the order in which they are taken")
        lines += shown(report.lanes)
        lines += report.notices.map { "note: \($0)" }
        return lines
    }

    private static func line(_ cluster: TopologyReport.Cluster, kinds: Int) -> String {
        var place: [String] = []
        if let numa = cluster.numa { place.append("NUMA \(numa)") }
        if let l3 = cluster.l3 { place.append("L3 \(l3)") }
        if kinds > 1, let efficiency = cluster.efficiency { place.append("kind \(efficiency)") }
        var parts = [count(cluster.cores, "core"), "processors \(cluster.processors)"]
        if !cluster.forbidden.isEmpty { parts.append("not allowed \(cluster.forbidden)") }
        parts.append(cluster.lanes.isEmpty ? "no lane" : "lanes \(ProcessorSet(cluster.lanes))")
        return (place.isEmpty ? "" : place.joined(separator: " ") + ": ") + parts.joined(separator: ", ")
    }

    /// The first lanes one by one, which shows how they are spread; the others as a number.
    private static func shown(_ lanes: [TopologyReport.Lane]) -> [String] {
        let most = 16
        let lines = lanes.prefix(most).map { lane in
            var parts = [lane.processors.map { "processor \($0)" } ?? "not bound"]
            if lane.processors != nil {
                parts += ["core \(lane.core)", "package \(lane.package)"]
                if let l3 = lane.l3 { parts.append("L3 \(l3)") }
                if let numa = lane.numa { parts.append("NUMA \(numa)") }
            }
            return "  lane \(lane.index): \(parts.joined(separator: ", "))"
        }
        return lines + (lanes.count > most ? ["  … and \(lanes.count - most) more"] : [])
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
