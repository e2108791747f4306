import ArgumentParser
import Core
import Foundation

/// What a run would meet if it were started now: asked without locking or writing anything.
struct PlanChecks {
    let spec: SweepSpec
    let folder: ResultsFolder
    let request: LaneRequest
    /// Whether the run would be told `--accept`.
    let accept: Bool

    /// Why a run would not begin in the folder; and where it would go on with a change, which.
    func folderNotes() -> [String] {
        if let refusal = FolderRefusal.text(folder) { return ["a run would refuse: \(refusal)"] }
        var notes: [String] = []
        if let held = ResultsLock.held(folder: folder.url.path) { notes.append("a run would refuse: \(held)") }
        if let difference = FolderRefusal.otherConfiguration(folder, spec) {
            // The plan itself is the same: of what the file asks for now.
            notes.append(
                accept
                    ? "with --accept a run would go on there: \(difference)"
                    : "a run would refuse, unless told --accept: \(difference)\nThe plan is for a run that is told so.")
        }
        return notes
    }

    /// The lanes that a run would have; on another machine, those that it could have.
    /// - Parameter note: told where they are not those that were asked for.
    func lanes(_ note: (String) -> Void) throws -> LanePlan {
        let whole = try request.planned(around: [:])
        guard request.machine.source == nil else { return whole }
        let free = try aroundOthers(note) ?? whole
        do {
            let available = try AvailableMemory.chosen(environment: ProcessInfo.processInfo.environment)
            let fitted = try MemoryPlan(spec, sizes: PlanSizes()).fitted(free, into: available)
            if fitted.lanes.count < free.lanes.count, let last = fitted.notices.last { note("\(last)") }
            return fitted
        } catch let error as AvailableMemoryError {
            throw failure(ExitStatus.usage, error)
        } catch {
            note("a run would refuse: \(error)")
            return free
        }
    }

    /// Nil where other sweeps are in nobody's way, or leave no core at all.
    private func aroundOthers(_ note: (String) -> Void) throws -> LanePlan? {
        guard request.options.pin != .none,
            let locks = CoreLockFolder(environment: ProcessInfo.processInfo.environment)
        else { return nil }
        let held: [Int: CoreHolder]
        do throws(CoreLockError) {
            held = try locks.survey(request.machine.layout.cores)
        } catch {
            note("\(LaneNotice.noLocks(reason: "\(error)"))")
            return nil
        }
        guard !held.isEmpty else { return nil }
        do throws(LanePlanError) {
            let free = try request.plan(held: held)
            for notice in free.notices { if case .held = notice { note("\(notice)") } }
            return free
        } catch .allHeld(let held) {
            note("a run would wait: all cores are in use by \(CoreWaiting.holders(held))")
            return nil
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }
}
