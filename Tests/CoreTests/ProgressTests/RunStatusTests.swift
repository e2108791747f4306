import Foundation
import Testing

@testable import Core

/// `status.json`, and what it says of a run that may be gone.
@Suite struct RunStatusTests {
    private let example: ProgressExample

    init() throws { example = try ProgressExample() }

    private func status() -> RunStatus {
        var progress = example.progress(lanes: 3)
        progress.secondsBefore = 12
        progress.note(.trainingStarted(example.job, lane: 0), at: 0)
        progress.note(example.epoch(1, lane: 0, loss: .nan), at: 10)
        progress.note(example.epoch(3, lane: 0, loss: .infinity), at: 30)
        progress.note(.analysing(example.plan.jobs[1], .latent, lane: 1, done: 0, all: 0), at: 30)
        progress.note(.probed(example.unit, example.probe(10, 0.25)), at: 30)
        var status = RunStatus(
            sweep: "s", program: "sweep 1", supervisor: 7, command: "sweep run 'a b'", progress: example.progress(lanes: 1))
        status.note(progress, seconds: 30, secondsLeft: 120, isStopping: false)
        return status
    }

    @Test func `a file gives back what was written`() throws {
        let folder = try OwnedFolder()
        let url = URL(fileURLWithPath: folder.path + "/status.json")
        let status = status()
        try status.write(to: url)
        let found = try #require(RunStatus(contentsOf: url))
        #expect(found.json == status.json)
        #expect(found.holder == status.holder && found.holder.pid == getpid() && found.state == .running)
        #expect(found.progress.lanes.count == 3 && found.progress.lanes[2] == nil)
        #expect(found.progress.lanes[0]?.secondsLeft(at: 30) == 870)
        #expect(found.progress.searches[0].trying == status.progress.searches[0].trying)
        #expect(found.progress.secondsBefore == 12)
        // Versions that did not count it.
        let older = status.json.replacingOccurrences(of: "\"seconds_before\":12,", with: "")
        #expect(older != status.json && RunStatus(json: Data(older.utf8))?.progress.trained == 0)
        var ended = found
        ended.end(found.progress, seconds: 40, exitStatus: 1)
        try ended.write(to: url)
        let last = try #require(RunStatus(contentsOf: url))
        #expect(last.state == .ended && last.exitStatus == 1 && last.secondsLeft == nil && last.seconds == 40)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["status.json"])
    }

    @Test func `a time left that nobody knows is none`() {
        var status = status()
        status.note(status.progress, seconds: 1, secondsLeft: .infinity, isStopping: true)
        #expect(status.secondsLeft == nil && status.state == .stopping)
    }

    @Test func `a folder that is gone or full is an error that names the file`() throws {
        let folder = try OwnedFolder()
        let url = URL(fileURLWithPath: folder.path + "/nowhere/status.json")
        let error = #expect(throws: FileError.self) { try status().write(to: url) }
        #expect("\(try #require(error))".contains(url.path))
    }

