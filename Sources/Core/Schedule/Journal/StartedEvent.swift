/// A lane began to work on a job. A job that was started and neither finished, failed nor ended before the
/// process ended was running then.
public struct StartedEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    /// `SweepPlan.label(of:)`, for people.
    public var label: String
    /// The lane that is with it.
    public var place: LaneRecord
    /// In a process of its own: what kills the run's process was not this job. Nil means no.
    public var isolated: Bool?
    /// How many evaluations are to come of it, where there are several: only behind the last one the lane is free. Nil means one.
    public var evaluations: Int?

    /// Whether it is as most are.
    var isPlain: Bool { isolated == nil && evaluations == nil }

    /// - Parameters:
    ///   - isolated: nil for no.
    ///   - evaluations: nil for one.
    public init(id: String, label: String, place: LaneRecord, isolated: Bool? = nil, evaluations: Int? = nil) {
        self.id = id
        self.label = label
        self.place = place
        self.isolated = isolated
        self.evaluations = evaluations
    }
}
