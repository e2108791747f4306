import Foundation
import Testing

@testable import Core

/// How often a job that failed is tried again, and what is said of it.
@Suite struct RetryTests {
    private func bench(_ methods: [Method] = [.DA]) throws -> RunBench {
        var bench = try RunBench(methods: methods)
        bench.spec.measures = [.accuracy]
        return bench
    }

    /// No model file can take the place of a folder.
    private func block(_ bench: RunBench, _ job: Job) throws {
        try FileManager.default.createDirectory(
            at: bench.model(job).appendingPathComponent("x"), withIntermediateDirectories: true)
    }

    @Test(arguments: [0, 1, 2]) func `a job is tried again so many times, and is then given up`(_ retries: Int) throws {
        var bench = try bench()
        bench.spec.limits.retries = retries
        let job = bench.plan.jobs[1]
        try block(bench, job)
        for attempt in 0 ... retries {
            let course = try bench.run()
            // Once, and then as often as it is tried again.
            #expect(course.added.failed.map(\.id) == Array(repeating: job.id, count: 1 + retries))
            #expect(course.retries == (0 ..< retries).map { "\(job.label) \($0 + 1) of \(retries)" })
            #expect(course.outline.failedBefore == (attempt == 0 ? 0 : 1))
            #expect(course.runner.failures.map(course.runner.isGivenUp) == [attempt == retries])
        }
        let course = try bench.run()
        #expect(course.outline.groups.map(\.reason) == [.givenUp(failures: retries + 1)])
        #expect(course.outline.missing == 0 && course.outline.done == 1)
        #expect(course.added.isEmpty && course.notices.isEmpty && course.runner.isComplete)
        // It is still named.
        #expect(course.runner.failures.map(\.id) == [job.id])
        #expect(course.runner.failures.allSatisfy(course.runner.isGivenUp))

        var known = bench.knownResults(try bench.journalEvents())
        #expect(known.isGivenUp(job.id, retries: retries))
        known.forgetFailures()
        #expect(!known.isGivenUp(job.id, retries: retries))
        #expect(bench.plan.reasons(known: known, checkpoints: [:], retries: retries).map(\.reason) == [nil, .new])
    }

    @Test func `more retries take it up again, and success wipes the slate`() throws {
        var bench = try bench()
        bench.spec.limits.retries = 0
        let job = bench.plan.jobs[0]
        try block(bench, job)
        _ = try bench.run()
        #expect(try bench.run().added.isEmpty)
        bench.spec.limits.retries = 1
        try FileManager.default.removeItem(at: bench.model(job))
        #expect(try bench.run().trained == [job.label])
        #expect(bench.knownResults(try bench.journalEvents()).failures.isEmpty)
    }

    @Test func `a search with a seed that is given up is incomplete, and its others are done`() throws {
        var bench = try RunBench(methods: [.IR], seeds: [0, 1, 2])
        bench.spec.limits.retries = 0
        var settings = NuSearchSettings()
        settings.threshold = -1
        bench.spec.nu = .smallest(settings)
        let unit = bench.plan.searches[0]
        let nu = try #require(SearchRun(unit).firstNu)
        let jobs = unit.jobs(nu: nu)
        try block(bench, jobs[1])
        let first = try bench.run()
        #expect(first.outcome?.name == "incomplete" && first.runner.isComplete)
        #expect(first.added.trained.map(\.id).sorted() == [jobs[0], jobs[2]].map(\.id).sorted())
        #expect(first.added.evaluated.count == 2)
        // Neither stuck nor forgotten.
        let second = try bench.run()
        #expect(second.added.isEmpty && second.outcome?.name == "incomplete" && second.runner.isComplete)
        #expect(second.runner.failures.map(\.id) == [jobs[1].id])
        #expect(second.outline.summary == "done 2 · given up 1")
    }