    @Test func `part of a file, and anything else, is nothing`() {
        let bytes = Data(status().json.utf8)
        for count in 0 ..< bytes.count - 2 { #expect(RunStatus(json: bytes.prefix(count)) == nil) }
        for text in ["", "{}", "[]", "null", "{\"sweep\":1}", "\u{0}"] { #expect(RunStatus(json: Data(text.utf8)) == nil) }
        #expect(RunStatus(contentsOf: URL(fileURLWithPath: "/nowhere/status.json")) == nil)
    }

    // MARK: - Alive or not

    private func presence(
        _ status: RunStatus?, lock: ResultsLockError? = nil, host: String? = nil, after seconds: Double = 0,
        alive: Set<Int32> = []
    ) -> RunPresence {
        let now = (status.flatMap { try? Date.ISO8601FormatStyle().parse($0.updated) } ?? Date()).addingTimeInterval(seconds)
        return .of(
            status, lock: lock, host: host ?? status?.holder.host ?? "here", now: now, isAlive: { pid, _ in alive.contains(pid) })
    }

    @Test func `the lock tells a living process from a dead one`() {
        let status = status()
        var ended = status
        ended.end(status.progress, seconds: 40, exitStatus: 0)
        let own = ResultsLockError.held(folder: "/r", by: status.holder)
        var other = status.holder
        other.pid += 1
        #expect(presence(status, lock: own).name == "running")
        #expect(presence(status, lock: .held(folder: "/r", by: nil)).name == "running")
        #expect(presence(status, lock: .held(folder: "/r", by: other)).name == "busy", "of the run before")
        #expect(presence(ended, lock: own).name == "busy")
        #expect(presence(nil, lock: own).name == "busy")
        #expect(presence(nil).name == "none")
        #expect(presence(ended).name == "ended")
        #expect(presence(status).name == "lost")
        #expect(presence(status, alive: [status.holder.pid]).name == "lost", "numbers are given again")
        #expect(presence(status, alive: [7]).name == "restarting")
    }

    @Test func `of another machine the time of the last word decides`() {
        let status = status()
        #expect(presence(status, host: "elsewhere", after: 5).name == "running")
        #expect(presence(status, host: "elsewhere", after: -5).name == "running")
        #expect(presence(status, host: "elsewhere", after: 3600).name == "lost")
        #expect(presence(status, host: "elsewhere", after: 3600, alive: [7]).name == "lost", "its numbers are not ours")
    }

    @Test func `a supervisor that waits is told, wherever one looks from`() throws {
        var status = status()
        status.wait(seconds: 600)
        let found = try #require(RunStatus(json: Data(status.json.utf8)))
        #expect(found.state == .waiting && found.waitsUntil == status.waitsUntil && found.updated == status.updated)
        #expect(presence(status, alive: [7]).name == "restarting")
        #expect(presence(status).name == "lost", "the one that waited is gone too")
        #expect(presence(status, lock: .held(folder: "/r", by: nil)).name == "busy", "the next process begins")
        #expect(presence(status, host: "elsewhere", after: 300).name == "restarting")
        #expect(presence(status, host: "elsewhere", after: 900).name == "lost")
        var later = status
        later.note(status.progress, seconds: 1, secondsLeft: nil, isStopping: false)
        #expect(later.state == .running && later.waitsUntil == nil)
    }

    @Test func `a number that was given again is another process`() throws {
        let mark = ProcessMark.of(getpid())
        #expect(mark.canBe(mark) && mark.canBe(ProcessMark(boot: nil, started: nil)))
        let told = ProcessMark(boot: "b", started: 5)
        #expect(!told.canBe(ProcessMark(boot: "c", started: 5)) && !told.canBe(ProcessMark(boot: "b", started: 6)))
        #expect(told.canBe(ProcessMark(boot: "b", started: nil)))
        let fields = (4 ... 30).map { "\($0)" }.joined(separator: " ")
        #expect(ProcessMark.started(stat: "12 (a) b (c) S \(fields)\n") == 22)
        for text in ["", "12 (a", "12 (a) S 4 5", "12 (a) S \(fields.replacingOccurrences(of: "22", with: "x"))"] {
            #expect(ProcessMark.started(stat: text) == nil, "\(text)")
        }
        // This process stands for the supervisor.
        let owned = try OwnedFolder()
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
        var status = RunStatus(
            sweep: "s", program: "sweep 1", supervisor: getpid(), command: "sweep run a", progress: example.progress(lanes: 1))
        #expect(status.supervisorMark == mark)
        try status.write(to: folder.status)
        #expect(RunPresence.of(folder).name == "restarting")
        #if os(Linux)
        #expect(mark.boot?.isEmpty == false && mark.started != nil)
        status.supervisorMark = ProcessMark(boot: "of last week", started: mark.started)
        try status.write(to: folder.status)
        #expect(RunPresence.of(folder).name == "lost")
        status.supervisorMark = ProcessMark(boot: mark.boot, started: mark.started.map { $0 + 1 })
        try status.write(to: folder.status)
        #expect(RunPresence.of(folder).name == "lost")
        #endif
    }

    @Test func `only what may go on is watched`() {
        let status = status()
        #expect(presence(status, lock: .held(folder: "/r", by: status.holder)).goesOn)
        #expect(presence(status, alive: [7]).goesOn && !presence(status).goesOn && !presence(nil).goesOn)
    }
}
