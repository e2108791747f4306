import Core
import Foundation

/// Every dense product of the networks' layers, ours and OpenBLAS's in turn, on one bound core.
///
/// Those of the first layer (1296 and 784 inputs) are of training only where more than 40 % of the
/// pixels have ink; elsewhere the forward product serves the largest singular value, the input
/// gradient attribution, and the weight gradient nothing.
@main
struct Contest {
    static func main() throws {
        let arguments = Set(CommandLine.arguments.dropFirst())
        guard arguments.isSubset(of: ["--json", "--quick"]) else {
            FileHandle.standardError.write(Data("usage: OpenBLASRival [--json] [--quick]\n".utf8))
            exit(64)
        }
        let isJSON = arguments.contains("--json")
        OpenBLAS.useOneThread()
        let environment = ProcessInfo.processInfo.environment
        let choice = try InstructionSetChoice(environment: environment)
        let topology = try HwlocTopology()
        let plan = try LanePlanner.plan(topology.layout, allowed: topology.allowed, quota: CPUQuota.read())
        let machine = BenchMachine(topology: topology, lanes: plan, choice: choice)
        let session = BenchSession(
            kernels: .of(choice.chosen), pace: arguments.contains("--quick") ? .quick : .full, topology: topology,
            lanes: plan, environment: environment)

        if !isJSON {
            BenchTable.preface(machine).forEach { print($0) }
            print("\(OpenBLAS.description), one thread; ours with bias, ReLU and mask, OpenBLAS without")
            for setting in OpenBLAS.settings { print("note: the environment has \(setting)") }
            print("")
            print(line("", "sweep", "of peak", "OpenBLAS", "of peak", "gain"))
        }
        var rows: [BenchRow] = []
        for shape in ProductShape.all {
            let contest = try session.onLane {
                ProductContest(shape, session: session, rival: "openblas", multiply: OpenBLAS.multiply)
            }
            rows += [contest.ours, contest.rivals, contest.gain]
            guard !isJSON else { continue }
            print(
                line(
                    shape.name, number(contest.ours.value), percent(contest.ours.ratio), number(contest.rivals.value),
                    percent(contest.rivals.ratio), number(contest.gain.value, places: 2)))
        }
        if isJSON {
            let program = (["sweep-benchmarks", OpenBLAS.description] + OpenBLAS.settings).joined(separator: "; ")
            let report = BenchReport(
                program: program, date: ISO8601DateFormatter().string(from: Date()),
                machine: machine, dataset: nil, quick: arguments.contains("--quick"), rows: rows)
            print(String(decoding: try report.json(), as: UTF8.self))
        } else {
            print("\nGMAC/s of the true widths; gain: how many times as fast as OpenBLAS, median of all repetitions")
            print("input-gradient: ours gets the transposed weights ready-made, OpenBLAS transposes within its call")
            print("1296 and 784 inputs: of training only where over 40 % of the pixels have ink; elsewhere only")
            print("the forward product (sigma_max) and the input gradient (attribution) are in use")
        }
    }

    private static func line(_ name: String, _ cells: String...) -> String {
        name.padding(toLength: 30, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
    }

    private static func number(_ value: Double?, places: Int = 1) -> String {
        value.map { String(format: "%.\(places)f", $0) } ?? "–"
    }

    private static func percent(_ value: Double?) -> String { value.map { String(format: "%.0f %%", $0 * 100) } ?? "–" }
}
