/// Whether a lane that hangs with its work goes on in another thread. A thread cannot be ended from outside: it stays
/// behind with what it holds, so this has bounds.
public struct ReplacementRule: Hashable, Sendable {
    /// Threads that may stay behind.
    private let threads: Int
    /// How many hung jobs find room beside those on all lanes; nil where nothing is known of the memory.
    private let spareJobs: Int?

    /// Threads per lane: enough for a night in which some jobs hang, and few enough to end where all do.
    static let threadsPerLane = 4

    /// Lanes are lost with what they hang with.
    public static let never = ReplacementRule(threads: 0)

    private init(threads: Int, spareJobs: Int? = nil) {
        self.threads = threads
        self.spareJobs = spareJobs
    }

    /// - Parameters:
    ///   - lanes: of the run.
    ///   - spareJobs: see `MemoryPlan.spareJobs`.
    public init(lanes: Int, spareJobs: Int? = nil) {
        self.init(threads: Self.threadsPerLane * lanes, spareJobs: spareJobs)
    }

    /// Threads that may stay behind while no lane is lost.
    public var most: Int { min(threads, spareJobs ?? threads) }

    /// - Parameters:
    ///   - behind: threads behind, with the one in question.
    ///   - lost: lanes that were not replaced: no further jobs need their memory.
    func allows(behind: Int, lost: Int) -> Bool {
        behind <= threads && spareJobs.map { behind - lost <= $0 } ?? true
    }
}

extension MemoryPlan {
    /// How many hung threads the lanes of a plan may leave behind.
    /// - Parameter available: nil where nothing is known of it.
    public func replacements(on plan: LanePlan, in available: AvailableMemory?) -> ReplacementRule {
        let most = ReplacementRule.threadsPerLane * plan.lanes.count
        return ReplacementRule(
            lanes: plan.lanes.count, spareJobs: available.map { spareJobs(beside: plan, in: $0, most: most) })
    }

    /// How many jobs find room beside those of a plan's lanes: hung ones, which keep what they hold.
    /// - Parameter most: to look for.
    func spareJobs(beside plan: LanePlan, in available: AvailableMemory, most: Int) -> Int {
        let nodes = plan.nodes.count > 1 ? plan.nodes.count : 0
        var count = 0
        while count < most, needed(lanes: plan.lanes.count + count + 1, nodes: nodes) <= available.bytes { count += 1 }
        return count
    }
}
