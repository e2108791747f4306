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

    /// - Parameter isolated: nil for no.
    public init(id: String, label: String, place: LaneRecord, isolated: Bool? = nil) {
        self.id = id
        self.label = label
        self.place = place
        self.isolated = isolated
    }
}
