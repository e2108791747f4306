/// Why a job could not be finished.
public enum FailureKind: String, Sendable, Codable, CaseIterable {
    /// Something that it needs was refused: a file, memory, a group.
    case error
    /// A loss or a logit was not finite. The same parameters come to the same end every time.
    case diverged
    /// It passed `limits.minutes_per_job`.
    case timedOut = "timed-out"
    /// The process that worked on it died.
    case crashed
}

public struct FailedEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    public var job: Job
    public var kind: FailureKind
    /// `training`, `writing the model`, or `measuring test` and the like.
    public var stage: String
    /// The epoch reached, counted from 1, where training failed.
    public var epoch: Int?
    public var reason: String
    /// What helps to find the cause, over several lines: the last epochs' losses, the last words of a
    /// process that died. Nil where the reason says all.
    public var detail: String?
    public var place: LaneRecord

    public init(
        id: String, job: Job, kind: FailureKind = .error, stage: String, epoch: Int?, reason: String,
        detail: String? = nil, place: LaneRecord
    ) {
        self.id = id
        self.job = job
        self.kind = kind
        self.stage = stage
        self.epoch = epoch
        self.reason = reason
        self.detail = detail
        self.place = place
    }
}
