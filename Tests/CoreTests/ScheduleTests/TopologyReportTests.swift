import Foundation
import Testing

@testable import Core

@Suite struct TopologyReportTests {
    static let choice = InstructionSetChoice(chosen: .avx2, available: [.portable, .avx2], isOverridden: true)

    private func report(
        _ synthetic: String, allowed: ProcessorSet? = nil, quota: CPUQuota? = nil, held: [Int: CoreHolder] = [:],
        options: LaneOptions = LaneOptions()
    ) throws -> TopologyReport {
        try report(
            try HwlocTopology(.synthetic(synthetic)).layout, allowed: allowed, quota: quota, held: held, options: options)
    }

    private func report(
        _ layout: MachineLayout, allowed: ProcessorSet? = nil, quota: CPUQuota? = nil, held: [Int: CoreHolder] = [:],
        options: LaneOptions = LaneOptions(), source: String? = nil
    ) throws -> TopologyReport {
        let allowed = allowed ?? layout.processors
        let plan = try LanePlanner.plan(layout, allowed: allowed, quota: quota, held: held, options: options)
        return TopologyReport(
            layout: layout, allowed: allowed, quota: quota, plan: plan, pin: options.pin, held: held, source: source,
            choice: Self.choice)
    }

    /// The drawing alone, up to its legend.
    private func drawing(_ report: TopologyReport) -> [String] {
        let lines = TopologyPicture.lines(report)
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") }, "\(lines)")
        return Array(lines.drop { !$0.isEmpty }.dropFirst().prefix { !$0.isEmpty })
    }

