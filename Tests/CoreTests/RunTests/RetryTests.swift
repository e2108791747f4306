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

    /// It would have been the same network.
    @Test func `a model that is gone and cannot be made again takes nothing measured away`() throws {
        var bench = try bench()
        bench.faults = try FaultPlan(environment: ["SWEEP_FAULT": "throw@\(bench.plan.jobs[0].label):1"])
        // Of what was never trained and measured a failure is one.
        let first = try bench.run().added.failed
        #expect(!first.isEmpty && first.allSatisfy { $0.isOfModelAlone == nil })
        bench.faults = FaultPlan()
        _ = try bench.run()
        let job = bench.plan.jobs[1]
        func record() throws -> JobRecord { SweepRecord(spec: bench.spec, events: try bench.journalEvents()).jobs[1] }
        let before = try record()
        try FileManager.default.removeItem(at: bench.model(job))
        bench.faults = try FaultPlan(environment: ["SWEEP_FAULT": "throw@\(job.label):1"])
        let course = try bench.run()
        #expect(course.runner.failures.map(\.id) == [job.id])
        #expect(!course.added.failed.isEmpty && course.added.failed.allSatisfy { $0.isOfModelAlone == true })
        #expect(try record().state == .done && record().value(.accuracy, on: .test) == before.value(.accuracy, on: .test))
        // Where more is asked for, that is missing.
        bench.spec.measures = [.accuracy, .LI]
        #expect(try bench.run().added.failed.allSatisfy { $0.isOfModelAlone == nil })
        #expect(try record().isFailed)
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
