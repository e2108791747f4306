import Testing

@testable import Core

/// What earlier runs took tells what later ones expect.
@Suite struct CostHistoryTests {
    private let sweep = FakeSweep.search(methods: [.WT, .DA], seeds: 3) { _ in 0.5 }
    private let place = LaneRecord(lane: 0, processors: "")

    private func opened(_ host: String, _ set: String = "avx2") -> JournalEvent {
        .opened(RunHeader(date: "", host: host, program: "", instructionSet: set, lanes: 1))
    }

    private func trained(_ job: Job, seconds: Double) -> JournalEvent {
        .trained(
            TrainedEvent(
                id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [], regulariser: [],
                accuracy: [], seconds: seconds, place: place))
    }

    private func costs(_ events: [JournalEvent], host: String?) -> CostModel {
        let known = KnownResults(events: events, hasModel: { _ in true })
        var costs = CostModel()
        known.history.teach(
            &costs, machine: host.map { .init(host: $0, instructionSet: "avx2") },
            work: FakeSweep.Executor(sweep: sweep).work(of:isTrained:evaluations:), job: { known.trained[$0]?.job })
        return costs
    }

    private func seconds(_ job: Job, _ costs: CostModel) -> Double {
        costs.seconds(FakeSweep.Executor(sweep: sweep).work(of: job, isTrained: false, evaluations: []))
    }

    @Test func `the machine's own times count, others where it has none`() throws {
        let jobs = sweep.plan.jobs
        let events = [
            opened("slow"), trained(jobs[0], seconds: 600), opened("here"), trained(jobs[0], seconds: 30),
            opened("here", "avx512"), trained(jobs[0], seconds: 10),
        ]
        #expect((seconds(jobs[1], costs(events, host: "here")) - 30).magnitude < 1e-9)
        #expect((seconds(jobs[1], costs(events, host: "slow")) - 600).magnitude < 1e-9)
        #expect(costs(events, host: "other").hasMeasured("train WT"))
        #expect(costs(events, host: "other") == costs(events, host: nil))
        #expect(!costs([], host: "here").hasMeasured("train WT"))
    }

    @Test func `what was taken over counts for the machine that did it`() throws {
        let jobs = sweep.plan.jobs
        let taken = JournalEvent.opened(
            RunHeader(date: "", host: "slow", program: "", instructionSet: "avx2", lanes: 1, takenFrom: "other"))
        let events = [taken, trained(jobs[0], seconds: 600), opened("here"), trained(jobs[1], seconds: 30)]
        #expect((seconds(jobs[1], costs(events, host: "here")) - 30).magnitude < 1e-9)
        #expect((seconds(jobs[1], costs(events, host: "slow")) - 600).magnitude < 1e-9)
    }

    @Test func `measurings teach their own kind, and old ones are forgotten`() throws {
        let job = sweep.plan.jobs[0]
        let evaluation = sweep.plan.evaluation(of: job)
        let measured = JournalEvent.evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation, measurements: Measurements(samples: 1), seconds: 8, place: place))
        var events = [opened("here")] + (0 ..< 500).map { _ in trained(job, seconds: 600) }
        events += (0 ..< 500).map { _ in trained(job, seconds: 6) } + [measured]
        let costs = costs(events, host: "here")
        #expect((seconds(job, costs) - 6).magnitude < 1e-6)
        #expect(costs.hasMeasured("measure test"))
    }

    @Test func `analyses teach their own kinds, and not that of measurings`() throws {
        let job = sweep.plan.jobs[0]
        func evaluated(_ analysis: AnalysisRequest?, seconds: Double) -> JournalEvent {
            var evaluation = sweep.plan.evaluation(of: job)
            evaluation.analysis = analysis
            return .evaluated(
                EvaluatedEvent(
                    id: "e", evaluation: evaluation, measurements: Measurements(samples: 1), seconds: seconds, place: place))
        }
        let events = [
            opened("here"), trained(job, seconds: 60), evaluated(nil, seconds: 2), evaluated(.latent(LatentOptions()), seconds: 300),
        ]
        let known = KnownResults(events: events, hasModel: { _ in true })
        let costs = known.costs(of: .init(host: "here", instructionSet: "avx2")) { _, isTrained, evaluations in
            (isTrained ? [] : [JobWork(kind: "train", multiplyAdds: 1)])
                + evaluations.map { JobWork(kind: $0.analysis?.analysis.rawValue ?? "measure", multiplyAdds: 1) }
        }
        #expect((costs.seconds([JobWork(kind: "measure", multiplyAdds: 1)]) - 2).magnitude < 1e-9)
        #expect((costs.seconds([JobWork(kind: "latent", multiplyAdds: 1)]) - 300).magnitude < 1e-9)
    }
}
