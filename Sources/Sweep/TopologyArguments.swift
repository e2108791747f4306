import ArgumentParser
import Core
import Foundation

/// A machine that lanes are planned for: this one, or one that is not here.
struct PlannedMachine {
    let topology: HwlocTopology
    /// What the process may use there.
    let allowed: ProcessorSet
    let quota: CPUQuota?
    /// What it was read from; nil for this machine.
    let source: String?

    var layout: MachineLayout { topology.layout }

    /// With no more lanes than the batch job was given.
    func narrowed(by environment: [String: String]) -> PlannedMachine {
        PlannedMachine(
            topology: topology, allowed: allowed, quota: .narrowest(quota, environment: environment), source: source)
    }

    /// This machine as it is. Call it on the main thread before any other is bound.
    static func this() throws -> PlannedMachine {
        do throws(TopologyError) {
            let topology = try HwlocTopology()
            return PlannedMachine(topology: topology, allowed: topology.allowed, quota: .read(), source: nil)
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }
}

/// Which machine to plan for, and what of it may be used: for commands that plan and bind nothing.
struct TopologyArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Plan for a machine that is not here: as in 'pack:2 [numa] l3:2 core:4 pu:2', or a file that lstopo wrote.",
            valueName: "text or file.xml"),
        completion: .file(extensions: ["xml"]))
    var topology: String?

    @Option(help: "As if a cgroup allowed these processors only, as in 0-3,8.")
    var allowed: String?

    @Option(parsing: .unconditional, help: "As if a cgroup allowed so many CPUs' time, as in 1.5.")
    var quota: Double?

    /// On another machine neither this one's affinity mask nor its quota counts.
    func machine() throws -> PlannedMachine {
        var machine = try topology.map(elsewhere) ?? .this()
        if let allowed {
            let set = try Self.processors(allowed, option: "--allowed")
            let missing = set.subtracting(machine.layout.processors)
            guard missing.isEmpty else {
                throw failure(
                    ExitStatus.usage,
                    "--allowed: there is no processor \(missing); the machine has \(machine.layout.processors).")
            }
            machine = PlannedMachine(
                topology: machine.topology, allowed: machine.allowed.intersection(set), quota: machine.quota,
                source: machine.source)
        }
        if let quota {
            guard quota > 0, quota.isFinite else {
                throw failure(ExitStatus.usage, "--quota \(quota): expected a positive number of CPUs, as in 1.5")
            }
            machine = PlannedMachine(
                topology: machine.topology, allowed: machine.allowed, quota: CPUQuota(cpus: quota, source: "--quota"),
                source: machine.source)
        }
        return machine
    }

    private func elsewhere(_ argument: String) throws -> PlannedMachine {
        let source = HwlocTopology.Source(argument: argument)
        do throws(TopologyError) {
            let topology = try HwlocTopology(source)
            return PlannedMachine(
                topology: topology, allowed: topology.allowed, quota: nil, source: source.description)
        } catch {
            throw failure(ExitStatus.usage, "--topology: \(error)")
        }
    }

    static func processors(_ text: String, option: String) throws -> ProcessorSet {
        guard let set = ProcessorSet(list: text) else {
            throw failure(
                ExitStatus.usage, "\(option) \(text): expected processor numbers and ranges, as in 0-3,8")
        }
        return set
    }
}
