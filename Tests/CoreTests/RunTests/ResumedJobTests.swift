import Foundation
import Synchronization
import Testing

@testable import Core

/// A clock that stands still until it is moved.
final class FakeClock: Sendable {
    private let seconds = Mutex(1000.0)
    func move(_ by: Double) { seconds.withLock { $0 += by } }
    var pace: JobPace { JobPace(now: { self.seconds.withLock { $0 } }) }
}

/// Jobs that stop on the way, in good order or not, and go on later.
@Suite struct ResumedJobTests {
    private func bench(_ methods: [Method] = [.DA], epochs: Int = 4, data: PreparedData? = nil) throws -> RunBench {
        var bench = try RunBench(methods: methods, seeds: [0], data: data)
        bench.spec.measures = [.accuracy]
        bench.spec.nu = .values([0.7])
        bench.spec.training.epochs = epochs
        return bench
    }

    private func epochs(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .epochDone(_, _, let report, _) = $0 { report.epoch } else { nil } }
    }

    private func checkpoints(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .checkpointed(_, _, let epoch, _) = $0 { epoch } else { nil } }
    }

    /// Of the checkpoints: whether they are to be told as a job's last word for now.
    private func stops(_ notices: [RunEvent]) -> [Bool] {
        notices.compactMap { if case .checkpointed(_, _, _, let isStopping) = $0 { isStopping } else { nil } }
    }

    private func resumed(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .resumed(_, _, let epoch) = $0 { epoch } else { nil } }
    }

    private func problems(_ notices: [RunEvent]) -> [String] {
        notices.compactMap { if case .checkpointProblem(_, let reason) = $0 { reason } else { nil } }
    }

    @Test(arguments: Method.allCases) func `stopped at every epoch, and on other kernels each time`(_ method: Method) throws {
        let whole = try bench([method]).run().added.content
        var bench = try bench([method])
        for epoch in 1 ... 3 {
            bench.instructionSet = availableSets[epoch % availableSets.count]
            let course = try bench.run(lanes: 1 + epoch % 2, shouldStop: { _ in true })
            #expect(course.added.isEmpty && !course.runner.isComplete && course.runner.failures.isEmpty)
            #expect(epochs(course.notices) == [epoch] && checkpoints(course.notices) == [epoch])
            #expect(resumed(course.notices) == (epoch == 1 ? [] : [epoch - 1]))
            #expect(bench.ownCheckpoints.found() == [bench.plan.jobs[0].id: epoch])
        }
        let last = try bench.run()
        #expect(last.outline.groups.map(\.reason) == [.interrupted(epoch: 3)])
        #expect(resumed(last.notices) == [3] && epochs(last.notices) == [4])
        #expect(try bench.journalEvents().content == whole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.ownCheckpoints.url.path).isEmpty)
    }

    @Test func `checkpoints come by time, and seconds are those of all sessions`() throws {
        let clock = FakeClock()
        var bench = try bench(epochs: 8)
        bench.pace = clock.pace
        let tick: @Sendable (RunEvent) -> Void = { if case .epochDone = $0 { clock.move(4) } }
        let stopped = try bench.run(onNotice: tick, shouldStop: { notices in
            notices.filter { if case .epochDone = $0 { true } else { false } }.count == 5
        })
        #expect(checkpoints(stopped.notices) == [3, 5])
        let found = try #require(try bench.ownCheckpoints.read(bench.plan.jobs[0].id))
        #expect(found.head.seconds == 20 && found.head.program == "test" && found.state.epoch == 5)
        clock.move(-500)
        let rest = try bench.run(onNotice: tick)
        #expect(resumed(rest.notices) == [5] && checkpoints(rest.notices).isEmpty)
        #expect(rest.added.trained.map(\.seconds) == [32])
        // They are of all eight epochs, though three were left to do: what follows is not thought to be slow.
        var other = bench.plan.jobs[0]
        other.seed += 1
        let runner = rest.runner
        let expected = runner.state.withLock { $0.costs.seconds(runner.executor.work(of: other, isTrained: false, evaluations: [])) }
        #expect((expected - 32).magnitude < 1e-6, "\(expected)")
        #expect(runner.secondsBefore == 20)
        // An interval of nothing means every epoch, but not after the last one.
        var eager = try self.bench(epochs: 3)
        eager.pace.checkpointSeconds = 0
        #expect(checkpoints(try eager.run().notices) == [1, 2])
    }

    @Test func `a checkpoint that cannot be used is named, and costs nothing but time`() throws {
        let whole = try bench().run().added.content
        let bench = try bench()
        let job = bench.plan.jobs[0]
        let file = bench.ownCheckpoints.file(job.id)
        _ = try bench.run(shouldStop: { _ in true })
        let good = try Data(contentsOf: file)
        var foreign = try CheckpointFile(bytes: [UInt8](good), file: "c")
        foreign.head.job = "another"
        var flipped = good
        flipped[good.count / 2] ^= 1
        var otherShape = try CheckpointFile(bytes: [UInt8](good), file: "c")
        otherShape.state.parameters.removeLast()
        for (bytes, words) in [
            (flipped, "damaged: expected SHA-256"), (good.prefix(good.count - 1), "damaged: expected SHA-256"),
            (Data(), "an empty file"), (Data(try foreign.encoded()), "made by another job"),
            (Data(try otherShape.encoded()), "parameters: expected"),
        ] {
            try bench.restart(with: [])
            try bytes.write(to: file)
            let course = try bench.run()
            #expect(problems(course.notices).count == 1)
            #expect(problems(course.notices)[0].contains(words), "\(problems(course.notices))")
            #expect(problems(course.notices)[0].contains(file.path))
            #expect(epochs(course.notices) == [1, 2, 3, 4] && resumed(course.notices).isEmpty)
            #expect(try course.added.content == whole)
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    // MARK: - Deadlines

    @Test func `a deadline ends an attempt, and the next goes on from there`() throws {
        let whole = try bench(epochs: 8).run().added.content
        let clock = FakeClock()
        var bench = try bench(epochs: 8)
        bench.pace = clock.pace
        bench.pace.minutes = 1
        let tick: @Sendable (RunEvent) -> Void = { if case .epochDone = $0 { clock.move(25) } }
        let course = try bench.run(onNotice: { event in
            tick(event)
            // The clock of the wall plays no part: each attempt has its own beginning.
            if case .retrying(_, retry: 2, of: _) = event { clock.move(-100_000) }
        })
        let failure = try #require(course.added.failed.first)
        #expect(failure.kind == .timedOut && failure.stage == "training" && failure.epoch == 3)
        #expect(
            failure.reason == "passed 1 minute at epoch 3 of 8; the checkpoint is kept, and the next try goes on from it")
        #expect(failure.detail?.split(separator: "\n").count == 3)
        #expect(failure.detail?.hasPrefix("epoch 1: cross-entropy ") == true)
        #expect(course.added.failed.map(\.epoch) == [3, 6] && course.retries.count == 2)
        // The failure tells of it: a line of its own would stand above.
        #expect(!stops(course.notices).contains(true))
        #expect(epochs(course.notices) == [1, 2, 3, 4, 5, 6, 7, 8] && resumed(course.notices) == [3, 6])
        #expect(course.added.trained.map(\.seconds) == [200])
        #expect(course.runner.failures.isEmpty && course.runner.isComplete)
        let results = course.added.filter { if case .failed = $0 { false } else { true } }
        #expect(try results.content == whole)
        #expect(bench.knownResults(try bench.journalEvents()).failures.isEmpty)
    }

    @Test func `the last epoch is never too late, and measuring has an end too`() throws {
        let clock = FakeClock()
        var bench = try bench(epochs: 2, data: TinyData.prepared(test: 150))
        bench.pace = clock.pace
        bench.pace.minutes = 0.5
        let course = try bench.run(onNotice: { event in
            if case .epochDone(_, _, let report, _) = event, report.epoch == 2 { clock.move(31) }
        })
        #expect(course.added.trained.count == 1)
        let failure = try #require(course.added.failed.first)
        #expect(failure.kind == .timedOut && failure.stage == "measuring test" && failure.epoch == nil)
        #expect(
            failure.reason
                == "passed 0.5 minutes after 64 of 150 samples; the network is trained; the checkpoint is kept, and the "
                + "next try goes on from it")
        // Time counts from the beginning of each attempt.
        #expect(course.trained.count == 1 && course.added.evaluated.count == 1 && course.added.failed.count == 1)
        #expect(course.retries.count == 1 && course.runner.failures.isEmpty)
    }

    @Test func `who is asked to stop has not failed`() throws {
        let clock = FakeClock()
        var bench = try bench()
        bench.pace = clock.pace
        bench.pace.minutes = 1
        let course = try bench.run(onNotice: { _ in clock.move(1000) }, shouldStop: { _ in true })
        #expect(course.added.isEmpty && checkpoints(course.notices) == [1] && stops(course.notices) == [true])
    }

    @Test func `a diverged job tells its last epochs and leaves no checkpoint`() throws {
        var bench = try bench([.IR], epochs: 5)
        bench.spec.nu = .values([1])
        bench.spec.training.batch = 50
        bench.spec.training.learningRate = 1e9
        bench.pace.checkpointSeconds = 0
        let course = try bench.run()
        let failure = try #require(course.added.failed.first)
        #expect(failure.kind == .diverged && failure.epoch == 2)
        #expect(failure.detail?.hasPrefix("epoch 1: cross-entropy ") == true)
        #expect(failure.detail?.contains(", regulariser ") == true)
        #expect(checkpoints(course.notices) == [1] && bench.ownCheckpoints.found().isEmpty)
    }

    // MARK: - Disks that refuse

    @Test(arguments: [ENOSPC, EDQUOT, EROFS]) func `a disk that takes no checkpoint stops the run, and a later one goes on`(
        _ code: Int32
    ) throws {
        let whole = try bench().run().added.content
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        let folder = bench.ownCheckpoints
        bench.checkpoints = .flaky(folder.url) { call, path in
            call < 3 ? nil : .refused(.write, path: path, code: code)
        }
        let course = try bench.run()
        #expect(course.stoppings == 1 && course.added.isEmpty && !course.runner.isComplete)
        #expect(course.runner.diskError?.contains(folder.file(bench.plan.jobs[0].id).path) == true)
        #expect(course.runner.failures.isEmpty)
        bench.checkpoints = nil
        let rest = try bench.run()
        #expect(resumed(rest.notices) == [2])
        #expect(try rest.added.content == whole)
    }

    @Test func `a refusal that passes costs one checkpoint, and is told once`() throws {
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        bench.checkpoints = .flaky(bench.ownCheckpoints.url) { call, path in
            call > 2 ? nil : .refused(.create, path: path + "\(call)", code: ETIMEDOUT)
        }
        let course = try bench.run()
        #expect(problems(course.notices).count == 1)
        #expect(checkpoints(course.notices) == [3])
        #expect(course.added.trained.count == 1 && course.stoppings == 0)
    }

    @Test func `a checkpoint that is refused for another cause is done without`() throws {
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        bench.checkpoints = CheckpointFolder(bench.ownCheckpoints.url) { url, _ throws(FileError) in
            throw .refused(.create, path: url.path, code: EACCES)
        }
        let course = try bench.run()
        #expect(problems(course.notices).count == 1)
        #expect(course.added.trained.count == 1 && course.stoppings == 0)
    }

    // MARK: - Disks that cannot be read for a while

    @Test func `a checkpoint that cannot be read at once is asked for again`() throws {
        var bench = try bench()
        let whole = try bench.run().added.content
        bench = try self.bench()
        bench.pace.checkpointSeconds = 0
        _ = try bench.run(shouldStop: { !checkpoints($0).isEmpty })
        let calls = Mutex(0)
        bench.checkpoints = CheckpointFolder(
            bench.ownCheckpoints.url,
            load: { url in
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                if call < 3 { throw CocoaError(.fileReadUnknown) }
                return [UInt8](try Data(contentsOf: url))
            }, patience: [0, 0, 0])
        let rest = try bench.run()
        #expect(!resumed(rest.notices).isEmpty && problems(rest.notices).isEmpty)
        #expect(try bench.journalEvents().content == whole)
    }

    @Test func `one that stays unreadable is left where it is, and the job starts over`() throws {
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        _ = try bench.run(shouldStop: { !checkpoints($0).isEmpty })
        let file = bench.ownCheckpoints.file(bench.plan.jobs[0].id)
        let before = try Data(contentsOf: file)
        bench.checkpoints = CheckpointFolder(
            bench.ownCheckpoints.url,
            load: { throw CocoaError($0 == file ? .fileReadNoPermission : .fileReadNoSuchFile) }, patience: [0])
        // Stopped before there is a newer one.
        bench.pace.checkpointSeconds = 1e9
        let kept = Mutex<Data?>(nil)
        let course = try bench.run(onNotice: { event in
            if case .checkpointProblem = event { kept.withLock { $0 = try? Data(contentsOf: file) } }
        })
        #expect(resumed(course.notices).isEmpty)
        try #require(problems(course.notices).count == 1, "\(problems(course.notices))")
        #expect(problems(course.notices)[0].contains("cannot be read: "))
        #expect(kept.withLock { $0 } == before)
        #expect(course.added.trained.count == 1)
    }
}
