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

/// What a failure says besides its kind. Journals of earlier versions have none.
public enum FailureMark: String, Sendable, Codable {
    /// The lane was lost with the job: it is not tried again in the same run.
    case laneLost = "lane lost"
    /// The job's own process was ended by somebody else, again and again: a system that is short of memory, a batch
    /// system, a person. It is a failure, and no crash of the job's making.
    case killed
}

/// A job that could not be finished: at which stage and why.
public struct FailedEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    /// The network's parameters.
    public var job: Job
    /// What sort of failure. One that diverged is not tried again in the same run, however many retries are left.
    public var kind: FailureKind
    /// `training`, `writing the model`, `measuring test` and the like, or an analysis's name.
    public var stage: String
    /// The epoch reached, counted from 1, where training failed; nil elsewhere.
    public var epoch: Int?
    /// One line, in the words of the error.
    public var reason: String
    /// What helps to find the cause, over several lines: the last epochs' losses, the last words of a
    /// process that died. Nil where the reason says all.
    public var detail: String?
    /// Where it was at work.
    public var place: LaneRecord
    /// Nil for an ordinary failure, and in journals of earlier versions.
    public var mark: FailureMark?
    /// Whether all that is asked of the network was measured before, and only its model, which is gone, was to be made again.
    /// Nil for no, and in journals of earlier versions.
    public var isOfModelAlone: Bool?

    /// - Parameters:
    ///   - id: `Job.id`.
    ///   - epoch: counted from 1; nil for what is no training.
    ///   - isOfModelAlone: nil for no.
    public init(
        id: String, job: Job, kind: FailureKind = .error, stage: String, epoch: Int?, reason: String,
        detail: String? = nil, place: LaneRecord, mark: FailureMark? = nil, isOfModelAlone: Bool? = nil
    ) {
        self.id = id
        self.job = job
        self.kind = kind
        self.stage = stage
        self.epoch = epoch
        self.reason = reason
        self.detail = detail
        self.place = place
        self.mark = mark
        self.isOfModelAlone = isOfModelAlone
    }

    /// A stage of every job.
    static let training = "training"

    /// Whether it is not tried again in the run in which it failed: the same numbers come to the same end, and a lane
    /// that was lost stays so.
    var isFinal: Bool { kind == .diverged || mark == .laneLost }
}
