import Foundation
import Testing

@testable import Core

/// Several shards in one results folder.
@Suite struct ShardFolderTests {
    private let folder: OwnedFolder
    private let spec: SweepSpec
    private let plan: SweepPlan
    private let place = LaneRecord(lane: 0, processors: "0")
    private var whole: ResultsFolder { ResultsFolder(URL(fileURLWithPath: folder.path + "/r")) }

    init() throws {
        folder = try OwnedFolder()
        var spec = SweepSpec(name: "s", groups: [try #require(GroupName("R4"))], methods: [.WT, .DA])
        spec.seeds = [0, 1, 2]
        self.spec = spec
        plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .mnist, digest: "d", request: spec.data))
    }

    private func shard(_ text: String, tag: String = "aa") throws -> ResultsFolder {
        whole.seen(by: ShardPlace(tag: tag, try #require(ShardNumber(text))))
    }

    private func events(_ index: Int) -> [JournalEvent] {
        let job = plan.jobs[index]
        let evaluation = plan.evaluation(at: index)
        return [
            .trained(
                TrainedEvent(
                    id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [1], regulariser: [],
                    accuracy: [1], seconds: 1, place: place)),
            .evaluated(
                EvaluatedEvent(
                    id: evaluation.id, evaluation: evaluation,
                    measurements: Measurements(samples: 10, values: ["accuracy": Double(index)]), seconds: 1, place: place)),
        ]
    }

    /// As a run in that folder leaves it.
    private func write(_ events: [JournalEvent], _ folder: ResultsFolder) throws {
        try folder.create()
        let name = folder.shard == nil ? "main" : try JournalClaim.next(folder: folder.journal.path)
        let writer = try JournalWriter(folder: folder.journal.path, shard: name)
        let header = RunHeader(date: "d", host: "h", program: "p", instructionSet: "i", lanes: 1)
        for event in [.opened(header)] + events { try writer.append(event) }
        try writer.close()
        for case .trained(let trained) in events {
            // The least that looks like a model.
            try Data([2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]).write(to: folder.model(trained.id))
        }
    }

    private func done(_ known: KnownResults) -> [Int] { plan.jobs.indices.filter { known.isDone($0, of: plan) } }

    private func open(_ folder: ResultsFolder) throws -> [Int] {
        var reader = RecordReader(spec: spec, plan: plan, folder: folder)
        return done(try reader.open(folder).known)
    }

    @Test func whereThingsAre() throws {
        let shard = try shard("3/8")
        let base = folder.path + "/r"
        #expect(shard.journal.path == base + "/shards/aa-8/00003" && shard.checkpoints.path == shard.journal.path)
        #expect(shard.status.path == base + "/shards/aa-8/00003/status.json")
        #expect(shard.models == whole.models && shard.jobsTable == whole.jobsTable && shard.splits == whole.splits)
        #expect(whole.journal.path == base + "/journal" && whole.status.path == base + "/status.json")
        #expect(try self.shard("3/8", tag: "bb").journal != shard.journal)
        let byHand = whole.seen(by: ShardPlace(tag: nil, try #require(ShardNumber("1/2"))))
        #expect(byHand.journal.path == base + "/shards/hand-2/00001")
    }

    @Test func theFolderHasAllAndAShardItsOwn() throws {
        try write(events(0), whole)
        try write(events(1), try shard("1/2"))
        try write(events(2), try shard("2/2"))
        try write(events(3), try shard("1/3", tag: "bb"))
        #expect(done(try KnownResults.read(whole).known) == [0, 1, 2, 3])
        #expect(try open(whole) == [0, 1, 2, 3])
        // What was done on one machine, and by another cut; never that of its neighbours.
        #expect(try open(try shard("1/2")) == [0, 1, 3])
        #expect(try open(try shard("2/2")) == [0, 2, 3])
        #expect(try open(try shard("2/3", tag: "bb")) == [0, 1, 2])
        #expect(try RunAftermath.read(journal: try shard("1/2").journal.path).runs == 1)
        #expect(try Journal.readCurves(folder: whole.journal.path).curves.count == 4)
    }

    @Test func aModelThatIsGoneIsMissed() throws {
        try write(events(0) + events(1), try shard("1/2"))
        try FileManager.default.removeItem(at: whole.model(plan.jobs[1].id))
        #expect(try open(try shard("1/2")) == [0])
    }

    @Test func damageInOneShardSpoilsNoOther() throws {
        try write(events(0) + events(1), try shard("1/3"))
        try write(events(2), try shard("2/3"))
        try write(events(3), try shard("3/3"))
        let path = try shard("1/3").journal.appendingPathComponent("0000.jsonl")
        var bytes = try Data(contentsOf: path)
        let lines = bytes.split(separator: 0x0A)
        // The second network's training, in the midst of it.
        bytes[try #require(lines[3].indices.dropFirst(40).first)] ^= 1
        try bytes.write(to: path)
        // Nothing at all, where a shard should be.
        try Data("rubbish".utf8).write(to: try shard("2/3").journal.appendingPathComponent("0001.jsonl"))
        let (known, damage) = try KnownResults.read(whole)
        #expect(done(known) == [0, 2, 3])
        #expect(damage.count == 2 && damage.allSatisfy { "\($0)".contains("shards/aa-3/0000") }, "\(damage)")
    }

    @Test func everyProcessHasAFileOfItsOwn() throws {
        let shard = try shard("1/1")
        try shard.create()
        let folder = shard.journal.path
        #expect(try JournalClaim.next(folder: folder) == "0000")
        #expect(try JournalClaim.next(folder: folder) == "0001")
        #expect(try JournalClaim.next(folder: folder, prefix: "supervisor-") == "supervisor-0000")
        #expect(throws: JournalError.self) { try JournalClaim.next(folder: folder + "/none") }
    }

    /// A network that one variant lists and the other's search asks for is one network of its shard.
    @Test func networksCountOnce() throws {
        guard case .probe(let nu) = NuSearch(NuSearchSettings()).next else {
            Issue.record("no probe")
            return
        }
        let text = """
            name: s
            groups: [R4]
            methods: [IR]
            seeds: [0, 1]
            variants: [{name: a, nu: \(nu)}, {name: b, nu: {smallest: SI >= 0.95}}]
            """
        let spec = try SpecLoader.parse(text, path: "s.yaml").spec
        let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .mnist, digest: "d", request: spec.data))
        let entry = try #require(ShardLedger(PlanCut(plan, count: 1), known: KnownResults(), retries: 1).entries.first)
        #expect(plan.jobs.count == 2 && entry.jobs == 2 && entry.openSearches == 1)
    }

    @Test func whatIsMissing() throws {
        let cut = PlanCut(plan, count: 3)
        #expect(ShardLedger(cut, known: KnownResults(), retries: 1).missing == [1, 2, 3])
        let (first, second) = (try #require(ShardNumber("1/3")), try #require(ShardNumber("2/3")))
        let mine = cut.part(second).ids.compactMap { id in plan.ids.firstIndex { $0 == id } }
        try write(mine.flatMap(events), try shard("2/3"))
        let failing = try #require(cut.part(first).jobs.first)
        let failed = JournalEvent.failed(
            FailedEvent(id: failing.id, job: failing, stage: "training", epoch: 1, reason: "x", place: place))
        try write([failed], try shard("1/3"))
        var ledger = ShardLedger(cut, known: try KnownResults.read(whole).known, retries: 0)
        #expect(ledger.missing == [1, 3], "its other job")
        #expect(ledger.entries[1].done == mine.count && ledger.entries[0].givenUp == 1 && ledger.entries[0].jobs == 2)
        let other = cut.part(first).ids[1]
        try write(events(try #require(plan.ids.firstIndex { $0 == other })), try shard("1/3"))
        ledger = ShardLedger(cut, known: try KnownResults.read(whole).known, retries: 0)
        #expect(ledger.missing == [3], "what is given up is not submitted again")
        #expect(ShardLedger(cut, known: try KnownResults.read(whole).known, retries: 1).missing == [1, 3])
    }

    @Test func submissions() throws {
        #expect(whole.cut == nil && whole.submissions.isEmpty)
        try whole.create()
        try whole.createSlurm()
        let cut = PlanCut(plan, count: 2)
        try whole.write(CutRecord(tag: cut.tag, count: 2))
        let first = Submission(array: "9", collect: "11", cut: cut.tag, count: 2, tasks: "1-2", date: "2026-01-01T00:00:00Z")
        let second = Submission(array: "12", collect: "13", cut: cut.tag, count: 2, tasks: "2", date: "2026-01-01T00:00:00Z")
        try whole.write(second)
        try whole.write(first)
        try Data("{".utf8).write(to: whole.slurm.appendingPathComponent("submission-3.json"))
        #expect(whole.submissions == [first, second] && whole.cut == CutRecord(tag: cut.tag, count: 2))
        let queue = SlurmQueue(tasks: [
            SlurmTask(job: "9", index: 1, state: "COMPLETED"), SlurmTask(job: "9", index: 2, state: "FAILED"),
            SlurmTask(job: "12", index: 2, state: "RUNNING", elapsed: "0:05", node: "lab0"),
            SlurmTask(job: "13", state: "PENDING", reason: "Dependency"),
        ])
        #expect(queue.active(first).isEmpty && queue.active(second) == [2])
        #expect(!queue.isActive(first) && queue.isActive(second))
        let tasks = queue.byShard(whole.submissions)
        #expect(tasks[1]?.state == "COMPLETED" && tasks[2]?.state == "RUNNING")
    }

    @Test func whoHasWhat() throws {
        try write(plan.jobs.indices.prefix(2).flatMap(events), whole)
        try AtomicFile.write(SpecWriter.yaml(spec), to: whole.specification)
        let status = try FolderStatus(whole)
        #expect(ClusterView(whole, status, SlurmQueue(tasks: [])) == nil)
        try whole.createSlurm()
        let cut = PlanCut(status.plan, count: 3)
        try whole.write(CutRecord(tag: cut.tag, count: 3))
        try whole.write(Submission(array: "9", collect: "10", cut: cut.tag, count: 3, tasks: "1-3", date: "d"))
        let queue = SlurmQueue(tasks: [
            SlurmTask(job: "9", index: 1, state: "RUNNING"), SlurmTask(job: "9", index: 3, state: "TIMEOUT"),
            SlurmTask(job: "10", state: "PENDING"),
        ])
        let view = try #require(ClusterView(whole, status, queue))
        #expect(view.goesOn && view.array == "9" && view.collect?.state == "PENDING")
        #expect(view.shards.map { $0.task?.state } == ["RUNNING", nil, "TIMEOUT"])
        #expect(view.shards.reduce(0) { $0 + $1.done } == 2 && view.shards.reduce(0) { $0 + $1.jobs } == 6)
        #expect(view.counts.map(\.state) == ["running", "timeout"])
        var report = StatusReport(whole, .none)
        report.add(status, command: "c")
        report.add(view)
        #expect(report.state == "running")
        #expect(try report.json().contains(#""shard":1,"task":{"index":1,"job":"9","state":"RUNNING"}}"#))
        #expect(!view.isStuck && view.isCollecting && view.held.isEmpty && view.hopeless.isEmpty && !view.isUnreachable)
    }

    @Test func whatWaitsForAPerson() throws {
        try whole.create()
        try AtomicFile.write(SpecWriter.yaml(spec), to: whole.specification)
        let status = try FolderStatus(whole)
        try whole.createSlurm()
        let cut = PlanCut(status.plan, count: 2)
        try whole.write(CutRecord(tag: cut.tag, count: 2))
        try whole.write(Submission(array: "9", collect: "10", cut: cut.tag, count: 2, tasks: "1-2", date: "d"))
        func view(_ reasons: String..., collect: String) throws -> ClusterView {
            let tasks = reasons.enumerated().map { SlurmTask(job: "9", index: $0 + 1, state: "PENDING", reason: $1) }
            let queue = SlurmQueue(tasks: tasks + [SlurmTask(job: "10", state: "PENDING", reason: collect)])
            return try #require(ClusterView(whole, status, queue))
        }
        let some = try view("JobHeldUser", "Resources", collect: "Dependency")
        #expect(!some.isStuck && some.isCollecting && some.held.map(\.release) == ["scontrol release 9"])
        let all = try view("JobHeldUser", "BadConstraints", collect: "JobHeldUser")
        #expect(all.isStuck && !all.isCollecting)
        #expect(all.held.map(\.release) == ["scontrol release 9", "scontrol release 10"])
        let none = try view("Priority", "Priority", collect: "PartitionTimeLimit")
        #expect(!none.isCollecting && none.hopeless.map(\.job) == ["10"])
        let queue = SlurmQueue(tasks: [])
        #expect(try #require(ClusterView(whole, status, queue, .refused("squeue", message: "busy"))).isUnreachable)
        let missing = try #require(ClusterView(whole, status, queue, .missing("squeue")))
        #expect(!missing.isUnreachable && missing.problem?.contains("squeue") == true)
    }
}
