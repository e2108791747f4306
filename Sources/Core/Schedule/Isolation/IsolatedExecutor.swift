import Foundation

/// Does each job in a child process of its own, on the lane that calls it: a trap, a leak or the
/// system's killer then end that process and that job, and nothing else.
///
/// The child computes and writes the model; this process alone writes the journal.
public struct IsolatedExecutor: JobExecuting {
    /// How to start a process that does one job.
    public struct Program: Sendable {
        public var executable: String
        public var arguments: [String]
        public var environment: [String: String]

        public init(executable: String, arguments: [String], environment: [String: String]) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
        }
    }

    private let program: Program
    private let settings: JobSettings
    private let model: @Sendable (String) -> URL
    private let kernels: InstructionSet
    private let costs: any JobExecuting
    private let rule: HangRule
    private let notify: @Sendable (RunEvent) -> Void
    private let shouldStop: @Sendable () -> Bool

    /// - Parameters:
    ///   - model: where the model file of a job id is to be written.
    ///   - costs: asked for the cost of jobs.
    ///   - rule: when a silent child is killed.
    public init(
        program: Program, settings: JobSettings, model: @escaping @Sendable (String) -> URL, kernels: InstructionSet,
        costs: any JobExecuting, rule: HangRule,
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) {
        self.program = program
        self.settings = settings
        self.model = model
        self.kernels = kernels
        self.costs = costs
        self.rule = rule
        self.notify = notify
        self.shouldStop = shouldStop
    }

    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        costs.work(of: job, isTrained: isTrained, evaluations: evaluations)
    }

    public func isIsolated(_ job: Job) -> Bool { true }

    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let request = JobRequest(
            job: job, trained: trained, evaluations: evaluations, lane: lane.index,
            processors: lane.plan.processors?.numbers, kernels: kernels.rawValue,
            model: model(job.id).path, settings: settings)
        let child: IsolatedChild
        do {
            child = try IsolatedChild(program, request)
        } catch {
            // Too many processes or open files: not this job's fault, and the next would meet the same.
            return .diskRefused("no process for a job could be started: \(error)")
        }
        let expected = CostModel().interval(
            of: job, isTrained: trained != nil, work(of: job, isTrained: trained != nil, evaluations: evaluations))
        return follow(child, job, lane, expected, isWanted, record)
    }

    // MARK: - One child

    private func follow(
        _ child: IsolatedChild, _ job: Job, _ lane: Lane, _ expected: Double, _ isWanted: () -> Bool,
        _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        defer { child.end() }
        let clock = RunningClock.process
        var pulse = Pulse(began: clock.now, expected: expected)
        var progress = JobProgress()
        var askedToStop = false
        /// When it was told that nobody wants what it does.
        var unwantedSince: Double?
        /// When the run was asked to stop.
        var stoppingSince: Double?
        var ending: JobEnding?
        while let messages = child.next() {
            if !messages.isEmpty { pulse.beat(at: clock.now) }
            for message in messages {
                guard let message else {
                    child.kill()
                    return fail(
                        job, .crashed, progress, "what its process sent is not a message of this program",
                        child.lastWords, lane, record)
                }
                switch message {
                case .event(let event):
                    guard event.isOf(job.id) else {
                        child.kill()
                        return fail(
                            job, .crashed, progress, "its process sent an event of another job", child.lastWords,
                            lane, record)
                    }
                    guard record(event) else { return .stopped }
                    announce(event, job)
                case .ended(let how): ending = how
                default:
                    guard let event = message.runEvent(job, lane: lane.index) else { continue }
                    progress.note(event)
                    notify(event)
                }
            }
            if !askedToStop, shouldStop() || !isWanted() {
                askedToStop = true
                child.process.signal(SIGTERM)
            }
            let now = clock.now
            if unwantedSince == nil, !isWanted() { unwantedSince = now }
            if stoppingSince == nil, shouldStop() { stoppingSince = now }
            guard ending == nil else { continue }
            if let since = unwantedSince, rule.isOverdue(pulse, unwanted: since, at: now) {
                child.kill()
                return .stopped
            }
            if rule.isHung(pulse, at: now) {
                child.kill()
                return fail(
                    job, .timedOut, progress, "no sign of life \(progress.words)", child.lastWords, lane, record)
            }
            if let since = stoppingSince, rule.isLeftBehind(pulse, stopping: since, at: now) {
                child.kill()
                return .stopped
            }
        }
        let exit = child.process.wait()
        if let ending { return ending }
        if askedToStop || wasStopped(exit) { return .stopped }
        return fail(job, .crashed, progress, "its process was lost: \(exit)", child.lastWords, lane, record)
    }

    /// Whoever sends SIGTERM to all processes of a run reaches this one too, perhaps a moment after a child that was
    /// still starting.
    private func wasStopped(_ exit: ChildEnding) -> Bool {
        guard exit == .killed(signal: SIGTERM) else { return shouldStop() }
        for _ in 0 ..< 50 where !shouldStop() { usleep(10_000) }
        return shouldStop()
    }

    private func announce(_ event: JournalEvent, _ job: Job) {
        switch event {
        case .trained(let trained): notify(.trained(trained))
        case .evaluated(let evaluated): notify(.measured(job, evaluated))
        case .failed(let failed): notify(.failed(failed))
        default: break
        }
    }

    private func fail(
        _ job: Job, _ kind: FailureKind, _ progress: JobProgress, _ reason: String, _ detail: String?, _ lane: Lane,
        _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let event = FailedEvent(
            id: job.id, job: job, kind: kind, stage: progress.stage, epoch: progress.epochUnderWay, reason: reason,
            detail: detail, place: lane.record)
        guard record(.failed(event)) else { return .stopped }
        notify(.failed(event))
        return .failed
    }
}

extension JournalEvent {
    /// Whether a process that does this job may have this to say.
    fileprivate func isOf(_ job: String) -> Bool {
        switch self {
        case .trained(let event): event.id == job
        case .evaluated(let event): event.evaluation.job == job
        case .failed(let event): event.id == job
        case .opened, .started, .ended, .abandoned, .crashed, .searched, .closed: false
        }
    }
}