    @Test func twoPackages() throws {
        let report = try report("pack:2 [numa] l3:2 core:2 pu:2")
        #expect((report.packages, report.numaNodes, report.cores, report.processors) == (2, 2, 8, 16))
        #expect(
            TopologyPicture.lines(report) == [
                "machine  2 packages, 2 NUMA nodes, 8 cores, 16 processors",
                "allowed  processors 0-15",
                "quota    none",
                "kernels  avx2: SWEEP_ISA says so; this CPU also runs portable",
                "",
                "package 0",
                "  NUMA 0  L3 0  [0 ·] [4 ·]  processors 0-3",
                "          L3 1  [2 ·] [6 ·]  processors 4-7",
                "package 1",
                "  NUMA 1  L3 2  [1 ·] [5 ·]  processors 8-11",
                "          L3 3  [3 ·] [7 ·]  processors 12-15",
                "[ ] a core and its processors: number lane, · no lane",
                "",
                "8 lanes, in the order in which they are taken",
                "  lane 0: processor 0, core 0, package 0, L3 0, NUMA 0",
                "  lane 1: processor 8, core 4, package 1, L3 2, NUMA 1",
                "  lane 2: processor 4, core 2, package 0, L3 1, NUMA 0",
                "  lane 3: processor 12, core 6, package 1, L3 3, NUMA 1",
                "  lane 4: processor 2, core 1, package 0, L3 0, NUMA 0",
                "  lane 5: processor 10, core 5, package 1, L3 2, NUMA 1",
                "  lane 6: processor 6, core 3, package 0, L3 1, NUMA 0",
                "  lane 7: processor 14, core 7, package 1, L3 3, NUMA 1",
            ])
    }

    @Test func whatIsForbiddenAndThrottled() throws {
        let report = try report(
            "pack:1 core:4 pu:1", allowed: ProcessorSet([2, 3]), quota: CPUQuota(cpus: 1.5, source: "/x/cpu.max"))
        let lines = TopologyPicture.lines(report)
        #expect(lines.contains("quota    1.5 CPUs (/x/cpu.max)"))
        #expect(drawing(report) == [
            "package 0", "  NUMA 0  [x] [x] [0] [·]  processors 0-3",
            "[ ] a core and its processors: number lane, · no lane, x not allowed",
        ])
        #expect(lines.contains("1 lane, in the order in which they are taken"))
        #expect(lines.contains("note: the cgroup allows 1.5 CPUs (/x/cpu.max): 1 lane"))
        #expect(lines.contains { $0.hasPrefix("note: 2 of the machine's 4 cores may be used") })
    }

    @Test func unboundLanes() throws {
        let report = try report("pack:1 core:2 pu:1", options: LaneOptions(pin: .none))
        #expect(drawing(report)[1] == "  NUMA 0  [·] [·]  processors 0-1")
        #expect(TopologyPicture.lines(report).last == "2 lanes, not bound: the operating system places them")
        #expect(report.lanes.allSatisfy { $0.processors == nil } && report.clusters.allSatisfy(\.lanes.isEmpty))
    }

    @Test func lanesOfANode() throws {
        let report = try report(
            "pack:2 [numa] core:2 pu:1", options: LaneOptions(cpus: ProcessorSet([0, 2, 3]), pin: .numa))
        #expect(drawing(report) == [
            "package 0", "  NUMA 0  [o] [·]  processors 0-1", "package 1", "  NUMA 1  [o] [o]  processors 2-3",
            "[ ] a core and its processors: o where the node's lanes run, · no lane",
        ])
        #expect(TopologyPicture.lines(report).suffix(3) == [
            "3 lanes, each on the processors of its NUMA node", "  lane 0: processor 0, core 0, package 0, NUMA 0",
            "  lanes 1-2: processors 2-3, package 1, NUMA 1",
        ])
        #expect(report.lanes.map(\.processors) == ["0", "2-3", "2-3"])
    }

    @Test func heldCoresAreShownWithTheirHolder() throws {
        let holder = CoreHolder(pid: 12, work: "sweep nu", folder: "/r")
        let report = try report("pack:1 core:4 pu:2", held: [0: holder, 1: holder])
        #expect(TopologyPicture.lines(report).contains("held     cores 0-1: process 12 (sweep nu, /r)"))
        #expect(drawing(report)[1] == "  NUMA 0  [+ +] [+ +] [0 ·] [1 ·]  processors 0-7")
        #expect(drawing(report)[2].contains("+ another sweep's"))
        #expect(report.held == [.init(cores: "0-1", pid: 12, work: "sweep nu", folder: "/r")])
    }

    @Test func whereAllIsHeldThereIsNoLane() throws {
        let layout = try HwlocTopology(.synthetic("core:1 pu:1")).layout
        let report = TopologyReport(
            layout: layout, allowed: layout.processors, quota: nil, plan: LanePlan(lanes: [], notices: []),
            held: [0: .unknown], choice: Self.choice)
        #expect(TopologyPicture.lines(report).suffix(1) == ["no lane: a run would wait until a core is free"])
        #expect(TopologyPicture.lines(report).contains("held     core 0: another process"))
    }

    @Test func kindsAreKeptApart() throws {
        let layout = MachineLayout(cores: (0 ..< 6).map { index in
            .init(
                index: index,
                processors: index < 2
                    ? [.init(logical: 2 * index, os: 2 * index), .init(logical: 2 * index + 1, os: 2 * index + 1)]
                    : [.init(logical: index + 2, os: index + 2)],
                l3: 0, numa: 0, efficiency: index < 2 ? 1 : 0)
        })
        #expect(drawing(try report(layout)) == [
            "package 0", "  NUMA 0  kind 1, fastest  L3 0  [0 ·] [1 ·]  processors 0-3",
            "  NUMA 0  kind 0  L3 0  [·] [·] [·] [·]  processors 4-7",
            "[ ] a core and its processors: number lane, · no lane",
        ])
    }

    @Test func anotherMachineIsNamedAndThisOnesKernelsAreNot() throws {
        let topology = try HwlocTopology(.synthetic("[numa] pack:1 [numa] core:1 pu:1"))
        let lines = TopologyPicture.lines(try report(topology.layout, source: "a.xml"))
        #expect(lines[0] == "NOT THIS MACHINE: a plan for a.xml")
        #expect(!lines.contains { $0.hasPrefix("kernels") })
        #expect(lines.contains { $0.hasPrefix("memory   also NUMA ") })
    }

    @Test(arguments: ["pack:8 [numa] l3:16 core:8 pu:1", "pack:8 [numa] core:128 pu:2", "pack:128 [numa] core:8 pu:1"])
    func aThousandCoresFitAScreen(_ synthetic: String) throws {
        for options in [LaneOptions(), LaneOptions(pin: .numa), LaneOptions(lanes: 1), LaneOptions(pin: .none)] {
            let report = try report(synthetic, options: options)
            let lines = TopologyPicture.lines(report)
            #expect(report.cores == 1024)
            // A machine of 128 packages has three lines for each, and as many ranges.
            #expect(lines.count < (report.packages > 8 ? 530 : 50))
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
            let drawn = drawing(report).filter { $0.hasPrefix("    ") }.joined()
            let lanes = drawn.filter { $0 == "#" }.count
            switch options.pin {
            case .core: #expect(lanes == (options.lanes ?? 1024))
            case .numa: #expect(drawn.filter { $0 == "o" }.count == 1024)
            case .none: #expect(lanes == 0)
            }
        }
        #expect(TopologyPicture.lines(try report(synthetic)).last == "  … and 1016 more")
    }

    /// On a narrow terminal the picture is not torn by it; words below are broken by whoever shows them.
    @Test(arguments: ["pack:2 [numa] core:512 pu:1", "pack:2 [numa] l3:2 core:16 pu:2"], [45, 60])
    func `a picture is as narrow as it is asked to be`(synthetic: String, width: Int) throws {
        let map = try report(synthetic).map
        let drawn = CoreDrawing(map: map, width: width).lines().dropLast()
        #expect(drawn.allSatisfy { $0.count <= width }, "\(drawn.filter { $0.count > width })")
    }

    @Test func longRowsAreWrapped() throws {
        let lines = drawing(try report("pack:1 core:48 pu:2"))
        #expect(lines.allSatisfy { $0.count <= 80 } && lines.count > 4, "\(lines)")
        #expect(lines.joined().filter { $0 == "[" }.count == 49)
    }

    @Test func json() throws {
        let report = try report("pack:1 [numa] core:2 pu:2")
        let object = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(object["cores"] as? Int == 2)
        #expect(object["allowed"] as? String == "0-3")
        #expect(object["instruction_set"] as? String == "avx2")
        let lanes = try #require(object["lanes"] as? [[String: Any]])
        #expect(lanes.map { $0["processors"] as? String } == ["0", "2"])
        let clusters = try #require(object["clusters"] as? [[String: Any]])
        #expect(clusters.count == 1)
        #expect(clusters[0]["lanes"] as? [Int] == [0, 1])
        #expect(object["pin"] as? String == "core" && object["is_this_machine"] as? Bool == true)
        #expect(object["map"] == nil && lanes[0]["place"] == nil)
    }
}