    @Test func `an accident costs nothing but time`() throws {
        var bench = try bench()
        let whole = try bench.run().added.content
        var again = try self.bench()
        again.faults = try FaultPlan(environment: ["SWEEP_FAULT": "throw-once@R4 DA seed 0:1; throw-once@R4 DA seed 1:measure"])
        let course = try again.run(lanes: 2)
        #expect(course.added.failed.map(\.kind) == [.error, .error] && course.retries.count == 2)
        #expect(course.runner.failures.isEmpty && course.runner.isComplete)
        let results = course.added.filter { if case .failed = $0 { false } else { true } }
        #expect(try results.content == whole)
        // Training again gives the same; it is not tried.
        bench = try self.bench()
        bench.faults = try FaultPlan(environment: ["SWEEP_FAULT": "diverge@R4 DA seed 0:1"])
        let diverged = try bench.run()
        #expect(diverged.added.failed.map(\.kind) == [.diverged] && diverged.retries.isEmpty)
    }

    @Test(arguments: [false, true]) func `a search waits for a seed that is tried again`(_ speculates: Bool) throws {
        var settings = NuSearchSettings()
        settings.threshold = -1
        func search() throws -> RunBench {
            var bench = try RunBench(methods: [.IR], seeds: [0, 1, 2])
            bench.spec.nu = .smallest(settings)
            return bench
        }
        let whole = try search().run()
        #expect(whole.outcome?.name == "passed")
        // The first probe's, and the one's that may be done ahead.
        for nu in whole.probed.prefix(2).map(\.nu) {
            var bench = try search()
            let job = bench.plan.searches[0].jobs(nu: nu)[1]
            bench.faults = try FaultPlan(environment: ["SWEEP_FAULT": "throw-once@\(job.label):1"])
            let course = try bench.run(lanes: speculates ? 8 : 2, speculates: speculates)
            #expect(course.outcome == whole.outcome)
            // Lanes may announce what came at the same time in either order.
            #expect(course.probed.sorted { $0.nu < $1.nu } == whole.probed.sorted { $0.nu < $1.nu })
            #expect(course.added.failed.map(\.id) == [job.id] && course.runner.failures.isEmpty)
            let results = course.added.filter { if case .failed = $0 { false } else { true } }
            #expect(try results.content == whole.added.content)
        }
    }

    @Test func `what is tried again waits until the others had their turn`() throws {
        var bench = try RunBench(methods: [.DA], seeds: [0, 1, 2, 3, 4, 5])
        bench.spec.measures = [.accuracy]
        bench.faults = try FaultPlan(environment: ["SWEEP_FAULT": "throw-once@R4 DA seed 0:1"])
        let course = try bench.run(lanes: 1)
        let begun = course.notices.compactMap { if case .trainingStarted(let job, _) = $0 { job.seed } else { nil } }
        #expect(begun == [0, 1, 2, 3, 4, 5, 0])
    }

    /// Its process was lost in the midst: what failed in it before is tried again as often as it would have been.
    @Test(arguments: [0, 1, 2, 3]) func `a run that goes on after a crash tries again what failed before it`(_ failures: Int) throws {
        let whole = try bench().run().added.content
        var bench = try bench()
        let job = bench.plan.jobs[0]
        let place = LaneRecord(lane: 0, processors: "")
        let failed = JournalEvent.failed(
            FailedEvent(id: job.id, job: job, kind: .timedOut, stage: "training", epoch: 1, reason: "x", place: place))
        let events = [RunBench.opened] + Array(repeating: failed, count: failures)
        try bench.restart(with: events)
        bench.crashes = CrashHistory(events: events, earlierProcesses: 1)
        let course = try bench.run()
        guard failures < 3 else {
            // That was all of it: named, and left to the next run.
            #expect(course.retries.isEmpty && course.runner.isComplete)
            #expect(course.runner.failures.map(\.id) == [job.id])
            #expect(!course.runner.failures.contains(where: course.runner.isGivenUp))
            #expect(course.outline.groups.map(\.reason) == [.failedThisRun(.timedOut), .new] && course.outline.missing == 1)
            bench.crashes = CrashHistory()
            #expect(try bench.run().added.trained.map(\.id) == [job.id])
            return
        }
        #expect(course.retries == (failures == 0 ? [] : ["\(job.label) \(failures) of 2"]))
        #expect(course.outline.failedBefore == (failures == 0 ? 0 : 1))
        #expect(course.runner.failures.isEmpty && course.runner.isComplete)
        #expect(try course.added.content == whole)
    }

