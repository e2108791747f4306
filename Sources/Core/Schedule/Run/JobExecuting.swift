/// Does one job on the lane that calls it. What does it, and where, is its own affair: in this process,
/// in a child process, or on virtual time.
public protocol JobExecuting: Sendable {
    /// Does what is missing of a job.
    /// - Parameters:
    ///   - trained: what the journal knows of its training: then the model file is used, unless it
    ///     cannot be read or is another one; then the job is trained again.
    ///   - isWanted: asked after every epoch and every chunk; false ends the work as `stopped`. For work
    ///     that was begun in case it would be needed.
    ///   - record: takes each event as soon as it is true; false where it could not be written,
    ///     which ends the work.
    func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding

    /// What the job's missing parts cost, for the cost model: the training unless it is done, then a part per evaluation.
    func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork]

    /// Whether the job is done in a process of its own, so that its crash is not this process's.
    func isIsolated(_ job: Job) -> Bool
}

extension JobExecuting {
    /// False, unless the executor says otherwise.
    public func isIsolated(_ job: Job) -> Bool { false }
}

/// How the work on a job ended.
public enum JobEnding: Sendable, Equatable, Codable {
    case done
    case failed
    /// Asked to stop; nothing is known of what was not recorded.
    case stopped
    /// The system refuses what every job needs (a full or lost disk, no more processes): nothing else should begin
    /// either.
    case diskRefused(String)
}

/// A part of a job for the cost model.
public struct JobWork: Sendable, Hashable {
    /// What sort of work it is: each kind has a speed of its own.
    public var kind: CostModel.Kind
    /// Multiply-adds, estimated from sizes (`NetworkCost`).
    public var multiplyAdds: Double

    /// - Parameter multiplyAdds: of the whole part.
    public init(kind: CostModel.Kind, multiplyAdds: Double) {
        self.kind = kind
        self.multiplyAdds = multiplyAdds
    }
}
