/// What one job may cost before the sweep goes on without it. Decides no result, and so belongs to no
/// identity: it may be changed between two runs.
public struct RunLimits: Sendable, Hashable {
    /// Wall time of one attempt; nil for no limit.
    public var minutesPerJob: Double?
    /// How often a job that failed is tried again: within one run, and by how many later runs.
    public var retries = 2

    /// No limit of time, two retries.
    public init() {}
}
