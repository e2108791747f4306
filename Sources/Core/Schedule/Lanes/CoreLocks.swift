import Foundation
import Synchronization

/// The cores that this process has taken for its lanes; they are free again when the object goes, or the
/// process dies.
public final class CoreLocks: Sendable {
    private let locks = Mutex<[Int: CoreLock]>([:])

    /// By `Core.index`.
    public var cores: Set<Int> { locks.withLock { Set($0.keys) } }

    private init() {}

    /// Plans lanes around the cores that others hold, and takes the plan's cores.
    ///
    /// Two that start at the same moment may plan the same cores; then the lock decides, and the loser
    /// plans again. Each keeps what it has while it does.
    ///
    /// - Parameter plan: given the cores held by others.
    /// - Returns: locks nil where they cannot be had at all; a notice in the plan says why.
    /// - Throws: what `plan` throws; `.allHeld` where no core is free.
    public static func take(
        _ cores: [MachineLayout.Core], in folder: CoreLockFolder, for holder: CoreHolder,
        plan: ([Int: CoreHolder]) throws(LanePlanError) -> LanePlan
    ) throws(LanePlanError) -> (plan: LanePlan, locks: CoreLocks?) {
        let mine = CoreLocks()
        // Every round but the last finds one more core taken.
        for _ in 0 ... cores.count {
            let held: [Int: CoreHolder]
            do throws(CoreLockError) {
                held = try folder.survey(cores, except: mine.cores)
            } catch {
                return (try unlocked(because: error, plan), nil)
            }
            let attempt = try plan(held)
            do throws(CoreLockError) {
                guard try mine.takeAll(of: attempt, folder, holder) else { continue }
            } catch {
                return (try unlocked(because: error, plan), nil)
            }
            mine.keep(only: Set(attempt.lanes.map(\.core.index)))
            return (attempt, mine)
        }
        throw .allHeld([HeldCores(holder: .unknown, cores: ProcessorSet(cores.map(\.index)))])
    }

    private static func unlocked(
        because error: CoreLockError, _ plan: ([Int: CoreHolder]) throws(LanePlanError) -> LanePlan
    ) throws(LanePlanError) -> LanePlan {
        var unlocked = try plan([:])
        unlocked.notices.append(.noLocks(reason: "\(error)"))
        return unlocked
    }

    /// False where one was lost to another process.
    private func takeAll(
        of plan: LanePlan, _ folder: CoreLockFolder, _ holder: CoreHolder
    ) throws(CoreLockError) -> Bool {
        Self.allowDescriptors(plan.lanes.count)
        for core in plan.lanes.map(\.core) {
            // From an earlier round, or a sibling's.
            if locks.withLock({ $0[core.index] != nil }) { continue }
            guard let lock = try folder.take(core, for: holder) else { return false }
            locks.withLock { $0[core.index] = lock }
        }
        return true
    }

    /// Gives the others back.
    public func keep(only cores: Set<Int>) {
        locks.withLock { locks in locks = locks.filter { cores.contains($0.key) } }
    }

    /// A lock is an open file, of which a process often may have no more than 1,024.
    private static func allowDescriptors(_ count: Int) {
        var limit = rlimit()
        let which = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(which, &limit) == 0 else { return }
        let wanted = rlim_t(count + 256)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(which, &limit)
    }
}
