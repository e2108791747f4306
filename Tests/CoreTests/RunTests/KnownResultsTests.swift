import Testing

@testable import Core

/// What follows from a journal, whether it is read at the start or grows during the run.
@Suite struct KnownResultsTests {
    private let bench: RunBench
    private let job: Job
    private let evaluation: Evaluation
    private let place = LaneRecord(lane: 0, processors: "0")

    init() throws {
        bench = try RunBench(methods: [.DA])
        job = bench.plan.jobs[0]
        evaluation = bench.plan.evaluation(of: job)
    }

    private func trained(_ job: Job, bestEpoch: Int = 1) -> JournalEvent {
        .trained(
            TrainedEvent(
                id: job.id, job: job, bestEpoch: bestEpoch, validationAccuracy: 0.5, crossEntropy: [1],
                regulariser: [], accuracy: [0.5], seconds: 1, place: place))
    }

    private func evaluated(_ evaluation: Evaluation, accuracy: Double = 0.5) -> JournalEvent {
        .evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation,
                measurements: Measurements(samples: 1, values: ["accuracy": accuracy]), seconds: 1, place: place))
    }

    private func failed(_ job: Job, _ reason: String = "x") -> JournalEvent {
        .failed(FailedEvent(id: job.id, job: job, stage: "training", epoch: 1, reason: reason, place: place))
    }

    private func searched(_ nu: Double) -> JournalEvent {
        .searched(SearchedEvent(group: job.group, regulariser: .logit, outcome: "passed", nu: nu))
    }

    /// Both ways to the same knowledge.
    private func both(_ events: [JournalEvent]) -> [KnownResults] {
        var grown = KnownResults(events: [], hasModel: { _ in true })
        for event in events { grown.add(event) }
        return [KnownResults(events: events, hasModel: { _ in true }), grown]
    }

    @Test func `a job is done when it is trained and every measuring taken`() {
        let other = Evaluation(job: job.id, split: .validation, measures: [.SI], saliency: SaliencyOptions())
        for known in both([]) { #expect(!known.isDone(job, [evaluation])) }
        for known in both([trained(job)]) {
            #expect(known.isDone(job, []))
            #expect(!known.isDone(job, [evaluation]))
        }
        for known in both([evaluated(evaluation)]) { #expect(!known.isDone(job, [evaluation])) }
        for known in both([trained(job), evaluated(evaluation)]) {
            #expect(known.isDone(job, [evaluation]))
            #expect(!known.isDone(job, [evaluation, other]))
            #expect(!known.isDone(bench.plan.jobs[1], []))
        }
        for known in both([trained(job), evaluated(evaluation), evaluated(other)]) {
            #expect(known.isDone(job, [evaluation, other]))
        }
    }

    @Test func `of events about the same, the last counts`() {
        for known in both([
            trained(job, bestEpoch: 1), trained(job, bestEpoch: 2), evaluated(evaluation, accuracy: 0.1),
            evaluated(evaluation, accuracy: 0.9), failed(bench.plan.jobs[1], "a"), failed(bench.plan.jobs[1], "b"),
            searched(1), searched(2),
        ]) {
            #expect(known.trained[job.id]?.bestEpoch == 2)
            #expect(known.evaluated[evaluation.id]?.measurements[.accuracy] == 0.9)
            #expect(known.failed[bench.plan.jobs[1].id]?.reason == "b")
            #expect(known.searched.map(\.nu) == [1, 2])
        }
    }

    @Test func `a failure is forgotten when the job succeeds, and not before`() {
        for known in both([failed(job), trained(job)]) { #expect(known.failed.isEmpty) }
        for known in both([trained(job), failed(job)]) {
            #expect(known.failed[job.id] != nil)
            #expect(known.trained[job.id] != nil)
        }
        for known in both([trained(job), failed(job), evaluated(evaluation)]) { #expect(known.failed.isEmpty) }
        for known in both([failed(job), trained(bench.plan.jobs[1])]) { #expect(known.failed[job.id] != nil) }
    }

    @Test func `several failures of one run count once`() {
        for known in both([failed(job), failed(job)]) { #expect(known.failures == [job.id: 1]) }
        for known in both([RunBench.opened, failed(job), failed(job), RunBench.opened, failed(job)]) {
            #expect(known.failures == [job.id: 2] && known.isGivenUp(job.id, retries: 1))
        }
        for known in both([failed(job), trained(job), failed(job)]) { #expect(known.failures == [job.id: 1]) }
    }

    @Test func `a network whose file is gone is not known`() {
        let events = [trained(job), trained(bench.plan.jobs[1]), evaluated(evaluation)]
        let known = KnownResults(events: events) { $0 != job.id }
        #expect(known.trained[job.id] == nil)
        #expect(known.trained[bench.plan.jobs[1].id] != nil)
        // What was measured of it stays true.
        #expect(known.evaluated[evaluation.id] != nil)
        #expect(!known.isDone(job, [evaluation]))
    }
}
