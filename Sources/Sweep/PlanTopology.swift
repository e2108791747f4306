import ArgumentParser
import Core

/// The lanes of a plan: of this machine, or of one that is not here.
struct PlanTopology: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Plan for another machine: hwloc's notation, as in \"pack:2 [numa] core:64 pu:2\", or a file that lstopo wrote.",
            valueName: "text|file.xml"))
    var topology: String?

    /// Nothing is bound.
    func plan(_ arguments: LaneArguments) throws -> LanePlan {
        guard let topology else { return try arguments.plan().1 }
        let source: HwlocTopology.Source = topology.hasSuffix(".xml") ? .xml(path: topology) : .synthetic(topology)
        do {
            let other = try HwlocTopology(source)
            return try LanePlanner.plan(
                other.layout, allowed: other.allowed, quota: nil, options: LaneOptions(lanes: arguments.lanes))
        } catch {
            throw failure(ExitStatus.usage, "--topology: \(error)")
        }
    }
}
