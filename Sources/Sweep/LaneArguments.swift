import ArgumentParser
import Core

/// Which cores to use.
struct LaneArguments: ParsableArguments {
    @Option(parsing: .unconditional, help: "How many jobs run at once. (default: one per physical core)")
    var lanes: Int?

    @Option(help: "The processors to use, as in 0-3,8.")
    var cpus: String?

    @Option(
        help: """
            core: bind each lane to its core; numa: to the cores of its memory node; none: leave that to the \
            operating system.
            """)
    var pin = LaneOptions.Pin.core

    func options() throws -> LaneOptions {
        var options = LaneOptions(lanes: lanes, pin: pin)
        options.cpus = try cpus.map { try TopologyArguments.processors($0, option: "--cpus") }
        return options
    }

    /// What these options ask for on a machine. Plans once, so that a wish that cannot be fulfilled is
    /// known before anything begins.
    func request(on machine: PlannedMachine) throws -> LaneRequest {
        let request = LaneRequest(machine: machine, options: try options())
        _ = try request.planned(around: [:])
        return request
    }

    /// Reads this machine, and plans as if no other sweep ran on it; call it on the main thread before any
    /// other is bound.
    func plan() throws -> (HwlocTopology, LanePlan) {
        let request = try request(on: .this())
        return (request.machine.topology, try request.plan(held: [:]))
    }
}

/// Lanes as a person asked for them, on a machine where that is possible.
struct LaneRequest {
    let machine: PlannedMachine
    let options: LaneOptions

    /// - Parameter held: cores that other sweeps use.
    func plan(held: [Int: CoreHolder]) throws(LanePlanError) -> LanePlan {
        try LanePlanner.plan(
            machine.layout, allowed: machine.allowed, quota: machine.quota, held: held, options: options)
    }

    /// As `plan`; where that is impossible, says why.
    /// - Throws: the exit status.
    func planned(around held: [Int: CoreHolder]) throws -> LanePlan {
        do throws(LanePlanError) {
            return try plan(held: held)
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }
}

extension LaneOptions.Pin: ExpressibleByArgument {}
