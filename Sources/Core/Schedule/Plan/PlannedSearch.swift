/// A ν search as it stands: what it asks for now, and how much may follow, which depends on what is found.
public struct PlannedSearch: Sendable {
    /// A network that it has asked for.
    public struct Network: Sendable {
        /// With the ν that is probed.
        public let job: Job
        /// Why it would be run; nil where nothing is missing of it.
        public let reason: Reason?
        /// Expected seconds on a lane; 0 for what is not run.
        public let seconds: Double
    }

    /// The group, the form of the regulariser, the seeds and what is searched for.
    public let unit: NuSearchUnit
    /// Of the probes so far and of the one that it asks for now, in that order; those that count elsewhere (a ν that is
    /// listed, too; another search's) are not among them.
    public var networks: [Network] = []
    /// The ν that it asks for now; nil where it has ended.
    public let nu: Double?
    /// How many values of ν were probed.
    public let probed: Int
    /// About how many more may be probed behind the one that it asks for now; 0 where it has ended.
    public let later: Int
    /// How it has ended; nil as long as it goes on.
    public let outcome: SearchOutcome?
    /// The ν that it has found; nil where it has none.
    public var answer: Double? { outcome?.nu }

    init(_ unit: NuSearchUnit, _ search: SearchRun) {
        self.unit = unit
        nu = search.outcome == nil ? search.pending?.nu : nil
        probed = search.path.count
        later = search.outcome == nil ? Int((search.probesLeft - 1).rounded()) : 0
        outcome = search.outcome
    }

    /// The most values of ν that may still be probed, the one that it asks for now included.
    public var most: Int { nu == nil ? 0 : max(1, unit.settings.maxProbes - probed) }
}