    @Test func `what diverged or took its lane with it before a crash waits for the next run`() throws {
        for (kind, mark) in [(FailureKind.diverged, nil), (.timedOut, .laneLost)] as [(FailureKind, FailureMark?)] {
            var bench = try bench()
            let job = bench.plan.jobs[0]
            let failure = FailedEvent(
                id: job.id, job: job, kind: kind, stage: "training", epoch: 1, reason: "x",
                place: LaneRecord(lane: 0, processors: ""), mark: mark)
            try bench.restart(with: [RunBench.opened, .failed(failure)])
            bench.crashes = CrashHistory(events: [RunBench.opened, .failed(failure)], earlierProcesses: 1)
            let course = try bench.run()
            #expect(course.trained == [bench.plan.jobs[1].label] && course.retries.isEmpty)
            #expect(course.runner.failures == [failure])
        }
    }

    @Test func `a process that goes on with a run begins no new one`() throws {
        var header = RunHeader(date: "", host: "", program: "", instructionSet: "", lanes: 1)
        let job = try bench().plan.jobs[0]
        let failed = JournalEvent.failed(
            FailedEvent(
                id: job.id, job: job, stage: "training", epoch: 1, reason: "x", place: LaneRecord(lane: 0, processors: "")))
        let first = JournalEvent.opened(header)
        header.earlier = 1
        let further = JournalEvent.opened(header)
        var known = KnownResults(events: [first, failed, further, failed, further, failed]) { _ in true }
        #expect(known.failures == [job.id: 1])
        #expect(KnownResults(events: [first, failed, first, failed]) { _ in true }.failures == [job.id: 2])
        // --retry-failed is for what failed before the run.
        known.forgetFailures(isGoingOn: true)
        #expect(known.failures == [job.id: 1] && known.failed[job.id] != nil)
        known.forgetFailures()
        #expect(known.failures.isEmpty && known.failed.isEmpty)
    }

    @Test func `one search that fails leaves the other to pass`() throws {
        var bench = try RunBench(groups: ["R4", "F2"], methods: [.IR])
        var settings = NuSearchSettings()
        settings.threshold = -1
        bench.spec.nu = .smallest(settings)
        let unit = bench.plan.searches[0]
        try block(bench, unit.jobs(nu: try #require(SearchRun(unit).firstNu))[0])
        let course = try bench.run(lanes: 2)
        #expect(course.runner.outcomes.map { $0.outcome?.name } == ["incomplete", "passed"])
        #expect(course.runner.failures.count == 1)
    }
}

extension SearchRun {
    /// What the search asks for first.
    fileprivate var firstNu: Double? {
        var run = self
        for case .probe(let nu) in run.advance(isOver: { _ in false }, value: { _ in nil }) { return nu }
        return nil
    }
}

/// Why each job runs.
@Suite struct ReasonTests {
    private let bench: RunBench
    private let jobs: [Job]
    private let place = LaneRecord(lane: 0, processors: "0")

    init() throws {
        var bench = try RunBench(methods: [.DA], seeds: [0, 1, 2, 3, 4, 5, 6, 7])
        bench.spec.measures = [.accuracy]
        self.bench = bench
        jobs = bench.plan.jobs
    }

    private func trained(_ job: Job, id: String? = nil) -> JournalEvent {
        .trained(
            TrainedEvent(
                id: id ?? job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [1], regulariser: [],
                accuracy: [0.5], seconds: 1, place: place))
    }

    private func evaluated(_ job: Job) -> JournalEvent {
        let evaluation = bench.plan.evaluation(of: job)
        return .evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation, measurements: Measurements(samples: 1, values: [:]),
                seconds: 1, place: place))
    }

