/// A lane began to work on a job. A job that was started and neither finished nor failed before the
/// process ended was running then.
public struct StartedEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    /// `Job.label`, for people.
    public var label: String
    public var place: LaneRecord

    public init(id: String, label: String, place: LaneRecord) {
        self.id = id
        self.label = label
        self.place = place
    }
}
