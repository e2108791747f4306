@testable import Core

/// A plan, and events of a run of it that nobody did.
struct ProgressExample {
    let plan: SweepPlan
    let unit: NuSearchUnit
    /// R4 DA of seed 0.
    let job: Job

    init(seeds: Int = 2) throws {
        var settings = NuSearchSettings()
        (settings.from, settings.to, settings.within, settings.threshold) = (1, 100, 4, 0.5)
        plan = FakeSweep.search(groups: ["R4"], methods: [.DA, .IR], seeds: seeds, settings: settings) { _ in 1 }.plan
        unit = plan.searches[0]
        job = plan.jobs[0]
    }

    func progress(lanes: Int) -> RunProgress {
        RunProgress(lanes: lanes, searches: plan.searches.map { ($0, plan.label(of: $0)) }) { [plan] in plan.label(of: $0) }
    }

    func epoch(_ number: Int, lane: Int, of all: Int = 90, loss: Double = 0.25) -> RunEvent {
        .epochDone(
            job, lane: lane, EpochReport(epoch: number, crossEntropy: loss, regulariser: nil, validationAccuracy: 0.875),
            of: all)
    }

    func trained(lane: Int) -> RunEvent {
        .trained(
            TrainedEvent(
                id: job.id, job: job, bestEpoch: 2, validationAccuracy: 0.875, crossEntropy: [], regulariser: [],
                accuracy: [], seconds: 1.5, place: LaneRecord(lane: lane, processors: "3")))
    }

    func measured(lane: Int, _ values: [String: Double] = ["LI": 0.5]) -> RunEvent {
        .measured(
            job,
            EvaluatedEvent(
                id: "e", evaluation: plan.evaluation(of: job), measurements: Measurements(samples: 1, values: values),
                seconds: 0.25, place: LaneRecord(lane: lane, processors: "3")))
    }

    func failed(_ job: Job, lane: Int = 0) -> RunEvent {
        .failed(
            FailedEvent(
                id: job.id, job: job, stage: "training", epoch: 2, reason: "the loss is not finite",
                place: LaneRecord(lane: lane, processors: "3")))
    }

    func probe(_ nu: Double, _ mean: Double?) -> Probe { Probe(nu: nu, mean: mean, seedsFinished: 2, seedsAsked: 2) }
}
