@testable import Core
import Testing

@Suite struct SweepRecordTests {
    @Test func aLaterSuccessMakesUpForAFailure() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0])
        let job = sweep.job(.DA, seed: 0)
        sweep.fail(job)
        #expect(sweep.record.jobs.map(\.state) == [.failed])
        sweep.train(job)
        #expect(sweep.record.jobs.map(\.state) == [.trained])
        sweep.fail(job, stage: "measuring test", epoch: nil, reason: "no memory")
        #expect(sweep.record.jobs.map(\.state) == [.failed])
        sweep.measure(job, .validation, ["SI": 1])
        #expect(sweep.record.jobs.map(\.state) == [.done], "it was there to be measured")
    }

    @Test func aLaterFailureStands() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0])
        let job = sweep.job(.DA, seed: 0)
        sweep.train(job)
        sweep.measure(job, .test, ["SI": 0.5])
        sweep.fail(job, stage: "measuring test", epoch: nil, reason: "disk full")
        #expect(sweep.record.jobs.map(\.state) == [.failed])
        #expect(sweep.record.jobs[0].value(.SI, on: .test) == nil)
    }

    /// It may have crashed in an analysis.
    @Test func `a network that is not run any more keeps what was measured for the tables`() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0, 1])
        let jobs = [UInt64(0), 1].map { sweep.job(.DA, seed: $0) }
        jobs.forEach { sweep.train($0) }
        sweep.measure(jobs[0], .test, ["SI": 0.5])
        jobs.forEach { sweep.fail($0, stage: CrashHistory.stage, epoch: nil) }
        #expect(sweep.record.jobs.map(\.state) == [.failed, .failed] && sweep.record.jobs.map(\.isFailed) == [false, true])
        #expect(sweep.record.jobs[0].value(.SI, on: .test) == 0.5)
    }

    @Test func measuringsOfOneSplitAreMergedAndTheLatestCounts() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0])
        let job = sweep.job(.DA, seed: 0)
        sweep.train(job)
        sweep.measure(job, .test, ["SI": 0.5, "LI": 1], name: "first")
        sweep.measure(job, .test, ["SI": 0.75, "DI": 2], name: "second")
        sweep.measure(job, .test, ["SI": 0.875, "DI": 3], name: "second")
        #expect(sweep.record.jobs[0].measurements(.test)?.values == ["SI": 0.875, "LI": 1, "DI": 3])
        #expect(sweep.record.jobs[0].measureSeconds == 0.5)
    }

    @Test func otherSaliencyIsLeftOut() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0])
        let job = sweep.job(.DA, seed: 0)
        var other = SaliencyOptions()
        other.steps = 20
        sweep.train(job)
        sweep.measure(job, .test, ["SI": 0.5], saliency: other)
        #expect(sweep.record.jobs[0].value(.SI, on: .test) == nil)
    }

    @Test func jobsOfAnEarlierFormOfTheSweepAreLeftOut() {
        var sweep = SampleSweep(groups: ["R4", "T3"], methods: [.DA, .WT, .IR], seeds: [0, 1])
        sweep.spec.nu = .values([1, 2])
        for job in [
            sweep.job("R4", .DA, seed: 0), sweep.job("T3", .DA, seed: 0), sweep.job("R4", .WT, seed: 0),
            sweep.job("R4", .DA, seed: 1), sweep.job("R4", .IR, nu: 1, seed: 0), sweep.job("R4", .IR, nu: 2, seed: 0),
        ] { sweep.train(job) }
        #expect(sweep.record.jobs.count == 6)
        sweep.spec.groups.removeLast()
        #expect(sweep.record.jobs.count == 5)
        sweep.spec.seeds = [0]
        #expect(sweep.record.jobs.count == 4)
        sweep.spec.nu = .values([2])
        #expect(sweep.record.jobs.map(\.job.method) == [.DA, .WT, .IR])
        sweep.spec.training.pooling = .mean
        #expect(sweep.record.jobs.map(\.job.method) == [.DA, .IR], "pooling is WT's alone")
        sweep.spec.training.epochs += 1
        #expect(sweep.record.jobs.isEmpty)
    }

    @Test func aSeedIsNeverCountedTwice() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0, 1])
        for seed in UInt64(0) ..< 2 { sweep.train(sweep.job(.DA, seed: seed)) }
        sweep.digest = "d2"
        sweep.train(sweep.job(.DA, seed: 0))
        #expect(sweep.record.jobs.map(\.id) == ["strokes/d2/R4/DA/0"], "data that changed under its name")
    }

    @Test func dataThatChangedBackHaveAllTheirJobs() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0, 1, 2])
        for seed in UInt64(0) ..< 2 { sweep.train(sweep.job(.DA, seed: seed)) }
        sweep.digest = "d2"
        sweep.train(sweep.job(.DA, seed: 0))
        sweep.digest = "d1"
        sweep.train(sweep.job(.DA, seed: 2))
        #expect(sweep.record.jobs.map(\.id) == (0 ... 2).map { "strokes/d1/R4/DA/\($0)" })
    }

    @Test func idsOfOtherNumericsAreLeftOut() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0, 1])
        for seed in UInt64(0) ..< 2 { sweep.train(sweep.job(.DA, seed: seed)) }
        let record = SweepRecord(spec: sweep.spec, events: sweep.events) { id, _ in id.hasSuffix("1") }
        #expect(record.jobs.map(\.job.seed) == [1])
    }

    @Test func sourceAndFallbackStayApart() {
        var sweep = SampleSweep.passing()
        sweep.dataset = .mnist
        sweep.train(sweep.job(.DA, seed: 0))
        #expect(sweep.record.datasets == [.mnist, .strokes])
        #expect(sweep.record.jobs.first?.job.data.dataset == .mnist)
        let group = sweep.spec.groups[0]
        #expect(sweep.record.parts[0].search(dataset: .strokes, group: group, regulariser: .logit)?.nu == 1)
        #expect(sweep.record.parts[0].search(dataset: .mnist, group: group, regulariser: .logit) == nil)
    }

    @Test func measuringsOfUnknownJobsAreIgnored() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0])
        sweep.measure(sweep.job(.DA, seed: 0), .test, ["SI": 1])
        #expect(sweep.record.jobs.isEmpty)
    }

    @Test func orderIsThatOfTheSweepFile() {
        var sweep = SampleSweep(groups: ["T3", "R4"], methods: [.IR, .DA], seeds: [1, 0])
        sweep.spec.regularisers = [.kl, .logit]
        for group in ["R4", "T3"] {
            for seed in UInt64(0) ..< 2 {
                sweep.train(sweep.job(group, .DA, seed: seed))
                for nu in [10.0, 9] { sweep.train(sweep.job(group, .IR, nu: nu, seed: seed, form: .logit)) }
                sweep.train(sweep.job(group, .IR, nu: 1, seed: seed, form: .kl))
            }
        }
        #expect(
            sweep.record.jobs.prefix(8).map(\.id) == [
                "strokes/d1/T3/IR/kl/1.0/0", "strokes/d1/T3/IR/kl/1.0/1", "strokes/d1/T3/IR/logit/9.0/0",
                "strokes/d1/T3/IR/logit/9.0/1", "strokes/d1/T3/IR/logit/10.0/0", "strokes/d1/T3/IR/logit/10.0/1",
                "strokes/d1/T3/DA/0", "strokes/d1/T3/DA/1",
            ])
        #expect(sweep.record.jobs.count == 16)
    }
}
