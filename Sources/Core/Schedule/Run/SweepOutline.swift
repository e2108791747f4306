/// What of a sweep is done, what is missing, and why. Searches count with the jobs of the probes
/// that they have asked for so far; the further ones are not known.
public struct SweepOutline: Sendable, Equatable {
    /// Jobs that are missing for reasons of one kind (`Reason.kind`).
    public struct Group: Sendable, Equatable {
        /// Of the example.
        public var reason: Reason
        /// Jobs whose reason is of that kind.
        public var count: Int
        /// The first in the order of the plan, as people call it.
        public var example: String
    }

    /// Networks that are trained and measured as far as is asked for now.
    public var done = 0
    /// The others by reason, those that failed first and the new ones last.
    public var groups: [Group] = []
    /// How many ν searches there are.
    public var searches = 0

    /// Networks that are to be run.
    public var missing: Int { groups.reduce(0) { $0 + ($1.reason.isRun ? $1.count : 0) } }

    /// Of those, the ones that failed before.
    public var failedBefore: Int {
        groups.reduce(0) { if case .failedBefore = $1.reason { $0 + $1.count } else { $0 } }
    }

    init() {}

    /// - Parameters:
    ///   - checkpoints: those that were found in the folder.
    ///   - retries: `limits.retries`.
    public init(
        plan: SweepPlan, known: KnownResults, checkpoints: FoundCheckpoints, retries: Int,
        crashes: CrashHistory = CrashHistory()
    ) {
        var reasoning = Reasoning(plan, known, checkpoints: checkpoints, retries: retries, crashes: crashes)
        reasoning.visitAll { add($0, $1, in: plan) }
        searches = plan.searches.count
    }

    /// - Parameter reason: nil where the job is done.
    mutating func add(_ job: Job, _ reason: Reason?, in plan: SweepPlan) {
        guard let reason else {
            done += 1
            return
        }
        // A handful of kinds.
        let kind = reason.kind
        if let place = groups.firstIndex(where: { $0.reason.kind >= kind }) {
            if groups[place].reason.kind == kind {
                groups[place].count += 1
            } else {
                groups.insert(Group(reason: reason, count: 1, example: plan.label(of: job)), at: place)
            }
        } else {
            groups.append(Group(reason: reason, count: 1, example: plan.label(of: job)))
        }
    }

    /// `done 412 · failed 3 (retry 1 of 2) · interrupted 2 · new 85`
    public var summary: String {
        let parts = groups.map { group in
            // The number stands behind the first word or words, before any bracket.
            let kind = group.reason.kind.text
            guard let bracket = kind.firstIndex(of: "(") else { return "\(kind) \(group.count)" }
            return "\(kind[..<bracket])\(group.count) \(kind[bracket...])"
        }
        return (["done \(done)"] + parts).joined(separator: " · ")
    }

    /// A line per reason but "new", each with an example: `R4 DA seed 0: interrupted, …; and 1 more`.
    public var explanation: [String] {
        groups.compactMap { group in
            if case .new = group.reason { return nil }
            // Behind it: how far it is, is of the example alone.
            let others = group.count > 1 ? "; and \(group.count - 1) more" : ""
            return "\(group.example): \(group.reason.description)\(others)"
        }
    }
}
