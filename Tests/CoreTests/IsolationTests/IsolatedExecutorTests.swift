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
        _ script: String, shell: String = "/bin/sh", limit: Double? = nil, stop: Bool = false, isWanted: Bool = true,
        refusals: [Int32] = []
    ) throws -> (ending: JobEnding, events: [JournalEvent]) {
        try course(script, shell: shell, limit: limit, stop: stop, isWanted: isWanted, refusals: refusals).0
    }

    /// - Parameter refusals: the system's error numbers for the first processes that are to be started.
    /// - Returns: also what it said.
    private func course(
        _ script: String, shell: String = "/bin/sh", limit: Double? = nil, stop: Bool = false, isWanted: Bool = true,
        refusals: [Int32] = []
    ) throws -> ((ending: JobEnding, events: [JournalEvent]), said: [String]) {
        var rule = HangRule(RunLimits())
        (rule.limit, rule.grace) = (limit, 0.1)
        let said = Mutex<[String]>([])
        var executor = IsolatedExecutor(
            program: .init(executable: shell, arguments: ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"]),
            settings: JobSettings(folder: ResultsFolder(URL(fileURLWithPath: bench.folder.path))),
            model: { [bench] in bench.model($0) }, kernels: bench.instructionSet,
            costs: try bench.executor(notify: { _ in }, shouldStop: { false }), rule: rule,
            pauses: GrowingPauses([0.01, 0.02, 0.03, 0.04, 0.05]), say: { line in said.withLock { $0.append(line) } },
            notify: { _ in }, shouldStop: { stop })
        let started = Atomic<Int>(0)
        executor.begin = { program, request in
            let index = started.add(1, ordering: .relaxed).oldValue
            if index < refusals.count { throw SpawnError(step: "start", code: refusals[index]) }
            return try IsolatedChild(program, request)
        }
        signal(SIGPIPE, SIG_IGN)
        let events = Mutex<[JournalEvent]>([])
        let ending = executor.run(
            job, trained: nil, evaluations: [bench.plan.evaluation(of: job)], lane: lane, isWanted: { isWanted },
            record: { event in
                events.withLock { $0.append(event) }
                return true
            })
        return ((ending, events.withLock { $0 }), said.withLock { $0 })
    }

    @Test(arguments: [
        ("exit 0", "its process was lost: exited with status 0"),
        ("exit 7", "its process was lost: exited with status 7"),
        ("kill -SEGV $$", "its process was lost: killed by signal 11 (Segmentation fault)"),
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

    @Test func `a crash report that is longer than the journal has room for is kept in a file`() throws {
        let report = "echo 'Fatal error: x'; echo; echo '*** Program crashed: y ***'; echo; echo 'Thread 1 crashed:'; "
            + "seq -f '  %g in sweep' 2000; echo; echo 'Backtrace took 1s'"
        let (course, said) = try course("{ \(report); } >&2; kill -ILL $$")
        #expect(course.events.failed.map(\.reason) == ["its process was lost: killed by signal 4 (Illegal instruction)"])
        let detail = try #require(course.events.failed.first?.detail)
        #expect(detail.hasPrefix("Fatal error: x\n") && detail.utf8.count <= 4096)
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).filter { $0.hasPrefix("crash-") }
        #expect(names.count == 1 && said.count == 1 && said[0].hasPrefix("R4 DA seed 0: its process was lost: "), "\(said)")
        let name = try #require(names.first)
        #expect(said[0].hasSuffix("; its backtrace is in \(bench.folder.path)/\(name)"), "\(said)")
        let text = try String(contentsOfFile: "\(bench.folder.path)/\(name)", encoding: .utf8)
        #expect(text.contains("Fatal error: x") && text.contains("  2000 in sweep\n") && text.hasSuffix("Backtrace took 1s\n"))
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

    @Test(arguments: ["KILL", "TERM", "HUP"])
    func `a child that somebody kills is begun again, and its job has failed when that goes on`(_ signal: String) throws {
        let once = try course("[ -e $HOME/x ] && exit 3; : > $HOME/x; kill -\(signal) $$".inFolder(bench.folder.path))
        #expect(once.0.events.failed.map(\.reason) == ["its process was lost: exited with status 3"])
        #expect(once.0.events.failed.map(\.mark) == [nil] && once.said.count == 1)
        let (always, said) = try course("echo some words >&2; kill -\(signal) $$")
        #expect(always.ending == .failed && always.events.count == 1)
        let failure = try #require(always.events.failed.first)
        #expect(failure.kind == .crashed && failure.mark == .killed && failure.detail == "some words")
        #expect(failure.reason.hasPrefix("its process was killed by signal ") && failure.reason.contains(", 4 times now: "))
        #expect(said.count == 3 && said[0].contains("begun again in 0.01 s"), "\(said)")
        #expect(CrashHistory(events: always.events).suspects.isEmpty)
    }

    @Test func `what a killed child had done is not done again`() throws {
        let trained = TrainedEvent(
            id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [], regulariser: [], accuracy: [],
            seconds: 1, place: lane.record)
        let path = bench.folder.path + "/answer"
        try Data(try PipeLine.encode(ChildMessage.event(.trained(trained)))).write(to: URL(fileURLWithPath: path))
        // The second one tells what it was asked.
        let script = "if [ -e $HOME/x ]; then head -n 1 > $HOME/asked; exit 3; fi; : > $HOME/x; cat $HOME/answer >&3; kill -9 $$"
        let (ending, events) = try run(script.inFolder(bench.folder.path))
        #expect(ending == .failed && events.count == 2 && events.trained.map(\.id) == [job.id])
        let asked = try Data(contentsOf: URL(fileURLWithPath: bench.folder.path + "/asked"))
        let request = try #require(PipeLine.decode(JobRequest.self, asked.dropLast()))
        #expect(request.trained?.id == job.id && request.evaluations == [bench.plan.evaluation(of: job)])
    }

    @Test func `processes that are refused for the moment are waited for, and never stop the run`() throws {
        for code in [EAGAIN, ENOMEM, EMFILE, ENFILE] {
            let (course, said) = try course("exit 3", refusals: [code, code])
            #expect(course.events.failed.map(\.reason) == ["its process was lost: exited with status 3"])
            #expect(said.count == 2 && said[0].contains("could not start a child process") && said[1].contains("0.02 s"))
        }
        let (ending, events) = try run("exit 3", refusals: Array(repeating: EAGAIN, count: 9))
        #expect(ending == .failed)
        #expect(events.failed.map(\.kind) == [.error] && events.failed.map(\.isFinal) == [false])
        #expect(events.failed.first?.reason.contains("(tried 5 times)") == true, "\(events)")
        #expect(try run("exit 3", stop: true, refusals: [EAGAIN]).ending == .stopped)
        #expect(try run("exit 3", isWanted: false, refusals: [EAGAIN]).ending == .stopped)
    }

    @Test func `a program that is not there stops the run, and is no failure of its job`() throws {
        let (ending, events) = try run("", shell: "/nonexistent")
        guard case .diskRefused(let reason) = ending else {
            Issue.record("ended as \(ending)")
            return
        }
        #expect(reason.hasSuffix("No such file or directory; is the program still where it was started from?"), "\(reason)")
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

    @Test func `a child that has said all and does not end is killed, and its answer counts`() throws {
        let failure = FailedEvent(
            id: job.id, job: job, kind: .diverged, stage: "training", epoch: 2, reason: "x", place: lane.record)
        let path = bench.folder.path + "/answer"
        try Data(try PipeLine.encode(ChildMessage.event(.failed(failure))) + PipeLine.encode(ChildMessage.ended(.failed)))
            .write(to: URL(fileURLWithPath: path))
        let start = ContinuousClock.now
        let (ending, events) = try run("cat '\(path)' >&3; exec sleep 600")
        #expect(ending == .failed && events == [.failed(failure)])
        #expect(start.duration(to: .now) < .seconds(300))
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

extension String {
    /// As a script for which `$HOME` is a folder.
    fileprivate func inFolder(_ path: String) -> String { "HOME='\(path)'; \(self)" }
}
