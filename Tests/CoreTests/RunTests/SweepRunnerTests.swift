import Foundation
import Testing

@testable import Core

/// Which work is done in a run, given what earlier runs left.
@Suite struct SweepRunnerTests {
    private let all = ["R4 DA seed 0", "R4 DA seed 1", "R4 WT seed 0", "R4 WT seed 1"]

    private func bench() throws -> RunBench {
        var bench = try RunBench(methods: [.WT, .DA])
        bench.spec.measures = [.accuracy, .LI]
        return bench
    }

    @Test(arguments: [nil, 1, 2]) func `everything is done once, and nothing again`(_ lanes: Int?) throws {
        let bench = try bench()
        let first = try bench.run(lanes: lanes)
        #expect(first.outline.numbers == [0, 4, 0, 0])
        #expect(first.trained == all)
        #expect(first.measured == all.map { "\($0) test" })
        #expect(first.added.count == 8)
        #expect(first.added.trained.map(\.job.label).sorted() == all)
        #expect(first.added.evaluated.allSatisfy { $0.measurements.samples == 30 && $0.evaluation.split == .test })
        #expect(Set(first.added.evaluated.map(\.id)) == Set(bench.plan.jobs.map { bench.plan.evaluation(of: $0).id }))
        #expect(first.runner.isComplete && first.runner.failures.isEmpty && first.runner.diskError == nil)
        #expect(first.runner.secondsLeft(lanes: 1) == 0)
        for job in bench.plan.jobs { #expect(FileManager.default.fileExists(atPath: bench.model(job).path)) }
        for event in first.added.trained {
            #expect(event.id == event.job.id)
            #expect(event.crossEntropy.count == 2 && event.accuracy.count == 2 && event.regulariser.isEmpty)
            #expect(Float(event.validationAccuracy) == event.accuracy[event.bestEpoch - 1])
        }

        let second = try bench.run(lanes: lanes)
        #expect(second.outline.numbers == [4, 0, 0, 0])
        #expect(second.notices.isEmpty && second.added.isEmpty)
        #expect(second.runner.isComplete)
    }

    @Test func `what is recorded does not depend on lanes`() throws {
        let virtual = try bench().run().added.content
        #expect(try bench().run(lanes: 2).added.content == virtual)
    }

    @Test func `a measuring that is missing is taken without training`() throws {
        let bench = try bench()
        let events = try bench.run().added
        let missing = bench.plan.evaluation(of: bench.plan.jobs[2])
        try bench.restart(with: events.filter { $0 != events.evaluated.first { $0.id == missing.id }.map(JournalEvent.evaluated) })
        let course = try bench.run()
        #expect(course.outline.numbers == [3, 1, 0, 0])
        #expect(course.trained.isEmpty)
        #expect(course.measured == ["\(bench.plan.jobs[2].label) test"])
        #expect(course.added.count == 1)
        // The same from the file as from memory.
        #expect(try bench.journalEvents().content == events.content)
    }

    @Test func `a measuring of other measures is another`() throws {
        var bench = try bench()
        _ = try bench.run()
        bench.spec.measures = [.accuracy]
        let course = try bench.run()
        #expect(course.trained.isEmpty)
        #expect(course.measured.count == 4 && course.added.evaluated.count == 4)
    }

    @Test func `a network whose file is gone is trained again, to the same bytes`() throws {
        let bench = try bench()
        let first = try bench.run().added
        let job = bench.plan.jobs[0]
        let bytes = try Data(contentsOf: bench.model(job))
        try FileManager.default.removeItem(at: bench.model(job))
        let course = try bench.run()
        #expect(course.outline.done == 3 && course.outline.missing == 1)
        #expect(course.trained == [job.label])
        #expect(course.measured.isEmpty)
        #expect(try Data(contentsOf: bench.model(job)) == bytes)
        let again = first.filter { if case .trained(let event) = $0 { event.id == job.id } else { false } }
        #expect(try course.added.content == again.content)
    }

    @Test func `a network whose file is damaged is trained again, and then measured`() throws {
        let bench = try bench()
        let first = try bench.run().added
        let (job, other) = (bench.plan.jobs[0], bench.plan.jobs[1])
        let bytes = try Data(contentsOf: bench.model(job))
        // A whole model file, but of another network.
        try FileManager.default.removeItem(at: bench.model(job))
        try FileManager.default.copyItem(at: bench.model(other), to: bench.model(job))
        try bench.restart(with: first.filter { if case .trained = $0 { true } else { false } })
        let course = try bench.run()
        #expect(course.trained == [job.label])
        #expect(course.measured == all.map { "\($0) test" })
        #expect(try Data(contentsOf: bench.model(job)) == bytes)
        #expect(try course.added.filter { if case .evaluated = $0 { true } else { false } }.content
            == first.filter { if case .evaluated = $0 { true } else { false } }.content)
    }

    @Test func `a new seed reuses what is done`() throws {
        var bench = try bench()
        _ = try bench.run()
        bench.spec.seeds = [2, 0, 1]
        #expect(try bench.run().trained == ["R4 DA seed 2", "R4 WT seed 2"])
    }

    @Test func `a job that stands in the plan twice is done once`() throws {
        var bench = try bench()
        bench.spec.seeds = [0, 1, 0]
        let course = try bench.run()
        #expect(course.trained == all && course.added.count == 8)
    }

    @Test func `after a failure the others go on, and the next run tries it again`() throws {
        let bench = try bench()
        let job = bench.plan.jobs[1]
        // No model file can take the place of a folder.
        try FileManager.default.createDirectory(
            at: bench.model(job).appendingPathComponent("x"), withIntermediateDirectories: true)
        let first = try bench.run()
        #expect(first.runner.failures.map(\.id) == [job.id])
        #expect(Set(first.added.failed.map(\.stage)) == ["writing the model"])
        #expect(first.added.failed.first?.reason.isEmpty == false)
        #expect(first.added.trained.count == 3 && first.added.evaluated.count == 3)
        #expect(!first.added.evaluated.contains { $0.evaluation.job == job.id })
        #expect(first.runner.isComplete)

        try FileManager.default.removeItem(at: bench.model(job))
        let second = try bench.run()
        #expect(second.outline.numbers == [3, 1, 1, 0])
        #expect(second.trained == [job.label] && second.measured == ["\(job.label) test"])
        #expect(second.added.failed.isEmpty && second.runner.failures.isEmpty)

        let third = try bench.run()
        #expect(third.outline.numbers == [4, 0, 0, 0])
    }

    @Test func `a loss that is not finite is a failure with its epoch`() throws {
        var bench = try bench()
        bench.spec.training.learningRate = 1e30
        bench.spec.training.batch = 50
        let course = try bench.run()
        #expect(course.added.failed.count == 4 && course.added.count == 4)
        #expect(course.added.failed.allSatisfy { $0.stage == "training" && $0.epoch == 1 })
        #expect(course.runner.failures.map(\.job.label) == all)
    }

    @Test func `a group that was not prepared fails its jobs alone`() throws {
        var bench = try RunBench(groups: ["R4", "F2"], methods: [.DA], seeds: [0])
        bench.prepared = ["R4"]
        let course = try bench.run()
        #expect(Set(course.added.failed.map(\.job.label)) == ["F2 DA seed 0"])
        #expect(course.added.trained.map(\.job.label) == ["R4 DA seed 0"])
    }
}
