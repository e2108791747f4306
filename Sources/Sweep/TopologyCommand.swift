import ArgumentParser
import Core

struct TopologyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology",
        abstract: "Show the machine, the plan of lanes, and the kernels that are used.",
        discussion: """
            Takes the options about lanes that run takes, and shows what they would come to. Nothing is bound.

              sweep topology
              sweep topology --cpus 0-3
              SWEEP_ISA=avx2 sweep topology --json
            """)

    @OptionGroup var lanes: LaneArguments

    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        let choice = try KernelChoice.make()
        let (topology, plan) = try lanes.plan()
        let report = TopologyReport(
            layout: topology.layout, allowed: topology.allowed, quota: CPUQuota.read(), plan: plan, choice: choice)
        if json {
            Terminal.line(String(decoding: try report.json(), as: UTF8.self))
        } else {
            TopologyPicture.lines(report).forEach(Terminal.line)
        }
    }
}
