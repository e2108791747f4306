import Foundation
import Testing

@testable import Core

/// What would run, and why.
@Suite struct RunPlanTests {
    private let folder: OwnedFolder
    private var spec: SweepSpec
    private var results: ResultsFolder { ResultsFolder(URL(fileURLWithPath: folder.path + "/r")) }
    private let place = LaneRecord(lane: 0, processors: "0")

    init() throws {
        folder = try OwnedFolder()
        spec = SweepSpec(name: "s", groups: [try #require(GroupName("R4"))], methods: [.WT, .DA])
        spec.seeds = [0, 1, 2]
    }

    private func plan(_ spec: SweepSpec) -> SweepPlan {
        SweepPlan(spec: spec, data: DataIdentity(dataset: .mnist, digest: "d", request: spec.data))
    }

    private func trained(_ job: Job, seconds: Double = 10) -> JournalEvent {
        .trained(
            TrainedEvent(
                id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [1], regulariser: [],
                accuracy: [1], seconds: seconds, place: place))
    }

    private func evaluated(_ evaluation: Evaluation, _ values: [String: Double] = [:]) -> JournalEvent {
        .evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation, measurements: Measurements(samples: 10, values: values),
                seconds: 1, place: place))
    }

    /// - Parameter models: of which jobs files are there.
    private func journal(_ events: [JournalEvent], models: [Job]) throws -> JournalDigest {
        try results.create()
        let writer = try JournalWriter(folder: results.journal.path, shard: "main")
        for event in events { try writer.append(event) }
        try writer.close()
        for job in models { try Data().write(to: results.model(job.id)) }
        try Data().write(to: results.models.appendingPathComponent("notes.safetensors"))
        return try JournalDigest(journal: results.journal.path, models: results.modelIDs())
    }

    @Test func everyReason() throws {
        let plan = plan(spec)
        let jobs = plan.jobs
        let digest = try journal(
            [
                trained(jobs[0]), evaluated(plan.evaluation(at: 0)), trained(jobs[1]), trained(jobs[2]),
                .failed(FailedEvent(id: jobs[3].id, job: jobs[3], stage: "training", epoch: 1, reason: "x", place: place)),
                .started(StartedEvent(id: jobs[4].id, label: "", place: place)),
            ], models: [jobs[0], jobs[1]])
        let run = RunPlan(plan, spec: spec, journal: digest)
        #expect(run.states == [.done, .notMeasured, .modelGone, .failedBefore, .interrupted, .new])
        #expect(run.rows.map(\.missing) == [2, 3] && run.count(.done) == 1)
        #expect(run.seconds[0] == 0 && run.seconds[1] > 0 && run.seconds[2] > run.seconds[1])
        #expect(abs(run.total - run.seconds.reduce(0, +)) < 1e-9 * run.total)
        #expect(run.wallSeconds(lanes: 1) == run.total && run.wallSeconds(lanes: 100) == run.seconds.max())
    }

    @Test func anEmptyFolderIsAllNew() throws {
        let digest = try JournalDigest(journal: folder.path + "/nothing", models: results.modelIDs())
        let run = RunPlan(plan(spec), spec: spec, journal: digest)
        #expect(run.states.allSatisfy { $0 == .new } && !run.speedsAreMeasured && run.total > 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    /// Twice as slow a machine takes twice as long.
    @Test func speedsAreTheJournals() throws {
        let plan = plan(spec)
        let last = plan.jobs[5]
        let first = try journal([trained(last, seconds: 10)], models: [last])
        let run = RunPlan(plan, spec: spec, journal: first)
        #expect(run.speedsAreMeasured)
        let slow = try journal((0 ..< 300).map { _ in trained(last, seconds: 20) }, models: [last])
        // All that is known is training, so all kinds are taken to be as fast as that.
        #expect(abs(RunPlan(plan, spec: spec, journal: slow).total / run.total - 2) < 0.01)
    }

    @Test func whatIsLeftOfASearch() throws {
        var spec = spec
        spec.methods = [.DA, .IR]
        spec.nu = .smallest(NuSearchSettings())
        let plan = plan(spec)
        let unit = try #require(plan.searches.first)
        var search = SearchRun(unit)
        guard case .probe(let nu)? = search.advance(isOver: { _ in false }, value: { _ in nil }).first else {
            Issue.record("no probe")
            return
        }
        let before = RunPlan(plan, spec: spec, journal: try journal([], models: []))
        let row = try #require(before.rows.last)
        #expect(row.method == .IR && row.nu == "smallest SI >= 0.95" && row.counts == [.new: 3])
        #expect((row.searched ?? 0) > 10 && before.longestChain > before.seconds.max() ?? 0)
        let jobs = unit.jobs(nu: nu)
        let after = RunPlan(
            plan, spec: spec,
            journal: try journal(
                jobs.flatMap { [trained($0), evaluated(unit.evaluation(of: $0), ["SI": 0.5])] }, models: jobs))
        #expect(after.rows.last?.counts == [.done: 3, .new: 3])
        #expect((after.rows.last?.searched ?? 0) < (row.searched ?? 0))
    }

    @Test func theDataOfTheFolderIsKnownAgain() throws {
        let job = plan(spec).jobs[0]
        let digest = try journal([trained(job)], models: [])
        #expect(digest.data(.mnist, spec.data) == job.data)
        #expect(digest.data(.strokes, spec.data) == nil)
        var other = spec.data
        other.train += 1
        #expect(digest.data(.mnist, other) == nil)
    }

    @Test func theReport() throws {
        let plan = plan(spec)
        let run = RunPlan(plan, spec: spec, journal: JournalDigest())
        let simulation = Simulation(plan, journal: JournalDigest(), lanes: 2)
        let json = try PlanReport(
            run, name: "s", dataset: .mnist, lanes: 2, withJobs: true, simulation: simulation
        ).json()
        let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect((object["jobs"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == plan.ids.map(\.text))
        #expect((object["simulation"] as? [String: Any])?["jobs"] as? Int == 6)
        #expect((object["rows"] as? [[String: Any]])?.count == 2)
    }
}
