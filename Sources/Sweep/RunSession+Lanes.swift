import ArgumentParser
import Core
import Foundation

/// The lanes that a run works on, and the cores that are its own meanwhile.
struct TakenLanes {
    let plan: LanePlan
    /// How many threads that hang may be left behind on the way.
    let replacements: ReplacementRule
    /// Nil where cores are not locked.
    let locks: CoreLocks?
}

extension RunSession {
    /// Plans the lanes around other sweeps and takes their cores, waiting while none is free; then leaves out
    /// as many as the memory asks for.
    func takeLanes(_ data: RunData, _ content: FolderContent) throws -> TakenLanes {
        // For tables alone nobody needs to be kept off a core.
        guard content.hasWork else {
            return TakenLanes(plan: try request.planned(around: [:]), replacements: .never, locks: nil)
        }
        var demand = MemoryPlan(
            try spec.parts.map { part in
                MemoryPlan(
                    part, data: data[part.data],
                    other: part.analyses.contains(.drift) ? data[part.driftRequest(from: part.data)] : nil,
                    groups: try groups(part.data, data))
            })
        demand.processes = safety.isolate ? .max : content.crashes.suspects.subtracting(content.crashes.quarantined).count
        let (plan, locks) = try takeCores()
        do {
            let environment = ProcessInfo.processInfo.environment
            // What was given does not change by waiting.
            let isGiven = environment["SWEEP_MEMORY"]?.isEmpty == false
            let wait = MemoryWait(patience: safety.isRestarted && !isGiven ? MemoryWait.afterCrash : 0)
            let fitted = try wait.fitted(
                demand, plan, read: { try AvailableMemory.chosen(environment: environment) },
                say: { StandardError.print("note: \($0)") }, sleep: { usleep(UInt32($0 * 1e6)) })
            locks?.keep(only: Set(fitted.lanes.map(\.core.index)))
            let memory = try AvailableMemory.chosen(environment: environment)
            return TakenLanes(plan: fitted, replacements: demand.replacements(on: fitted, in: memory), locks: locks)
        } catch let error as AvailableMemoryError {
            throw failure(ExitStatus.usage, error)
        } catch let error as MemoryPlanError {
            throw failure(ExitStatus.incomplete, error)
        }
    }

    private func takeCores() throws -> (LanePlan, CoreLocks?) {
        guard request.options.pin != .none,
            let folder = CoreLockFolder(environment: ProcessInfo.processInfo.environment)
        else { return (try request.planned(around: [:]), nil) }
        let holder = CoreHolder(
            pid: getpid(), work: "sweep \(spec.name)", folder: self.folder.url.standardizedFileURL.path)
        var wait: CoreWait?
        while true {
            do throws(LanePlanError) {
                return try CoreLocks.take(
                    request.machine.layout.cores, in: folder, for: holder
                ) { (held) throws(LanePlanError) in try request.plan(held: held) }
            } catch .allHeld(let held) {
                guard waits else {
                    throw failure(
                        ExitStatus.resultsInUse,
                        "all cores are in use by \(CoreWaiting.holders(held)); with --no-wait nothing has begun")
                }
                let waiting = wait ?? CoreWait()
                wait = waiting
                try waiting.second(held)
            } catch {
                throw failure(ExitStatus.usage, error)
            }
        }
    }
}

/// Waiting for other sweeps to end. Ctrl-C and SIGTERM end it; nothing has begun by then.
private final class CoreWait {
    private let signals = StopSignals {}

    private var words = CoreWaiting()
    private let start = SuspendingClock.now

    /// - Parameter held: who is waited for.
    /// - Throws: the exit status of a signal.
    func second(_ held: [HeldCores]) throws {
        if let line = words.line(held, after: start.duration(to: .now) / .seconds(1)) {
            StandardError.print("note: \(line)")
        }
        for _ in 0 ..< 10 {
            if let signal = signals.request.signal {
                throw failure(ExitCode(128 + signal), "stopped while waiting for a core; nothing has begun")
            }
            usleep(100_000)
        }
    }

    // Until the run listens itself, a signal shall end the process.
    deinit { signals.end() }
}
