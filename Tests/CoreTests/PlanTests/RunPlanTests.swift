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
    private func journal(_ events: [JournalEvent], models: [Job]) throws -> KnownResults {
        try results.create()
        let writer = try JournalWriter(folder: results.journal.path, shard: "main")
        for event in events { try writer.append(event) }
        try writer.close()
        // The least that looks like a model.
        for job in models { try Data([2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]).write(to: results.model(job.id)) }
        try Data().write(to: results.models.appendingPathComponent("notes.safetensors"))
        return try KnownResults.read(results).known
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
        let checkpoints: FoundCheckpoints = [jobs[4].id: 7]
        let run = RunPlan(plan, spec: spec, known: digest, checkpoints: checkpoints)
        let expected: [Reason?] = [
            nil, .notMeasured, .modelGone, .failedBefore(.error, retry: 1, of: spec.limits.retries),
            .interrupted(epoch: 7), .new,
        ]
        #expect(run.reasons == expected)
        #expect(run.rows.map(\.missing) == [2, 3] && run.rows.map(\.done) == [1, 0])
        #expect(
            run.outline
                == SweepOutline(
                    plan: plan, known: digest, checkpoints: checkpoints, retries: spec.limits.retries))
        #expect(run.seconds[0] == 0 && run.seconds[1] > 0 && run.seconds[2] > run.seconds[1])
        #expect(abs(run.total - run.seconds.reduce(0, +)) < 1e-9 * run.total)
        #expect(run.wallSeconds(lanes: 1) == run.total && run.wallSeconds(lanes: 100) == run.seconds.max())
    }

    @Test func whatIsGivenUpIsNotRun() throws {
        let plan = plan(spec)
        let job = plan.jobs[1]
        let failures = (0 ... spec.limits.retries).flatMap { _ in
            let failed = JournalEvent.failed(
                FailedEvent(id: job.id, job: job, stage: "training", epoch: 1, reason: "x", place: place))
            return [RunBench.opened, failed, failed]
        }
        let run = RunPlan(plan, spec: spec, known: try journal(failures, models: []))
        #expect(run.reasons[1] == .givenUp(failures: spec.limits.retries + 1) && run.seconds[1] == 0)
        #expect(run.rows[0].missing == 2 && run.rows[0].counts == [.givenUp: 1, .new: 2])
    }

    @Test func anEmptyFolderIsAllNew() throws {
        let digest = try KnownResults.read(results).known
        let run = RunPlan(plan(spec), spec: spec, known: digest)
        #expect(run.reasons.allSatisfy { $0 == .new } && !run.speedsAreMeasured && run.total > 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    /// Twice as slow a machine takes twice as long.
    @Test func speedsAreTheJournals() throws {
        let plan = plan(spec)
        let last = plan.jobs[5]
        let first = try journal([trained(last, seconds: 10)], models: [last])
        let run = RunPlan(plan, spec: spec, known: first)
        #expect(run.speedsAreMeasured)
        let slow = try journal((0 ..< 300).map { _ in trained(last, seconds: 20) }, models: [last])
        // All that is known is training, so all kinds are taken to be as fast as that.
        #expect(abs(RunPlan(plan, spec: spec, known: slow).total / run.total - 2) < 0.01)
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
        let before = RunPlan(plan, spec: spec, known: try journal([], models: []))
        let row = try #require(before.rows.last)
        #expect(row.method == .IR && row.nu == "smallest SI >= 0.95" && row.counts == [.new: 3])
        #expect((row.searched ?? 0) > 10 && before.longestChain > before.seconds.max() ?? 0)
        let jobs = unit.jobs(nu: nu)
        let begin = try #require(before.searches.first)
        #expect(before.searches.count == 1 && begin.nu == nu && begin.probed == 0 && begin.most == 40 && begin.outcome == nil)
        #expect(begin.networks.map(\.job) == jobs && begin.networks.allSatisfy { $0.reason == .new && $0.seconds > 0 })
        #expect(begin.later * 3 == row.searched)
        let after = RunPlan(
            plan, spec: spec,
            known: try journal(
                jobs.flatMap { [trained($0), evaluated(unit.evaluation(of: $0), ["SI": 0.5])] }, models: jobs))
        #expect(after.rows.last?.counts == [.new: 3] && after.rows.last?.done == 3)
        #expect((after.rows.last?.searched ?? 0) < (row.searched ?? 0))
        let on = try #require(after.searches.first)
        #expect(on.probed == 1 && on.most == 39 && on.nu.map { $0 > nu } == true)
        #expect(on.networks.map(\.reason) == [nil, nil, nil, .new, .new, .new])
        let lanes = LanePlan(lanes: [], notices: [])
        func report(withJobs: Bool) throws -> [String: Any] {
            let json = try PlanReport(after, name: "s", dataset: .mnist, lanes: lanes, withJobs: withJobs, simulation: nil).json()
            return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        }
        let told = try #require((try report(withJobs: true)["searches"] as? [[String: Any]])?.first)
        #expect(told["search"] as? String == "R4 IR logit" && told["nu"] as? Double == on.nu && told["seeds"] as? Int == 3)
        #expect((told["jobs"] as? [[String: Any]])?.map { $0["reason"] as? String } == ["done", "done", "done", "new", "new", "new"])
        #expect(told["probed"] as? Int == 1 && told["later"] as? Int == on.later && told["outcome"] == nil)
        #expect(try report(withJobs: false)["searches"] == nil)
    }

    /// Seconds of a core that single networks of sweeps/quickstart.yaml took on an ordinary server (CostModel.assumedSpeed).
    @Test(arguments: [("avx512", [7.77, 4.96, 11.5]), ("avx2", [10.86, 7.08, 18.67])])
    func aFirstGuessIsRatherTooLongThanTooShort(_ set: String, _ measured: [Double]) throws {
        var spec = SweepSpec(name: "s", groups: [try #require(GroupName("R4"))], methods: [.WT, .DA, .IR])
        (spec.seeds, spec.nu) = ([0], .values([10]))
        (spec.data.source, spec.data.train, spec.data.test, spec.data.validation) = (.strokes, 4000, 4000, 1000)
        (spec.training.epochs, spec.training.batch) = (60, 256)
        let run = RunPlan(
            plan(spec), spec: spec, known: KnownResults(), machine: CostHistory.Machine(host: "here", instructionSet: set))
        #expect(run.seconds.count == 3)
        for (guess, seconds) in zip(run.seconds, measured) { #expect((1 ... 1.5).contains(guess / seconds), "\(guess) \(seconds)") }
    }

    /// One variant lists the ν that the others' searches ask for first, and these ask for the same: three times wanted, it
    /// is trained once and counts once.
    @Test func aNetworkThatSeveralWantCountsOnce() throws {
        let swept = { (lines: [String]) throws -> (SweepSpec, SweepPlan) in
            let text = "name: s\ngroups: [R4]\nmethods: [DA, IR]\nseeds: [0, 1]\nvariants:\n" + lines.joined(separator: "\n")
            let spec = try SpecLoader.parse(text, path: "s.yaml").spec
            return (spec, self.plan(spec))
        }
        let (searched, low) = ("  - {name: b, nu: {smallest: SI >= 0.9}}", "  - {name: c, nu: {smallest: SI >= 0.5}}")
        let unit = try #require(try swept([searched, low]).1.searches.first)
        var search = SearchRun(unit)
        guard case .probe(let nu)? = search.advance(isOver: { _ in false }, value: { _ in nil }).first else {
            Issue.record("no probe")
            return
        }
        let empty = KnownResults()
        let listed = "  - {name: a, nu: \(nu)}"
        // Two of DA, and two of the ν that all want.
        for lines in [[searched, low], [listed, searched, low]] {
            let (spec, plan) = try swept(lines)
            let outline = RunPlan(plan, spec: spec, known: empty).outline
            #expect(outline.missing == 4 && outline.groups.map(\.count) == [4])
            #expect(SweepOutline(plan: plan, known: empty, checkpoints: [:], retries: 2) == outline)
            #expect(plan.reasons(known: empty, checkpoints: [:], retries: 2).count == 4)
        }
        let (spec, both) = try swept([listed, searched])
        let run = RunPlan(both, spec: spec, known: empty)
        #expect(run.rows.map(\.counts) == [[.new: 2], [.new: 2], [:]])
        // It stands where it is listed, and the search names its ν alone.
        #expect(run.searches.map(\.nu) == [nu] && run.searches[0].networks.isEmpty)
        let alone = RunPlan(try swept([listed]).1, spec: spec, known: empty)
        // It is measured for the search, too.
        #expect(run.seconds[2] > alone.seconds[2] && run.longestChain > run.seconds[2])
        // Measured for the tables, it still lacks what the search asks.
        let jobs = both.jobs.indices.filter { both.jobs[$0].method == .IR }
        let known = try journal(
            jobs.flatMap { [trained(both.jobs[$0]), evaluated(both.evaluation(at: $0))] }, models: jobs.map { both.jobs[$0] })
        let rest = RunPlan(both, spec: spec, known: known)
        #expect(rest.rows[1].counts == [.notMeasured: 2] && rest.rows[1].done == 0 && rest.rows[2].counts.isEmpty)
        #expect(rest.outline.done == 0 && rest.outline.missing == 4)
    }

    @Test func theDataOfTheFolderIsKnownAgain() throws {
        let job = plan(spec).jobs[0]
        let known = try journal([trained(job)], models: [])
        let folder = ResultsFolder(URL(fileURLWithPath: "/nowhere/at all"))
        let data = FolderData(folder, known, checkpoints: [:])
        #expect(data.identity(.mnist, spec.data) == job.data && !data.hasTraces)
        #expect(data.identity(.strokes, spec.data) == nil)
        // Of the same set, another split.
        var other = spec.data
        other.train += 1
        #expect(data.identity(.mnist, other) == DataIdentity(dataset: .mnist, digest: job.data.digest, request: other))
    }

    /// Where nothing was recorded yet: what a run left of itself, and else the data, where they are here.
    @Test func theDataOfWhatWasOnlyBegunIsKnown() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            var request = spec.data
            (request.source, request.fallback) = (.mnist, .strokes)
            let empty = FolderData(folder, KnownResults(), checkpoints: [:])
            let store = DatasetStore(environment: ["HOME": url.path], allowDownload: false)
            #expect(empty.identity(request, store: store) == DataIdentity(dataset: .mnist, digest: "", request: request))
            let begun = FolderData(folder, KnownResults(), checkpoints: ["x": 3])
            let drawn = begun.identity(request, store: store)
            var notices: [DataNotice] = []
            let strokes = try store.load(.strokes, notices: &notices)
            #expect(drawn.dataset == .strokes && drawn.digest == strokes.digest)
            let recorded = DataIdentity(dataset: .mnist, digest: "abc", request: request)
            let provenance = Provenance(
                version: "1", source: nil, machine: .current(), instructionSet: "avx2", lanes: [], data: [recorded],
                start: "", seconds: 1)
            try AtomicFile.write(try provenance.json(), to: folder.provenance)
            let told = FolderData(folder, KnownResults(), checkpoints: [:])
            #expect(told.identity(request, store: store) == recorded)
        }
    }

    @Test func theReport() throws {
        let plan = plan(spec)
        let run = RunPlan(plan, spec: spec, known: KnownResults())
        let simulation = Simulation(plan, known: KnownResults(), lanes: 2)
        let lanes = LanePlan(
            lanes: [
                PlannedLane(
                    index: 0, processors: ProcessorSet([4]),
                    core: .init(index: 2, processors: [.init(logical: 0, os: 4)], numa: 1)),
                PlannedLane(index: 1, processors: nil, core: .init(index: 3, processors: [.init(logical: 1, os: 6)])),
            ], notices: [])
        let json = try PlanReport(
            run, name: "s", dataset: .mnist, lanes: lanes, withJobs: true, simulation: simulation
        ).json()
        let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect((object["jobs"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == plan.ids.map(\.text))
        #expect((object["simulation"] as? [String: Any])?["jobs"] as? Int == 6)
        #expect((object["rows"] as? [[String: Any]])?.count == 2)
        let places = try #require(object["places"] as? [[String: Any]])
        #expect(object["lanes"] as? Int == 2 && places.map { $0["lane"] as? Int } == [0, 1])
        #expect(places[0]["processors"] as? String == "4" && places[0]["core"] as? Int == 2 && places[0]["numa"] as? Int == 1)
        #expect(places[1]["processors"] == nil && places[1]["package"] == nil)
    }

    /// Few lanes have a line each, many are told node by node.
    @Test func theCoresOfLanesAreNamed() {
        func plan(_ lanes: Int, alternating: Bool = false, _ processors: (Int) -> ProcessorSet?) -> [String] {
            let planned = (0 ..< lanes).map { index in
                let package = alternating ? index % 2 : index / 8
                return PlannedLane(
                    index: index, processors: processors(index),
                    core: .init(index: index, processors: [.init(logical: index, os: index)], package: package, numa: package))
            }
            return LanePlaces(LanePlan(lanes: planned, notices: [])).lines
        }
        #expect(
            plan(2) { ProcessorSet([$0 * 2]) } == [
                "lane 0: processor 0, core 0, package 0, NUMA 0", "lane 1: processor 2, core 1, package 0, NUMA 0",
            ])
        #expect(
            plan(16) { ProcessorSet([$0]) } == [
                "lanes 0-7: processors 0-7, one each, package 0, NUMA 0",
                "lanes 8-15: processors 8-15, one each, package 1, NUMA 1",
            ])
        #expect(
            plan(16) { ProcessorSet($0 < 8 ? 0 ..< 8 : 8 ..< 16) } == [
                "lanes 0-7: processors 0-7, package 0, NUMA 0", "lanes 8-15: processors 8-15, package 1, NUMA 1",
            ])
        #expect(
            plan(10, alternating: true) { ProcessorSet([$0]) } == [
                "lanes 0,2,4,6,8: processors 0,2,4,6,8, one each, package 0, NUMA 0",
                "lanes 1,3,5,7,9: processors 1,3,5,7,9, one each, package 1, NUMA 1",
            ])
        #expect(plan(3) { _ in nil } == ["3 lanes, not bound to processors"])
    }
}
