import Foundation

/// Does each job in a child process of its own, on the lane that calls it: a trap, a leak or the
/// system's killer then end that process and that job, and nothing else.
///
/// The child computes and writes the model; this process alone writes the journal.
///
/// What passes by itself is waited out, on the lane: a process that the system refuses to start, and one that
/// somebody killed. SIGKILL is how a system takes back memory, and it takes it from whoever has most, not from whoever
/// is to blame; so it is no proof against the job, and while a suspect is alone in its process it harms nobody else.
public struct IsolatedExecutor: JobExecuting {
    /// How to start a process that does one job.
    public struct Program: Sendable {
        /// The path of this program's file.
        public var executable: String
        /// The first is the program's name.
        public var arguments: [String]
        /// All of it: nothing is inherited.
        public var environment: [String: String]

        /// - Parameter arguments: the program's name in front.
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
    private let pauses: GrowingPauses
    private let say: @Sendable (String) -> Void
    /// Replaced by tests.
    var begin: @Sendable (Program, JobRequest) throws -> IsolatedChild = { try IsolatedChild($0, $1) }
    private let notify: @Sendable (RunEvent) -> Void
    private let shouldStop: @Sendable () -> Bool

    /// - Parameters:
    ///   - model: where the model file of a job id is to be written.
    ///   - costs: asked for the cost of jobs.
    ///   - rule: when a silent child is killed.
    ///   - pauses: before what the system refused is tried again; the first few of them.
    ///   - say: told in words what is waited for.
    public init(
        program: Program, settings: JobSettings, model: @escaping @Sendable (String) -> URL, kernels: InstructionSet,
        costs: any JobExecuting, rule: HangRule,
        pauses: GrowingPauses = GrowingPauses(), say: @escaping @Sendable (String) -> Void = { _ in },
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) {
        self.program = program
        self.settings = settings
        self.model = model
        self.kernels = kernels
        self.costs = costs
        self.rule = rule
        self.pauses = pauses
        self.say = say
        self.notify = notify
        self.shouldStop = shouldStop
    }

    /// As the executor tells that was given for costs.
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        costs.work(of: job, isTrained: isTrained, evaluations: evaluations)
    }

    /// Always: each job has a process of its own.
    public func isIsolated(_ job: Job) -> Bool { true }

