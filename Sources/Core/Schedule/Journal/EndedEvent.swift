/// A lane let a job go without a result that counts.
public struct EndedEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    /// The lane that was with it.
    public var place: LaneRecord

    /// - Parameter id: `Job.id`.
    public init(id: String, place: LaneRecord) {
        self.id = id
        self.place = place
    }
}
