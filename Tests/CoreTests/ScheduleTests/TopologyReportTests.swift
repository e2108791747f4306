import Foundation
import Testing

@testable import Core

@Suite struct TopologyReportTests {
    static let choice = InstructionSetChoice(chosen: .avx2, available: [.portable, .avx2], isOverridden: true)

    private func report(
        _ synthetic: String, allowed: ProcessorSet? = nil, quota: CPUQuota? = nil, options: LaneOptions = LaneOptions()
    ) throws -> TopologyReport {
        let layout = try HwlocTopology(.synthetic(synthetic)).layout
        let allowed = allowed ?? layout.processors
        let plan = try LanePlanner.plan(layout, allowed: allowed, quota: quota, options: options)
        return TopologyReport(layout: layout, allowed: allowed, quota: quota, plan: plan, choice: Self.choice)
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
                "  NUMA 0 L3 0: 2 cores, processors 0-3, lanes 0,4",
                "  NUMA 0 L3 1: 2 cores, processors 4-7, lanes 2,6",
                "package 1",
                "  NUMA 1 L3 2: 2 cores, processors 8-11, lanes 1,5",
                "  NUMA 1 L3 3: 2 cores, processors 12-15, lanes 3,7",
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
        #expect(lines.contains { $0.contains("4 cores, processors 0-3, not allowed 0-1, lanes 0") }, "\(lines)")
        #expect(lines.contains("1 lane, in the order in which they are taken"))
        #expect(lines.contains("note: the cgroup allows 1.5 CPUs (/x/cpu.max): 1 lane"))
        #expect(lines.contains { $0.hasPrefix("note: this process may use 2 of the machine's 4 cores") })
    }

    @Test func unboundLanes() throws {
        let report = try report("pack:1 core:2 pu:1", options: LaneOptions(pin: .none))
        #expect(TopologyPicture.lines(report).suffix(2) == ["  lane 0: not bound", "  lane 1: not bound"])
        #expect(report.lanes.allSatisfy { $0.processors == nil })
    }

    @Test func aThousandCoresFitAScreen() throws {
        let report = try report("pack:8 [numa] l3:16 core:8 pu:1")
        let lines = TopologyPicture.lines(report)
        #expect(report.cores == 1024)
        #expect(lines.count < 170)
        #expect(lines.last == "  … and 1008 more")
    }

    @Test func json() throws {
        let report = try report("pack:1 [numa] core:2 pu:2")
        let object = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(object["cores"] as? Int == 2)
        #expect(object["allowed"] as? String == "0-3")
        #expect(object["instructionSet"] as? String == "avx2")
        let lanes = try #require(object["lanes"] as? [[String: Any]])
        #expect(lanes.map { $0["processors"] as? String } == ["0", "2"])
        let clusters = try #require(object["clusters"] as? [[String: Any]])
        #expect(clusters.count == 1)
        #expect(clusters[0]["lanes"] as? [Int] == [0, 1])
    }
}
