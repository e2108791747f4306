/// When a job gave signs of life. In seconds of one clock, which stands still while the process does: nothing of a
/// Ctrl-Z may pass for silence, nor for the job's usual interval.
struct Pulse: Sendable, Hashable {
    let began: Double
    /// Of the last sign.
    private(set) var last: Double
    /// The longest interval between two signs so far.
    private(set) var longest = 0.0
    /// What it was expected to be.
    let expected: Double

    /// - Parameter expected: seconds between two signs; 0 where nothing is known of it.
    init(began: Double, expected: Double = 0) {
        self.began = began
        last = began
        self.expected = expected.isFinite ? max(0, expected) : 0
    }

    /// Seconds between two signs, as far as is known.
    var interval: Double { max(longest, expected) }

    mutating func beat(at now: Double) {
        longest = max(longest, now - last)
        last = max(last, now)
    }

    /// Seconds since the last sign.
    func silence(at now: Double) -> Double { now - last }
}

extension CostModel {
    /// Seconds that a job is expected to be silent at a time: an epoch, or a tenth of anything else, which reports after
    /// every 64 samples, or step, and in one analysis at its end alone.
    /// - Parameter work: as `JobExecuting.work` tells it: the training first, unless it is done.
    func interval(of job: Job, isTrained: Bool, _ work: [JobWork]) -> Double {
        work.enumerated().reduce(0) { longest, part in
            let steps = part.offset == 0 && !isTrained ? Double(max(1, job.training.epochs)) : 10
            return max(longest, seconds(part.element.kind, multiplyAdds: part.element.multiplyAdds) / steps)
        }
    }
}
