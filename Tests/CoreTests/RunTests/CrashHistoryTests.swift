import Testing

@testable import Core

@Suite struct CrashHistoryTests {
    private let bench: RunBench
    private let jobs: [Job]
    private let place = LaneRecord(lane: 0, processors: "0")

    init() throws {
        bench = try RunBench(methods: [.DA, .WT], seeds: [0, 1])
        jobs = bench.plan.jobs
    }

    private let opened = JournalEvent.opened(
        RunHeader(date: "", host: "", program: "", instructionSet: "", lanes: 2))
    private let closed = JournalEvent.closed(RunEnd(date: "", seconds: 1))

    private func started(_ job: Int, lane: Int = 0, isolated: Bool? = nil) -> JournalEvent {
        .started(
            StartedEvent(
                id: jobs[job].id, label: jobs[job].label, place: LaneRecord(lane: lane, processors: ""),
                isolated: isolated))
    }

    private func crashed(_ running: [Int], run: Int?) -> JournalEvent {
        .crashed(
            CrashedEvent(running: running.map { jobs[$0].id }, reason: "killed", detail: "words", date: "", run: run))
    }

    private func evaluated(_ job: Int) -> JournalEvent {
        let evaluation = bench.plan.evaluation(of: jobs[job])
        return .evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation, measurements: Measurements(samples: 1, values: [:]),
                seconds: 1, place: place))
    }

    private func trained(_ job: Int) -> JournalEvent {
        .trained(
            TrainedEvent(
                id: jobs[job].id, job: jobs[job], bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [1],
                regulariser: [], accuracy: [0.5], seconds: 1, place: place))
    }

    private func failed(_ job: Int, _ kind: FailureKind = .error, mark: FailureMark? = nil) -> JournalEvent {
        .failed(
            FailedEvent(
                id: jobs[job].id, job: jobs[job], kind: kind, stage: "training", epoch: 1, reason: "x", place: place, mark: mark))
    }

    private func over(_ history: CrashHistory, retries: Int = 2) -> Set<String> { history.overThisRun(retries: retries) }

    private func ids(_ numbers: [Int]) -> Set<String> { Set(numbers.map { jobs[$0].id }) }

    @Test func `one crash makes suspects, two make quarantine, finishing clears`() {
        let one = CrashHistory(events: [opened, crashed([0, 1], run: 1)])
        #expect(one.suspects == ids([0, 1]))
        #expect(one.quarantined.isEmpty)
        #expect(one.quarantine(jobs[0], jobs[0].id) == nil)
        let two = CrashHistory(events: [opened, opened, crashed([0, 1], run: 1), crashed([0], run: 2)])
        #expect(two.suspects == ids([0, 1]))
        #expect(two.quarantined == ids([0]))
        let failure = two.quarantine(jobs[0], jobs[0].id)
        #expect(failure?.kind == .crashed)
        #expect(failure?.detail == "words")
        // Crashes stand in a file of their own, after everything else; what counts is when they were.
        let cleared = CrashHistory(
            events: [opened, opened, trained(0), evaluated(1), crashed([0, 1], run: 1), crashed([2], run: 2)])
        #expect(cleared.suspects == ids([2]))
        let before = CrashHistory(events: [opened, trained(0), crashed([0], run: 1)])
        #expect(before.suspects == ids([0]))
        let last = CrashHistory(events: [opened, trained(0), crashed([0], run: nil)])
        #expect(last.suspects == ids([0]))
    }

    @Test func `who asks for another try gets one, as a suspect, until the next crash`() {
        let events = [opened, opened, crashed([0], run: 1), crashed([0], run: 2)]
        #expect(CrashHistory(events: events).quarantined == ids([0]))
        let forgiving = CrashHistory(events: events, forgiving: true)
        #expect(forgiving.quarantined.isEmpty && forgiving.suspects == ids([0]))
        let after = CrashHistory(
            events: events.prefix(2) + [opened] + events.suffix(2) + [crashed([0], run: 3)], earlierProcesses: 1,
            forgiving: true)
        #expect(after.quarantined == ids([0]))
    }

    @Test func `failures of earlier processes of this run count, those of earlier runs do not`() {
        let events = [
            opened, failed(0, .diverged), opened, failed(1, .timedOut), failed(3), failed(3), opened, failed(2, .diverged), evaluated(2),
            failed(3),
        ]
        #expect(CrashHistory(events: events).failuresThisRun.isEmpty)
        let two = CrashHistory(events: events, earlierProcesses: 2)
        #expect(two.failuresThisRun == [jobs[1].id: 1, jobs[2].id: 1, jobs[3].id: 3])
        #expect(over(two) == ids([3]) && over(two, retries: 3) == ids([]) && over(two, retries: 0) == ids([1, 2, 3]))
        #expect(over(CrashHistory(events: events, earlierProcesses: 3)) == ids([0, 3]))
        let lost = CrashHistory(events: [opened, failed(0, .timedOut, mark: .laneLost), failed(1, .timedOut)], earlierProcesses: 1)
        #expect(over(lost) == ids([0]))
    }

    @Test func `a process that was killed is a failure, and no crash of its job's making`() {
        let killed = CrashHistory(
            events: [opened, opened, failed(0, .crashed, mark: .killed), failed(1, .crashed), crashed([0, 1], run: 1)])
        #expect(killed.suspects == ids([0, 1]))
        #expect(killed.quarantined == ids([1]))
        let alone = CrashHistory(events: [opened, failed(0, .crashed, mark: .killed), failed(0, .crashed, mark: .killed)])
        #expect(alone.suspects.isEmpty)
    }

    @Test func `what was taken from another folder is no run`() {
        let taken = JournalEvent.opened(
            RunHeader(date: "", host: "", program: "", instructionSet: "", lanes: 2, takenFrom: "other"))
        let crashes = [crashed([0], run: 1), crashed([0], run: 2)]
        #expect(
            CrashHistory(events: [opened, taken, opened] + crashes, earlierProcesses: 1)
                == CrashHistory(events: [opened, opened] + crashes, earlierProcesses: 1))
        #expect(RunAftermath(events: [taken, trained(0), opened, taken, started(1)]).runs == 1)
        // Nor do failures on both sides of it count twice.
        let known = KnownResults(events: [opened, failed(0), taken, failed(0)], hasModel: { _ in true })
        #expect(known.failures == [jobs[0].id: 1])
    }

    @Test func `what a dead process left is read event by event`() throws {
        let events = [opened, started(0), trained(0), evaluated(0), started(1), started(2, lane: 1), failed(3)]
        try bench.restart(with: events)
        let read = try RunAftermath.read(journal: bench.journalFolder)
        #expect(read == RunAftermath(events: events))
        #expect(Set(read.running.keys) == ids([1, 2]) && read.results == 3 && read.runs == 1)
    }

    @Test func `running is what lanes began and did not end, in this process`() {
        var after = RunAftermath(events: [opened, started(0), opened, started(1), started(2, lane: 1), trained(1)])
        #expect(after.runs == 2)
        #expect(Set(after.running.keys) == ids([1, 2]))
        #expect(after.running[jobs[1].id] == jobs[1].label)
        #expect(after.results == 1)
        after = RunAftermath(events: [opened, started(0), evaluated(0), started(1, lane: 1), failed(1)])
        #expect(after.running.isEmpty && after.results == 2)
        // A lane does one job at a time.
        after = RunAftermath(events: [opened, started(0), started(1)])
        #expect(Set(after.running.keys) == ids([1]))
        after = RunAftermath(events: [opened, started(0, isolated: true)])
        #expect(after.running.isEmpty)
        #expect(RunAftermath(events: [opened, started(0), closed]).running.isEmpty)
        // Work that leaves no result ends all the same; on its own lane.
        let ended = JournalEvent.ended(EndedEvent(id: jobs[0].id, place: LaneRecord(lane: 0, processors: "")))
        #expect(RunAftermath(events: [opened, started(0), ended]).running.isEmpty)
        #expect(Set(RunAftermath(events: [opened, started(0, lane: 1), ended]).running.keys) == ids([0]))
    }

    @Test func `a lane is with a job until the last of its evaluations`() {
        let started = JournalEvent.started(
            StartedEvent(id: jobs[0].id, label: jobs[0].label, place: place, evaluations: 3))
        var events = [opened, started, trained(0), evaluated(0), evaluated(0)]
        #expect(Set(RunAftermath(events: events).running.keys) == ids([0]))
        #expect(RunAftermath(events: events + [failed(0)]).running.isEmpty)
        events.append(evaluated(0))
        let after = RunAftermath(events: events)
        #expect(after.running.isEmpty && after.results == 4)
    }

    @Test func `how many evaluations are to come is read as it is written`() throws {
        let started = StartedEvent(id: jobs[0].id, label: jobs[0].label, place: place, evaluations: 3)
        try bench.restart(with: [opened, .started(started)])
        let events = try bench.journalEvents()
        #expect(events.contains { if case .started(let found) = $0 { found == started } else { false } })
    }

    @Test(arguments: [nil, 4]) func `work ahead that is over is not running`(_ lanes: Int?) throws {
        var bench = try RunBench(methods: [.IR], seeds: [0])
        var settings = NuSearchSettings()
        (settings.from, settings.to, settings.within, settings.threshold) = (0.1, 1000, 3, 0.7)
        bench.spec.nu = .smallest(settings)
        _ = try bench.run(lanes: lanes, speculates: true)
        let events = try bench.journalEvents()
        #expect(events.contains { if case .ended = $0 { true } else { false } })
        #expect(RunAftermath(events: events).running.isEmpty)
    }

    @Test func `a search decides without the probes' jobs that are not run`() throws {
        var bench = try RunBench(methods: [.IR], seeds: [0, 1])
        var settings = NuSearchSettings()
        (settings.from, settings.to, settings.within, settings.threshold) = (0.1, 1000, 3, -1)
        bench.spec.nu = .smallest(settings)
        bench.spec.measures = [.accuracy, .SI]
        let whole = try bench.run()
        let first = try #require(whole.probed.first)
        let barred = bench.plan.searches[0].jobs(nu: first.nu)
        var other = try RunBench(methods: [.IR], seeds: [0, 1])
        other.spec = bench.spec
        let crash = JournalEvent.crashed(CrashedEvent(running: barred.map(\.id), reason: "killed", date: ""))
        other.crashes = CrashHistory(events: [crash, crash])
        let course = try other.run()
        #expect(course.probed.first?.seedsFinished == 0)
        #expect(course.outcome != nil)
        #expect(course.runner.isComplete)
        #expect(Set(course.runner.failures.map(\.id)) == Set(barred.map(\.id)))
    }

    @Test func `a quarantined job is not run and fails once`() throws {
        let events = [opened, opened, crashed([0], run: 1), crashed([0], run: 2)]
        var bench = bench
        bench.crashes = CrashHistory(events: events)
        let course = try bench.run()
        #expect(!course.trained.contains(jobs[0].label))
        #expect(course.trained.count == 3)
        #expect(course.runner.failures.map(\.job) == [jobs[0]])
        #expect(course.added.failed.count == 1)
        let again = try bench.run()
        #expect(again.added.failed.isEmpty)
        #expect(again.runner.failures.map(\.job) == [jobs[0]])
    }
}
