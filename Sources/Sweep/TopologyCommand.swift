import ArgumentParser
import Core
import Foundation

struct TopologyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology",
        abstract: "Show the machine, the plan of lanes, and the kernels that are used.",
        usage: "sweep topology [<options>]",
        discussion: """
            Takes the options about lanes that run takes, and draws what they would come to, cores that other sweeps \
            use included. Nothing is bound or locked.

              sweep topology
              sweep topology --cpus 0-3 --pin numa
              sweep topology --topology "pack:2 [numa] l3:2 core:4 pu:2" --allowed 2,4
              sweep topology --topology machine.xml    (made by: lstopo machine.xml)
              SWEEP_ISA=avx2 sweep topology --json
            """)

    @OptionGroup var lanes: LaneArguments

    @OptionGroup var place: TopologyArguments

    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        let choice = try KernelChoice.make()
        let machine = try place.machine()
        let request = try lanes.request(on: machine)
        let held = survey(machine)
        let plan: LanePlan
        do throws(LanePlanError) {
            plan = try request.plan(held: held)
        } catch .allHeld {
            plan = LanePlan(lanes: [], notices: [])
        } catch {
            throw failure(ExitStatus.usage, error)
        }
        let report = TopologyReport(
            layout: machine.layout, allowed: machine.allowed, quota: machine.quota, plan: plan,
            pin: request.options.pin, held: held, source: machine.source, choice: choice)
        if json {
            Terminal.line(String(decoding: try report.json(), as: UTF8.self))
        } else {
            // One less: a terminal that has written its last column may go to the next line.
            let width = max(20, min(Terminal.columns.map { $0 - 1 } ?? Terminal.width, 120))
            Terminal.show(TopologyPicture.lines(report, width: width).map(Self.prose))
        }
    }

    /// What does not fit goes on below where it began: behind `kernels  ` and the like, whose texts begin in one column.
    static func prose(_ line: String) -> ProseLine {
        let name = line.prefixMatch(of: /[a-z]+ +/)?.output.count
        return ProseLine(line, hanging: name == TopologyPicture.factColumn ? TopologyPicture.factColumn : 2)
    }

    private func survey(_ machine: PlannedMachine) -> [Int: CoreHolder] {
        guard machine.source == nil, let folder = CoreLockFolder(environment: ProcessInfo.processInfo.environment)
        else { return [:] }
        do throws(CoreLockError) {
            return try folder.survey(machine.layout.cores)
        } catch {
            StandardError.print("note: \(LaneNotice.noLocks(reason: "\(error)"))")
            return [:]
        }
    }
}
