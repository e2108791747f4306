import Foundation
import Synchronization
import Testing

@testable import Core

/// What a parent makes of a child that does not do as it should: shell scripts in its place.
@Suite struct IsolatedExecutorTests {
    private let bench: RunBench
    private let job: Job
    private let lane = Lane(LanePlan.unpinned(1).lanes[0])

    init() throws {
        bench = try RunBench(methods: [.DA], seeds: [0, 1])
        job = bench.plan.jobs[0]
    }

    private func run(
        _ script: String, shell: String = "/bin/sh", limit: Double? = nil, stop: Bool = false, isWanted: Bool = true
    ) throws -> (ending: JobEnding, events: [JournalEvent]) {
        var rule = HangRule(RunLimits())
        (rule.limit, rule.grace) = (limit, 0.1)
        let executor = IsolatedExecutor(
            program: .init(executable: shell, arguments: ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"]),
            settings: JobSettings(folder: ResultsFolder(URL(fileURLWithPath: bench.folder.path))),
            model: { [bench] in bench.model($0) }, kernels: bench.instructionSet,
            costs: try bench.executor(notify: { _ in }, shouldStop: { false }), rule: rule, notify: { _ in },
            shouldStop: { stop })
        signal(SIGPIPE, SIG_IGN)
        let events = Mutex<[JournalEvent]>([])
        let ending = executor.run(
            job, trained: nil, evaluations: [bench.plan.evaluation(of: job)], lane: lane, isWanted: { isWanted },
            record: { event in
                events.withLock { $0.append(event) }
                return true
            })
        return (ending, events.withLock { $0 })
    }

    @Test(arguments: [
        ("exit 0", "its process was lost: exited with status 0"),
        ("exit 7", "its process was lost: exited with status 7"),
        ("kill -9 $$", "its process was lost: killed by signal 9 (Killed)"),
        ("echo garbage >&3; exec sleep 600", "what its process sent is not a message of this program"),
        // Its pipes are held open by another process.
        ("sleep 5 & exit 3", "its process was lost: exited with status 3"),
    ])
    func `a child that goes wrong is a crash of its job`(_ script: String, _ reason: String) throws {
        let (ending, events) = try run("echo some words >&2; \(script)")
        #expect(ending == .failed)
        #expect(events.failed.map(\.reason) == [reason])
        #expect(events.failed.first?.kind == .crashed)
        #expect(events.failed.first?.detail == "some words")
        #expect(events.failed.first?.id == job.id)
        #expect(events.count == 1)
    }

    @Test func `a child that nobody wants is killed where it does not stop`() throws {
        let (ending, events) = try run("trap '' TERM; exec sleep 600", isWanted: false)
        #expect(ending == .stopped && events.isEmpty)
    }

    @Test func `a silent child is killed long after its limit`() throws {
        let (ending, events) = try run("exec sleep 600", limit: 0.1)
        #expect(ending == .failed)
        #expect(events.failed.map(\.kind) == [.timedOut])
        #expect(events.failed.map(\.reason) == ["no sign of life since it began"])
    }

    @Test func `a child that is asked to stop and does is no failure`() throws {
        let (ending, events) = try run("exec sleep 600", stop: true)
        #expect(ending == .stopped)
        #expect(events.isEmpty)
    }

    @Test func `a child that cannot be started stops the run, and is no failure of its job`() throws {
        let (ending, events) = try run("", shell: "/nonexistent")
        guard case .diskRefused(let reason) = ending else {
            Issue.record("ended as \(ending)")
            return
        }
        #expect(reason.contains("No such file"))
        #expect(events.isEmpty)
    }

    @Test func `the answer of a child counts, whatever it says after`() throws {
        let failure = FailedEvent(
            id: job.id, job: job, kind: .diverged, stage: "training", epoch: 2, reason: "x", place: lane.record)
        let lines = try PipeLine.encode(ChildMessage.event(.failed(failure)))
            + PipeLine.encode(ChildMessage.ended(.failed))
        let path = bench.folder.path + "/answer"
        try Data(lines).write(to: URL(fileURLWithPath: path))
        let (ending, events) = try run("cat '\(path)' >&3; kill -9 $$")
        #expect(ending == .failed)
        #expect(events == [.failed(failure)])
    }

    @Test func `a child may not speak of another job`() throws {
        let other = bench.plan.jobs[1]
        let failure = FailedEvent(id: other.id, job: other, stage: "training", epoch: 2, reason: "x", place: lane.record)
        let path = bench.folder.path + "/answer"
        try Data(try PipeLine.encode(ChildMessage.event(.failed(failure)))).write(to: URL(fileURLWithPath: path))
        let (ending, events) = try run("cat '\(path)' >&3; exec sleep 600")
        #expect(ending == .failed)
        #expect(events.failed.map(\.id) == [job.id])
        #expect(events.failed.map(\.reason) == ["its process sent an event of another job"])
    }
}
