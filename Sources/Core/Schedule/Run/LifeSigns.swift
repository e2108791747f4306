import Synchronization

/// Listens to the lanes of this process and tells which jobs have fallen silent.
public final class LifeSigns: Sendable {
    /// A job that gives no sign of life.
    public struct Silence: Sendable {
        /// The job that the lane is with.
        public var job: Job
        /// From 0.
        public var lane: Int
        /// Of the attempt: `WorkItem.token`.
        public var token: Int
        /// As of the last sign.
        public var progress: JobProgress
        /// Seconds since its last sign.
        public var seconds: Double
        /// What is to be done about it.
        public var verdict: Verdict

        /// Whether it is to be given up.
        public var isHung: Bool { verdict == .hung }
    }

    /// What is to be done about a silent job.
    public enum Verdict: Sendable, Hashable {
        /// Worth a word: after so many seconds of silence it will be given up.
        case quiet(givenUpAfter: Double)
        /// To be given up.
        case hung
        /// The run was asked to stop, and goes without it.
        case leftBehind
    }

    /// What a training has shown of its speed.
    struct Pace: Sendable, Equatable {
        var job: Job
        /// Done between two signs.
        var epochs: Int
        /// That they took.
        var seconds: Double
    }

    private struct Watched {
        var job: Job
        var token: Int
        var pulse: Pulse
        var progress = JobProgress()
        /// Since when nobody wants what comes of it; nil where somebody does.
        var unwantedSince: Double?
        var told = Told.nothing
        /// The first epoch that was announced, and the last: number, and when.
        var epochs: (first: (number: Int, time: Double), last: (number: Int, time: Double))?
    }

    /// What was said of a silence; each more than the one before.
    private enum Told: Int { case nothing, quiet, over }

    private struct State {
        var lanes: [Int: Watched] = [:]
        /// When the run was asked to stop.
        var stoppingSince: Double?
    }

    private let rule: HangRule
    private let clock: @Sendable () -> Double
    private let state = Mutex(State())

    /// - Parameter clock: seconds; nil for `RunningClock.process`, then call it on a thread that is not bound.
    public init(_ rule: HangRule, clock: (@Sendable () -> Double)? = nil) {
        self.rule = rule
        let process = RunningClock.process
        self.clock = clock ?? { process.now }
    }

    /// A lane began with a job.
    /// - Parameters:
    ///   - token: of the item by which it came to the lane.
    ///   - expected: seconds between two signs of life, as far as is known.
    func began(_ job: Job, lane: Int, token: Int = 0, expected: Double = 0) {
        let pulse = Pulse(began: clock(), expected: expected)
        state.withLock { $0.lanes[lane] = Watched(job: job, token: token, pulse: pulse) }
    }

    /// A lane is done with its job.
    /// - Parameter token: a thread that was left behind may say so long after its lane went on with others.
    func ended(lane: Int, token: Int = 0) {
        state.withLock { if $0.lanes[lane]?.token == token { $0.lanes[lane] = nil } }
    }

    /// To be called with everything that lanes announce.
    public func note(_ event: RunEvent) {
        guard let (lane, job) = event.sign else { return }
        let now = clock()
        state.withLock { state in
            // Not what a thread that was left behind has to say.
            guard state.lanes[lane]?.job == job else { return }
            state.lanes[lane]?.pulse.beat(at: now)
            state.lanes[lane]?.progress.note(event)
            state.lanes[lane]?.told = .nothing
            if case .epochDone(_, _, let report, _) = event {
                let sign = (number: report.epoch, time: now)
                let first = state.lanes[lane]?.epochs?.first ?? sign
                state.lanes[lane]?.epochs = (first, sign)
            }
        }
    }

    /// Jobs that are silent for too long, by lane: each told once per silence, and once more to be given up or left behind.
    /// - Parameters:
    ///   - unwanted: tokens of work that the run would wait for although nobody wants it any more: hung
    ///     where it does not stop within the grace.
    ///   - isStopping: whether the run was asked to stop.
    public func silences(unwanted: Set<Int> = [], isStopping: Bool = false) -> [Silence] {
        let now = clock()
        return state.withLock { state in
            if isStopping, state.stoppingSince == nil { state.stoppingSince = now }
            var found: [Silence] = []
            for (lane, var watched) in state.lanes {
                watched.unwantedSince = unwanted.contains(watched.token) ? watched.unwantedSince ?? now : nil
                if let verdict = verdict(watched, state.stoppingSince, now) {
                    if case .quiet = verdict { watched.told = .quiet } else { watched.told = .over }
                    found.append(
                        Silence(
                            job: watched.job, lane: lane, token: watched.token, progress: watched.progress,
                            seconds: watched.pulse.silence(at: now), verdict: verdict))
                }
                state.lanes[lane] = watched
            }
            return found.sorted { $0.lane < $1.lane }
        }
    }

    /// Of all trainings that have announced two epochs.
    func paces() -> [Pace] {
        state.withLock { state in
            state.lanes.values.compactMap { watched in
                guard let (first, last) = watched.epochs, last.number > first.number, last.time > first.time else { return nil }
                return Pace(job: watched.job, epochs: last.number - first.number, seconds: last.time - first.time)
            }
        }
    }

    private func verdict(_ watched: Watched, _ stoppingSince: Double?, _ now: Double) -> Verdict? {
        let pulse = watched.pulse
        guard watched.told != .over else { return nil }
        if let since = watched.unwantedSince, rule.isOverdue(pulse, unwanted: since, at: now) { return .hung }
        if rule.isHung(pulse, at: now) { return .hung }
        if let since = stoppingSince, rule.isLeftBehind(pulse, stopping: since, at: now) { return .leftBehind }
        guard watched.told == .nothing, rule.isQuiet(pulse, at: now) else { return nil }
        return .quiet(givenUpAfter: rule.patience(pulse))
    }
}

extension RunEvent {
    /// The lane that a sign of life comes from, and its job.
    fileprivate var sign: (lane: Int, job: Job)? {
        switch self {
        case .trainingStarted(let job, let lane), .resumed(let job, let lane, _), .epochDone(let job, let lane, _, _),
            .measuringStarted(let job, _, let lane, _), .measuring(let job, _, let lane, _),
            .analysing(let job, _, let lane, _, _), .checkpointed(let job, let lane, _, _),
            .measuringResumed(let job, _, let lane, _, _), .measuringCheckpointed(let job, _, let lane, _, _, _),
            .analysisResumed(let job, _, let lane, _), .analysisCheckpointed(let job, _, let lane, _, _):
            (lane, job)
        case .trained(let event): (event.place.lane, event.job)
        case .measured(let job, let event): (event.place.lane, job)
        case .failed, .retrying, .probed, .searched, .damagedModel, .checkpointProblem, .speculative, .used, .unused,
            .stopping:
            nil
        }
    }
}
