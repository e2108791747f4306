/// What one lane is at.
public struct LaneProgress: Sendable, Hashable, Codable {
    /// What is done with the job.
    public enum Activity: Sendable, Hashable, Codable {
        case starting
        /// Loss and R are means over the epoch's samples, the loss in nats; R is nil unless IR. Accuracy is a fraction.
        case training(epoch: Int, of: Int, loss: Double, regulariser: Double?, validationAccuracy: Double)
        case measuring(split: SplitName, samples: Int, of: Int)
        /// Of 0 where it is not known how many steps there are.
        case analysing(name: String, step: Int, of: Int)

        /// Steps done and steps in all; nil where they cannot be told.
        var share: (done: Int, all: Int)? {
            switch self {
            case .starting: nil
            case .training(let epoch, let all, _, _, _): (epoch, all)
            case .measuring(_, let samples, let all): (samples, all)
            case .analysing(_, let step, let all): all > 0 ? (step, all) : nil
            }
        }
    }

    /// `Job.id`, as `sweep plan --jobs` lists it.
    public let id: String
    /// What people call the job.
    public let label: String
    /// The latest that was announced of it.
    public internal(set) var activity = Activity.starting
    /// Worked on before its search asked for it.
    public internal(set) var isAhead: Bool
    /// Where the present activity was when this run began it, and when, in the run's seconds: a job that goes
    /// on from a checkpoint was not that quick.
    private var first: Start?

    private struct Start: Sendable, Hashable, Codable {
        var done: Int
        var at: Double
    }

    init(id: String, label: String, isAhead: Bool) {
        self.id = id
        self.label = label
        self.isAhead = isAhead
    }

    mutating func go(to next: Activity, at now: Double) {
        let isSameKind =
            switch (activity, next) {
            case (.training, .training): true
            case (.measuring(let one, _, _), .measuring(let other, _, _)): one == other
            case (.analysing(let one, _, _), .analysing(let other, _, _)): one == other
            default: false
            }
        activity = next
        if !isSameKind || first == nil { first = next.share.map { Start(done: $0.done, at: now) } }
    }

    /// Seconds until the present activity is done; nil as long as that cannot be told.
    /// - Parameter now: seconds since the run began.
    public func secondsLeft(at now: Double) -> Double? {
        guard let first, let share = activity.share, share.done > first.done, now > first.at else { return nil }
        // Not in whole numbers, which a file may make overflow.
        return (now - first.at) / (Double(share.done) - Double(first.done)) * (Double(share.all) - Double(share.done))
    }
}
