import Foundation
import Testing

@testable import Core

/// An analysis that fails costs neither what was measured nor the other analyses.
@Suite struct FailedAnalysisTests {
    private func bench() throws -> RunBench {
        var bench = try RunBench(methods: [.DA], seeds: [0, 1], data: TinyData.prepared(train: 20, test: 70, validation: 10))
        bench.spec.measures = [.accuracy, .LI]
        bench.spec.training.epochs = 1
        bench.spec.limits.retries = 1
        bench.spec.analyses = [.layers, .latent, .saliencyMaps]
        (bench.spec.options.latent.samples, bench.spec.options.latent.perplexity) = (60, 5)
        (bench.spec.options.latent.iterations, bench.spec.options.latent.traced) = (12, 2)
        return bench
    }

    private func made(_ events: [JournalEvent], of job: Job) -> [String] {
        events.evaluated.filter { $0.evaluation.job == job.id }
            .map { $0.evaluation.analysis?.analysis.rawValue ?? $0.evaluation.split.rawValue }
    }

    @Test func `the others are made, and what was measured counts`() throws {
        var bench = try bench()
        let jobs = bench.plan.jobs
        bench.faults = try FaultPlan(environment: [FaultPlan.variable: "throw@\(jobs[0].label):latent"])
        let course = try bench.run()
        #expect(Set(made(course.added, of: jobs[0])) == ["test", "layer_LI", "saliency_maps"])
        #expect(made(course.added, of: jobs[0]).count == 3)
        #expect(Set(made(course.added, of: jobs[1])) == ["test", "layer_LI", "latent", "saliency_maps"])
        // Tried once more, alone, and told each time.
        #expect(course.added.failed.map(\.stage) == ["latent", "latent"])
        #expect(course.runner.failures.map(\.id) == [jobs[0].id])
        let record = SweepRecord(spec: bench.spec, events: try bench.journalEvents())
        let first = try #require(record.jobs.first { $0.id == jobs[0].id })
        #expect(first.hasFailure && !first.isFailed && first.state == .failed)
        #expect(first.value(.accuracy, on: .test) != nil && first.value(.LI, on: .test) != nil)
        #expect(first.analyses.map(\.request.analysis) == [.layers, .saliencyMaps])
        let cell = try #require(SweepCell.all(record.parts[0]).first)
        #expect(cell.failed == 0 && cell.jobs.count == 2)
        // Later it is done.
        bench.faults = FaultPlan()
        let rest = try bench.run()
        #expect(made(rest.added, of: jobs[0]) == ["latent"] && rest.runner.isComplete)
        let whole = SweepRecord(spec: bench.spec, events: try bench.journalEvents())
        #expect(whole.jobs.allSatisfy { !$0.hasFailure && $0.analyses.count == 3 })
    }

    @Test func `a job that failed in another way still counts nowhere`() throws {
        var bench = try bench()
        bench.spec.analyses = []
        bench.faults = try FaultPlan(environment: [FaultPlan.variable: "throw@\(bench.plan.jobs[0].label):measure"])
        _ = try bench.run()
        let record = SweepRecord(spec: bench.spec, events: try bench.journalEvents())
        let first = try #require(record.jobs.first { $0.id == bench.plan.jobs[0].id })
        #expect(first.hasFailure && first.isFailed && first.value(.accuracy, on: .test) == nil)
    }
}
