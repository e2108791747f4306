import Testing

@testable import Core

/// What a run is doing, told from its events alone.
@Suite struct RunProgressTests {
    private let example: ProgressExample

    init() throws { example = try ProgressExample() }

    @Test func `a lane shows its job, what it is at, and when that will be done`() {
        var progress = example.progress(lanes: 2)
        #expect(progress.lanes == [nil, nil])
        progress.note(.trainingStarted(example.job, lane: 1), at: 0)
        #expect(progress.lanes[0] == nil && progress.lanes[1]?.activity == .starting)
        #expect(progress.lanes[1]?.label == "R4 DA seed 0")
        progress.note(example.epoch(1, lane: 1), at: 10)
        #expect(progress.lanes[1]?.secondsLeft(at: 10) == nil, "of one epoch nobody can tell")
        progress.note(example.epoch(3, lane: 1), at: 30)
        // Two epochs in 20 seconds, 87 to go.
        #expect(progress.lanes[1]?.secondsLeft(at: 30) == 870)
        progress.note(example.trained(lane: 1), at: 40)
        #expect(progress.lanes[1] == nil && progress.trained == 1)
        progress.note(.measuringStarted(example.job, .test, lane: 1, samples: 1000), at: 40)
        progress.note(.measuring(example.job, .test, lane: 1, samplesDone: 250), at: 50)
        #expect(progress.lanes[1]?.activity == .measuring(split: .test, samples: 250, of: 1000))
        #expect(progress.lanes[1]?.secondsLeft(at: 50) == 30)
        progress.note(example.measured(lane: 1), at: 60)
        #expect(progress.lanes[1] == nil && progress.measured == 1)
    }

    @Test func `what was done before this run took none of its time`() {
        var progress = example.progress(lanes: 1)
        progress.note(.resumed(example.job, lane: 0, epoch: 80), at: 0)
        progress.note(example.epoch(81, lane: 0), at: 5)
        progress.note(example.epoch(82, lane: 0), at: 10)
        #expect(progress.lanes[0]?.secondsLeft(at: 10) == 40)
        progress.note(.measuringResumed(example.job, .test, lane: 0, samplesDone: 900, of: 1000), at: 20)
        #expect(progress.lanes[0]?.secondsLeft(at: 21) == nil)
        progress.note(.measuring(example.job, .test, lane: 0, samplesDone: 950), at: 30)
        #expect(progress.lanes[0]?.secondsLeft(at: 30) == 10)
        progress.note(.analysisResumed(example.job, .latent, lane: 0, AnalysisProgress(.steps, 400, of: 1000)), at: 40)
        #expect(progress.lanes[0]?.activity == .analysing(name: "latent", step: 400, of: 1000))
    }

    @Test func `work ahead counts when it is asked for, and leaves no trace when it is not`() {
        var progress = example.progress(lanes: 1)
        progress.note(.speculative(example.job), at: 0)
        progress.note(.trainingStarted(example.job, lane: 0), at: 0)
        #expect(progress.lanes[0]?.isAhead == true && progress.isAhead(example.job))
        progress.note(example.failed(example.job), at: 1)
        progress.note(.retrying(example.job, retry: 1, of: 2), at: 1)
        #expect(progress.failed == 0 && progress.failures.isEmpty)
        progress.note(.trainingStarted(example.job, lane: 0), at: 2)
        progress.note(.used(example.job), at: 3)
        #expect(progress.lanes[0]?.isAhead == false)
        progress.note(example.trained(lane: 0), at: 4)
        #expect(progress.trained == 1)

        var other = example.progress(lanes: 1)
        other.note(.speculative(example.job), at: 0)
        other.note(.trainingStarted(example.job, lane: 0), at: 0)
        other.note(example.trained(lane: 0), at: 1)
        other.note(.measuringStarted(example.job, .validation, lane: 0, samples: 10), at: 1)
        other.note(.unused(example.job), at: 2)
        #expect(other.trained == 0 && other.lanes[0] == nil && !other.isAhead(example.job))
        #expect(other.isDropped(example.job) && !progress.isDropped(example.job))
        // Asked for after all.
        other.note(.resumed(example.job, lane: 0, epoch: 1), at: 3)
        #expect(!other.isDropped(example.job))
    }

    @Test func `a lane that is with another job by now keeps it`() throws {
        let example = try ProgressExample(seeds: 3)
        var progress = example.progress(lanes: 1)
        progress.note(.trainingStarted(example.plan.jobs[1], lane: 0), at: 0)
        progress.note(example.trained(lane: 0), at: 1)
        #expect(progress.lanes[0]?.label == "R4 DA seed 1")
    }

    @Test func `failures are counted, and the last of them kept`() throws {
        let example = try ProgressExample(seeds: 50)
        var progress = example.progress(lanes: 1)
        let jobs = example.plan.jobs.prefix(50)
        try #require(jobs.count == 50)
        for job in jobs { progress.note(example.failed(job), at: 1) }
        #expect(progress.failed == 50 && progress.failures.count == RunProgress.mostFailures)
        #expect(progress.failures.last?.label == "R4 DA seed 49")
        progress.note(.retrying(jobs[49], retry: 1, of: 2), at: 2)
        #expect(progress.failed == 49 && progress.failures.last?.label == "R4 DA seed 48")
        // One that is not among the last any more.
        progress.note(.retrying(jobs[0], retry: 1, of: 2), at: 2)
        #expect(progress.failed == 48 && progress.failures.count == RunProgress.mostFailures - 1)
        // One that failed before this run, or before its process was started again, and then here.
        var other = example.progress(lanes: 1)
        other.note(.retrying(jobs[3], retry: 1, of: 2), at: 0)
        #expect(other.failed == 0)
        other.note(example.failed(jobs[3]), at: 1)
        #expect(other.failed == 1 && other.failures.map(\.label) == ["R4 DA seed 3"])
        progress.note(.stopping("the disk is full"), at: 3)
        #expect(progress.stopReason == "the disk is full")
    }

    @Test func `the bracket of a search closes in, and its end names the answer`() throws {
        var progress = example.progress(lanes: 1)
        let search = { progress.searches[0] }
        #expect(search().label == "R4 IR logit" && search().condition == "SI >= 0.5" && search().threshold == 0.5)
        #expect(search().trying == 10 && search().low == nil && search().high == nil)
        progress.note(.probed(example.unit, example.probe(10, 0.25)), at: 1)
        let next = try #require(search().trying)
        #expect(search().low == 10 && search().high == nil && next > 10 && next < 100)
        progress.note(.probed(example.unit, example.probe(next, 0.75)), at: 2)
        #expect(search().low == 10 && search().high == next && search().probes.count == 2)
        // No value is no pass, and no miss.
        progress.note(.probed(example.unit, example.probe(50, nil)), at: 3)
        #expect(search().low == 10 && search().high == nil)
        progress.note(.searched(example.unit, .passed(example.probe(next, 0.75))), at: 4)
        #expect(search().outcome == "passed" && search().nu == next && search().trying == nil)
    }
}
