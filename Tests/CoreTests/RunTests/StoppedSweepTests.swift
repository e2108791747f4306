import Foundation
import Testing

@testable import Core

/// Runs that end before their work does.
@Suite struct StoppedSweepTests {
    private func bench() throws -> RunBench {
        var bench = try RunBench(methods: [.WT, .DA])
        bench.spec.measures = [.accuracy]
        return bench
    }

    private let lane = Lane(LanePlan.unpinned(1).lanes[0])

    private func ending(
        _ bench: RunBench, trained: TrainedEvent? = nil, shouldStop: @escaping @Sendable () -> Bool = { false },
        record: (JournalEvent) -> Bool
    ) throws -> JobEnding {
        for name in ["models", "checkpoints"] {
            try FileManager.default.createDirectory(
                atPath: bench.folder.path + "/" + name, withIntermediateDirectories: true)
        }
        let job = bench.plan.jobs[0]
        return try bench.executor(notify: { _ in }, shouldStop: shouldStop).run(
            job, trained: trained, evaluations: [bench.plan.evaluation(of: job)], lane: lane, isWanted: { true },
            record: record)
    }

    @Test func `a job that is asked to stop records nothing`() throws {
        let bench = try bench()
        let job = bench.plan.jobs[0]
        var events: [JournalEvent] = []
        let take = { (event: JournalEvent) in
            events.append(event)
            return true
        }
        guard case .stopped = try ending(bench, shouldStop: { true }, record: take) else {
            Issue.record("did not stop while training")
            return
        }
        #expect(events.isEmpty && !FileManager.default.fileExists(atPath: bench.model(job).path))

        guard case .done = try ending(bench, record: take) else {
            Issue.record("did not finish")
            return
        }
        #expect(events.count == 2)
        guard case .stopped = try ending(bench, trained: events.trained.first, shouldStop: { true }, record: take) else {
            Issue.record("did not stop while measuring")
            return
        }
        #expect(events.count == 2)
    }

    @Test func `a job whose event is refused stops`() throws {
        var calls = 0
        let ending = try ending(bench()) { _ in
            calls += 1
            return false
        }
        guard case .stopped = ending else {
            Issue.record("went on as \(ending)")
            return
        }
        #expect(calls == 1)
    }

    @Test func `the stop flag leaves what was done and nothing half done`() throws {
        let whole = try bench().run().added
        let bench = try bench()
        // From the second network's training on.
        let course = try bench.run(shouldStop: { notices in
            notices.filter { if case .trained = $0 { true } else { false } }.count >= 2
        })
        #expect(course.added.trained.count == 2)
        #expect(course.added.failed.isEmpty && course.runner.failures.isEmpty)
        #expect(course.stoppings == 0 && !course.runner.isComplete)
        let models = try FileManager.default.contentsOfDirectory(atPath: bench.models.path)
        #expect(Set(models) == Set(course.added.trained.map { "\($0.id).safetensors" }))

        let rest = try bench.run()
        #expect(rest.added.count == whole.count - course.added.count)
        #expect(try bench.journalEvents().content == whole.content)
    }

    @Test func `a search that is stopped has no outcome`() throws {
        var bench = try RunBench(methods: [.IR])
        bench.spec.nu = .smallest(NuSearchSettings())
        let course = try bench.run(shouldStop: { _ in true })
        #expect(course.added.isEmpty && course.outcome == nil && course.probed.isEmpty)
        #expect(!course.runner.isComplete && course.runner.failures.isEmpty)
    }

    private func expectStoppedOnce(_ course: RunBench.Course, sourceLocation: SourceLocation = #_sourceLocation) {
        let reasons = course.notices.compactMap { if case .stopping(let reason) = $0 { reason } else { nil } }
        #expect(course.stoppings == 1, sourceLocation: sourceLocation)
        #expect(reasons.count == 1, sourceLocation: sourceLocation)
        #expect(course.runner.diskError == reasons.first, sourceLocation: sourceLocation)
        #expect(course.added.isEmpty && course.runner.failures.isEmpty, sourceLocation: sourceLocation)
        #expect(!course.runner.isComplete, sourceLocation: sourceLocation)
        let told = course.notices.contains { event in
            switch event {
            case .trained, .measured, .failed: true
            default: false
            }
        }
        #expect(!told, "what was not recorded was announced", sourceLocation: sourceLocation)
    }

    @Test(arguments: [nil, 1, 2]) func `a journal that refuses stops the run, once`(_ lanes: Int?) throws {
        let bench = try bench()
        let closed = try JournalWriter(folder: bench.journalFolder, shard: "main")
        try closed.close()
        let course = try bench.run(lanes: lanes, writer: closed)
        expectStoppedOnce(course)
        #expect(course.runner.diskError?.contains("closed") == true)
        // Two at most were under way.
        #expect(course.trained.count <= 2)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func `a full disk stops the run, once`() throws {
        let bench = try bench()
        let elsewhere = bench.folder.path + "/elsewhere"
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: elsewhere + "/main.jsonl", withDestinationPath: "/dev/full")
        let full = try JournalWriter(folder: elsewhere, shard: "main")
        expectStoppedOnce(try bench.run(lanes: 2, writer: full))
    }

    /// The search's end is the first that the journal refuses; networks are still to be measured.
    @Test func `a search's end that is refused stops the run too`() throws {
        var bench = try RunBench(methods: [.IR])
        var settings = NuSearchSettings()
        settings.threshold = -1
        bench.spec.nu = .smallest(settings)
        let events = try bench.run().added.filter { event in
            switch event {
            case .searched: false
            case .evaluated(let event): event.evaluation.split == .validation
            default: true
            }
        }
        try bench.restart(with: events)
        let closed = try JournalWriter(folder: bench.journalFolder, shard: "main")
        try closed.close()
        expectStoppedOnce(try bench.run(writer: closed))
    }
}