    private func failed(_ job: Job, _ kind: FailureKind = .diverged) -> JournalEvent {
        .failed(FailedEvent(id: job.id, job: job, kind: kind, stage: "training", epoch: 1, reason: "x", place: place))
    }

    private var events: [JournalEvent] {
        [
            trained(jobs[0]), evaluated(jobs[0]), failed(jobs[1]), failed(jobs[1]), failed(jobs[2]),
            RunBench.opened, failed(jobs[2]), RunBench.opened, failed(jobs[2]),
            trained(jobs[4]), trained(jobs[5]), evaluated(jobs[5]), trained(jobs[6], id: "of other numerics"),
        ]
    }

    private let expected: [Reason?] = [
        nil, .failedBefore(.diverged, retry: 1, of: 2), .givenUp(failures: 3), .interrupted(epoch: 120), .notMeasured,
        .modelGone, .otherNumerics, .new,
    ]

    @Test func `each has its own`() {
        let known = KnownResults(events: events) { $0 != jobs[5].id }
        let checkpoints: FoundCheckpoints = [jobs[3].id: 120]
        let reasons = bench.plan.reasons(known: known, checkpoints: checkpoints, retries: 2)
        #expect(reasons.map(\.job) == jobs)
        #expect(reasons.map(\.reason) == expected)
        let outline = SweepOutline(plan: bench.plan, known: known, checkpoints: checkpoints, retries: 2)
        #expect(outline.numbers == [1, 6, 1, 0])
        #expect(
            outline.summary
                == "done 1 · failed 1 (retry 1 of 2) · given up 1 · interrupted 1 · model gone 1 · other numerics 1 · not measured 1 · new 1"
        )
        #expect(outline.explanation == [
            "R4 DA seed 1: failed before (diverged), retry 1 of 2",
            "R4 DA seed 2: failed 3 times, not tried again; --retry-failed tries it",
            "R4 DA seed 3: interrupted, goes on after epoch 120", "R4 DA seed 5: its model file is gone",
            "R4 DA seed 6: computed by other numerics (now version \(NumericsVersion.current))",
            "R4 DA seed 4: trained, not measured yet",
        ])
    }

    @Test func `many for one reason are one line with an example`() {
        let known = KnownResults(events: [failed(jobs[1]), failed(jobs[2], .timedOut), failed(jobs[3])]) { _ in true }
        let outline = SweepOutline(plan: bench.plan, known: known, checkpoints: [:], retries: 2)
        #expect(outline.summary == "done 0 · failed 3 (retry 1 of 2) · new 5")
        #expect(outline.explanation == ["R4 DA seed 1 and 2 more: failed before (diverged), retry 1 of 2"])
        #expect(outline.missing == 8 && outline.failedBefore == 3)
    }

    /// Dates in a journal say when, and decide nothing: somebody set the clock back between two runs.
    @Test func `dates that go backwards change nothing`() throws {
        func opened(_ date: String) -> JournalEvent {
            .opened(RunHeader(date: date, host: "h", program: "p", instructionSet: "AVX2", lanes: 1))
        }
        let first = try bench.run(shouldStop: { notices in
            notices.filter { if case .trained = $0 { true } else { false } }.count >= 3
        }).added
        let whole = try bench.run().added
        let closed = JournalEvent.closed(RunEnd(date: "1970-01-01T00:00:00Z", seconds: 1))
        try bench.restart(
            with: [opened("2038-01-01T00:00:00Z")] + first + [closed, opened("1999-12-31T23:59:59Z")]
                + whole.dropLast(3) + [closed, opened("1970-01-01T00:00:00Z")])
        let rest = try bench.run()
        #expect(try rest.added.content == Array(whole.suffix(3)).content)
        #expect(try bench.run().added.isEmpty)
    }
}
