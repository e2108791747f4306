import Synchronization

/// Listens to the lanes of this process and tells which jobs have fallen silent.
public final class LifeSigns: Sendable {
    /// A job that gives no sign of life.
    public struct Silence: Sendable {
        public var job: Job
        public var lane: Int
        public var progress: JobProgress
        /// Seconds since its last sign.
        public var seconds: Double
        /// To be given up; otherwise worth a word.
        public var isHung: Bool
    }

    private struct Watched {
        var job: Job
        var began: SuspendingClock.Instant
        var lastSign: SuspendingClock.Instant
        var progress = JobProgress()
        var wasReported = false
    }

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
    func began(_ job: Job, lane: Int, at now: SuspendingClock.Instant) {
        lanes.withLock { $0[lane] = Watched(job: job, began: now, lastSign: now) }
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
            lanes[lane]?.wasReported = false
        }
    }

    /// Jobs that are silent for too long, each told once per silence.
    public func silences(at now: SuspendingClock.Instant = .now) -> [Silence] {
        lanes.withLock { lanes in
            // Nobody looked for long: the whole process stood still (Ctrl-Z, a paused machine), not its jobs.
            if let last = lastLook.withLock({ look in
                defer { look = now }
                return look
            }), last.duration(to: now) > .seconds(Self.stall) {
                for lane in lanes.keys { lanes[lane]?.lastSign = now }
            }
            var found: [Silence] = []
            for (lane, watched) in lanes where !watched.wasReported {
                let silent = watched.lastSign.duration(to: now) / .seconds(1)
                let isHung = rule.isHung(running: watched.began.duration(to: now) / .seconds(1), silent: silent)
                guard isHung || rule.isQuiet(silent: silent) else { continue }
                lanes[lane]?.wasReported = true
                found.append(
                    Silence(
                        job: watched.job, lane: lane, progress: watched.progress, seconds: silent, isHung: isHung))
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
            .measuringStarted(_, _, let lane, _), .measuring(_, _, let lane, _), .checkpointed(_, let lane, _, _),
            .measuringResumed(_, _, let lane, _, _), .measuringCheckpointed(_, _, let lane, _, _, _):
            lane
        case .trained(let event): event.place.lane
        case .measured(_, let event): event.place.lane
        case .failed, .retrying, .probed, .searched, .damagedModel, .checkpointProblem, .speculative, .used, .unused,
            .stopping:
            nil
        }
    }
}