    /// Blocks until the process has ended for good; one that somebody killed is begun again a few times.
    /// - Returns: `.diskRefused` where no process can be started at all, `.failed` where it died or fell silent.
    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        var request = JobRequest(
            job: job, trained: trained, evaluations: evaluations, lane: lane.index,
            processors: lane.plan.processors?.numbers, kernels: kernels.rawValue,
            model: model(job.id).path, settings: settings)
        let expected = CostModel(assumedSpeed: CostModel.assumedSpeed(of: kernels)).interval(
            of: job, isTrained: trained != nil, work(of: job, isTrained: trained != nil, evaluations: evaluations))
        /// Since something of the job was last done.
        var kills = 0
        while true {
            let child: IsolatedChild
            switch start(request, lane, isWanted, record) {
            case .success(let started): child = started
            case .failure(let ending): return ending.ending
            }
            let end = follow(child, job, lane, expected, isWanted) { event in
                guard record(event) else { return false }
                // Another process need not do that again.
                if request.note(event) { kills = 0 }
                return true
            }
            switch end {
            case .over(let ending): return ending
            case .killed(let exit, let progress, let words):
                kills += 1
                guard let seconds = pauses.first(Self.killPatience).before(retry: kills) else {
                    return fail(
                        job, .crashed, progress,
                        "its process was \(exit), \(kills) times now: memory may be short, or somebody does that",
                        words, lane, record, mark: .killed)
                }
                say("\(job.label): its process was \(exit); begun again in \(Self.words(seconds))")
                guard rest(seconds, isWanted) else { return .stopped }
            }
        }
    }

    /// How often a process that was killed is begun again before its job has failed: for a minute, as planned.
    static let killPatience = 3
    /// How often a process that is refused is tried again: for three minutes.
    static let startPatience = 4

    private struct Ended: Error {
        var ending: JobEnding
    }

    /// Too many processes or open files are not this job's fault, and pass when others end; a program that is not
    /// there any more does not, and the next job would meet the same.
    private func start(
        _ request: JobRequest, _ lane: Lane, _ isWanted: () -> Bool, _ record: (JournalEvent) -> Bool
    ) -> Result<IsolatedChild, Ended> {
        let job = request.job
        var refusals = 0
        while true {
            do {
                return .success(try begin(program, request))
            } catch let error as SpawnError where error.isPassing {
                refusals += 1
                guard let seconds = pauses.first(Self.startPatience).before(retry: refusals) else {
                    return .failure(
                        Ended(ending: fail(
                            job, .error, JobProgress(), "\(error) (tried \(refusals) times)", nil, lane, record)))
                }
                say("\(job.label): \(error); tried again in \(Self.words(seconds))")
                guard rest(seconds, isWanted) else { return .failure(Ended(ending: .stopped)) }
            } catch {
                return .failure(Ended(ending: .diskRefused("no process for a job could be started: \(error)")))
            }
        }
    }

    /// `5 s`, `2 min`.
    private static func words(_ seconds: Double) -> String {
        seconds < 60 ? "\(SpecWriter.number(seconds)) s" : "\(Int(seconds / 60)) min"
    }

    /// False where the run is stopped meanwhile, or nobody wants the job any more.
    private func rest(_ seconds: Double, _ isWanted: () -> Bool) -> Bool {
        let clock = SuspendingClock()
        let end = clock.now + .seconds(seconds)
        while clock.now < end {
            if shouldStop() || !isWanted() { return false }
            usleep(20_000)
        }
        return !shouldStop() && isWanted()
    }

    // MARK: - One child

    private enum End {
        case over(JobEnding)
        /// Somebody ended it; how far it was, and its last words.
        case killed(ChildEnding, JobProgress, String?)
    }

    private func follow(
        _ child: IsolatedChild, _ job: Job, _ lane: Lane, _ expected: Double, _ isWanted: () -> Bool,
        _ record: (JournalEvent) -> Bool
    ) -> End {
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
                    return .over(fail(
                        job, .crashed, progress, "what its process sent is not a message of this program",
                        child.lastWords, lane, record))
                }
                switch message {
                case .event(let event):
                    guard event.isOf(job.id) else {
                        child.kill()
                        return .over(fail(
                            job, .crashed, progress, "its process sent an event of another job", child.lastWords,
                            lane, record))
                    }
                    guard record(event) else { return .over(.stopped) }
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
            guard ending == nil else {
                // All was said: one that hangs on its way out must not keep the lane.
                if pulse.silence(at: now) > rule.grace { child.kill() }
                continue
            }
            if let since = unwantedSince, rule.isOverdue(pulse, unwanted: since, at: now) {
                child.kill()
                return .over(.stopped)
            }
            if rule.isHung(pulse, at: now) {
                child.kill()
                return .over(fail(
                    job, .timedOut, progress, "no sign of life \(progress.words)", child.lastWords, lane, record))
            }
            if let since = stoppingSince, rule.isLeftBehind(pulse, stopping: since, at: now) {
                child.kill()
                return .over(.stopped)
            }
        }
        let exit = child.process.wait()
        if let ending {
            // A process that was told to stop by somebody else, and did.
            guard ending == .stopped, !askedToStop, !isStoppingSoon() else { return .over(ending) }
            return .killed(.killed(signal: SIGTERM), progress, child.lastWords)
        }
        if askedToStop || shouldStop() { return .over(.stopped) }
        guard exit.isFromOutside else {
            if let words = child.reportKept(exit, settings) { say("\(job.label): \(words)") }
            return .over(fail(job, .crashed, progress, "its process was lost: \(exit)", child.lastWords, lane, record))
        }
        if exit == .killed(signal: SIGTERM), isStoppingSoon() { return .over(.stopped) }
        return .killed(exit, progress, child.lastWords)
    }

    /// Whoever sends SIGTERM to all processes of a run reaches this one too, perhaps a moment after a child that was
    /// still starting.
    private func isStoppingSoon() -> Bool {
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
        _ record: (JournalEvent) -> Bool, mark: FailureMark? = nil
    ) -> JobEnding {
        let event = FailedEvent(
            id: job.id, job: job, kind: kind, stage: progress.stage, epoch: progress.epochUnderWay, reason: reason,
            detail: detail, place: lane.record, mark: mark)
        guard record(.failed(event)) else { return .stopped }
        notify(.failed(event))
        return .failed
    }
}
