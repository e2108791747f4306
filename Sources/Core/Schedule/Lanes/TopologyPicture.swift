/// A machine and the plan of lanes as a small text picture, which fits a screen also for a machine of a
/// thousand cores.
public enum TopologyPicture {
    /// How many characters stand before what is told of the machine, as `kernels  ` has.
    public static let factColumn = 9

    /// - Parameter width: of the drawing.
    /// - Returns: lines without trailing space.
    public static func lines(_ report: TopologyReport, width: Int = 80) -> [String] {
        var lines: [String] = []
        if !report.isThisMachine { lines.append("NOT THIS MACHINE: a plan for \(report.source)") }
        lines += [
            "machine  \(report.packages.of("package")), \(report.numaNodes.of("NUMA node")), "
                + "\(report.cores.of("core")), \(report.processors.of("processor"))",
            "allowed  processors \(report.allowed)",
            "quota    \(report.quota.map { "\(LaneNotice.plain($0.cpus)) CPUs (\($0.source))" } ?? "none")",
        ]
        if !report.otherMemory.isEmpty { lines.append("memory   also NUMA \(report.otherMemory), which no lane uses") }
        if report.isThisMachine { lines.append("kernels  \(report.instructionSet.rawValue): \(report.instructionSetReason)") }
        lines += report.held.map { held in
            let holder = CoreHolder(pid: held.pid, work: held.work, folder: held.folder)
            return "held     \(held.cores.contains { "-,".contains($0) } ? "cores" : "core") \(held.cores): \(holder)"
        }
        lines.append("")
        lines += CoreDrawing(map: report.map, width: width).lines()
        lines.append("")
        lines += plan(report)
        lines += report.notices.map { "note: \($0)" }
        return lines
    }

    private static func plan(_ report: TopologyReport) -> [String] {
        let lanes = report.lanes.count.of("lane")
        switch report.pin {
        case _ where report.lanes.isEmpty: return ["no lane: a run would wait until a core is free"]
        case "none": return ["\(lanes), not bound: the operating system places them"]
        case "numa": return ["\(lanes), each on the processors of its NUMA node"] + ranges(report.lanes)
        default: return ["\(lanes), in the order in which they are taken"] + shown(report.lanes, of: report.cores)
        }
    }

    /// The first lanes one by one, which shows how they are spread; the others as a number.
    private static func shown(_ lanes: [TopologyReport.Lane], of cores: Int) -> [String] {
        let most = cores > CoreDrawing.mostBrackets ? 8 : 16
        let lines = lanes.prefix(most).map { "  lane \($0.index): \($0.place)" }
        return lines + (lanes.count > most ? ["  … and \(lanes.count - most) more"] : [])
    }

    /// Lanes that share a range, in one line.
    private static func ranges(_ lanes: [TopologyReport.Lane]) -> [String] {
        var order: [String] = []
        var members: [String: [Int]] = [:]
        for lane in lanes {
            if members[lane.place] == nil { order.append(lane.place) }
            members[lane.place, default: []].append(lane.index)
        }
        return order.map { place in
            let numbers = members[place] ?? []
            let list = ProcessorSet(numbers).description
            let name = list.count <= 24 ? "\(numbers.count == 1 ? "lane" : "lanes") \(list)" : "\(numbers.count) lanes"
            return "  \(name): \(place)"
        }
    }
}
