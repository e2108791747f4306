import Synchronization

/// Listens to the lanes of this process and tells which jobs have fallen silent.
public final class LifeSigns: Sendable {
    /// A job that gives no sign of life.
    public struct Silence: Sendable {
        public var job: Job
        public var lane: Int
        /// Of the attempt: `WorkItem.token`.
        public var token: Int
        public var progress: JobProgress
        /// Seconds since its last sign.
        public var seconds: Double
        /// To be given up; otherwise worth a word.
        public var isHung: Bool
    }

    private struct Watched {
        var job: Job
        var token: Int
        var began: SuspendingClock.Instant
        var lastSign: SuspendingClock.Instant
        var progress = JobProgress()
        /// Since when nobody wants what comes of it; nil where somebody does.
        var unwantedSince: SuspendingClock.Instant?
        var told = Told.nothing
    }

    /// What was said of a silence; each more than the one before.
    private enum Told: Int { case nothing, quiet, hung }

    private let rule: HangRule
    /// Seconds between two looks, which are four a second, that tell of a process that stood still.
    private static let stall = 3
    private let lastLook = Mutex<SuspendingClock.Instant?>(nil)
    /// By lane.
    private let lanes = Mutex<[Int: Watched]>([:])

    public init(_ rule: HangRule) {
        self.rule = rule
    }

    /// A lane began with a job.
    /// - Parameter token: of the item by which it came to the lane.
    func began(_ job: Job, lane: Int, token: Int = 0, at now: SuspendingClock.Instant) {
        lanes.withLock { $0[lane] = Watched(job: job, token: token, began: now, lastSign: now) }
    }

    /// A lane is done with its job.
    func ended(lane: Int) { lanes.withLock { $0[lane] = nil } }

    /// To be called with everything that lanes announce.
    public func note(_ event: RunEvent) {
        guard let lane = event.lane else { return }
        let now = SuspendingClock.now
        lanes.withLock { lanes in
            lanes[lane]?.lastSign = now
            lanes[lane]?.progress.note(event)
            lanes[lane]?.told = .nothing
        }
    }

    /// Jobs that are silent for too long, each told once per silence.
    /// - Parameter unwanted: tokens of work that the run would wait for although nobody wants it any more: hung
    ///   where it does not stop within the grace.
    public func silences(at now: SuspendingClock.Instant = .now, unwanted: Set<Int> = []) -> [Silence] {
        lanes.withLock { lanes in
            // Nobody looked for long: the whole process stood still (Ctrl-Z, a paused machine), not its jobs.
            if let last = lastLook.withLock({ look in
                defer { look = now }
                return look
            }), last.duration(to: now) > .seconds(Self.stall) {
                let gap = last.duration(to: now)
                for lane in lanes.keys {
                    lanes[lane]?.lastSign = now
                    lanes[lane]?.began += gap
                    lanes[lane]?.unwantedSince? += gap
                }
            }
            for (lane, watched) in lanes {
                let since = unwanted.contains(watched.token) ? watched.unwantedSince ?? now : nil
                if since != watched.unwantedSince { lanes[lane]?.unwantedSince = since }
            }
            var found: [Silence] = []
            for (lane, watched) in lanes where watched.told != .hung {
                let silent = watched.lastSign.duration(to: now) / .seconds(1)
                let isOverdue = watched.unwantedSince.map {
                    rule.isOverdue(unwanted: $0.duration(to: now) / .seconds(1), silent: silent)
                }
                let isHung = isOverdue == true
                    || rule.isHung(running: watched.began.duration(to: now) / .seconds(1), silent: silent)
                guard isHung || (watched.told == .nothing && rule.isQuiet(silent: silent)) else { continue }
                lanes[lane]?.told = isHung ? .hung : .quiet
                found.append(
                    Silence(
                        job: watched.job, lane: lane, token: watched.token, progress: watched.progress, seconds: silent, isHung: isHung))
            }
            return found.sorted { $0.lane < $1.lane }
        }
    }
}

extension RunEvent {
    /// The lane that a sign of life comes from.
    fileprivate var lane: Int? {
        switch self {
        case .trainingStarted(_, let lane), .resumed(_, let lane, _), .epochDone(_, let lane, _, _),
            .measuringStarted(_, _, let lane, _), .measuring(_, _, let lane, _), .analysing(_, _, let lane, _, _), .checkpointed(_, let lane, _, _),
            .measuringResumed(_, _, let lane, _, _), .measuringCheckpointed(_, _, let lane, _, _, _),
            .analysisResumed(_, _, let lane, _), .analysisCheckpointed(_, _, let lane, _, _):
            lane
        case .trained(let event): event.place.lane
        case .measured(_, let event): event.place.lane
        case .failed, .retrying, .probed, .searched, .damagedModel, .checkpointProblem, .speculative, .used, .unused,
            .stopping:
            nil
        }
    }
}
