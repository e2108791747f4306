import ArgumentParser
import Core

/// Which cores to use.
struct LaneArguments: ParsableArguments {
    @Option(help: "How many jobs run at once. (default: one per physical core)")
    var lanes: Int?

    @Option(help: "The processors to use, as in 0-3,8.")
    var cpus: String?

    @Option(help: "core: bind each lane to its core; none: leave that to the operating system.")
    var pin = LaneOptions.Pin.core

    /// Reads the machine; call it on the main thread before any other is bound.
    func plan() throws -> (HwlocTopology, LanePlan) {
        var options = LaneOptions(lanes: lanes, pin: pin)
        if let cpus {
            guard let set = ProcessorSet(list: cpus) else {
                throw failure(
                    ExitStatus.usage, "--cpus \(cpus): expected processor numbers and ranges, as in 0-3,8")
            }
            options.cpus = set
        }
        do {
            let topology = try HwlocTopology()
            let plan = try LanePlanner.plan(
                topology.layout, allowed: topology.allowed, quota: CPUQuota.read(), options: options)
            return (topology, plan)
        } catch {
            throw failure(ExitStatus.usage, "\(error)")
        }
    }
}

extension LaneOptions.Pin: ExpressibleByArgument {}
