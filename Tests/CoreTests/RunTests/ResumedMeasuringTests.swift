import Foundation
import Testing

@testable import Core

/// Measurings that stop on the way, in good order or not, and go on later.
@Suite struct ResumedMeasuringTests {
    private static let samples = 6 * ImageChunk.size + 5

    /// Seven chunks, the last one small.
    private func bench(_ method: Method = .DA) throws -> RunBench {
        var bench = try RunBench(
            methods: [method], seeds: [0], data: TinyData.prepared(train: 20, test: Self.samples, validation: 10))
        bench.spec.measures = Measure.allCases
        bench.spec.nu = .values([0.7])
        bench.spec.training.epochs = 1
        return bench
    }

    private func evaluation(_ bench: RunBench) -> Evaluation { bench.plan.evaluation(at: 0) }

    private func file(_ bench: RunBench) -> URL {
        bench.ownCheckpoints.file(bench.plan.jobs[0].id, measuring: evaluation(bench).id)
    }

    private func chunks(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .measuring(_, _, _, let done) = $0 { done } else { nil } }
    }

    private func checkpoints(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .measuringCheckpointed(_, _, _, let done, _, _) = $0 { done } else { nil } }
    }

    private func resumed(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .measuringResumed(_, _, _, let done, _) = $0 { done } else { nil } }
    }

    private func problems(_ notices: [RunEvent]) -> [String] {
        notices.compactMap { if case .checkpointProblem(_, let reason) = $0 { reason } else { nil } }
    }

    @Test(arguments: Method.allCases) func `stopped at every chunk, and on other kernels and lanes each time`(
        _ method: Method
    ) throws {
        let whole = try bench(method).run().added.content
        var bench = try bench(method)
        var done = 0
        for round in 1 ... 8 {
            bench.instructionSet = availableSets[round % availableSets.count]
            // With two lanes the idle one helps, and more chunks than one may be done: all that are left even.
            let course = try bench.run(lanes: 2 - round % 2, shouldStop: { !self.chunks($0).isEmpty })
            #expect(course.runner.failures.isEmpty && course.trained.isEmpty == (round > 1))
            #expect(resumed(course.notices) == (round == 1 ? [] : [done]))
            if done > 0 {
                #expect(
                    course.outline.groups.map(\.reason) == [.measuringInterrupted(samples: done, of: Self.samples)])
            }
            if course.added.evaluated.count == 1 { break }
            try #require(!course.runner.isComplete)
            let now = try #require(checkpoints(course.notices).last)
            #expect(now > done && now % ImageChunk.size == 0)
            #expect(bench.ownCheckpoints.all().measurings[evaluation(bench).id]?.samples == now)
            done = now
        }
        #expect(done > 0)
        #expect(try bench.journalEvents().content == whole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.ownCheckpoints.url.path).isEmpty)
    }

    @Test func `checkpoints come by time, and seconds are those of all sessions`() throws {
        let clock = FakeClock()
        var bench = try bench()
        bench.pace = clock.pace
        let tick: @Sendable (RunEvent) -> Void = { if case .measuring = $0 { clock.move(4) } }
        let stopped = try bench.run(onNotice: tick, shouldStop: { self.chunks($0).count == 5 })
        #expect(checkpoints(stopped.notices) == [192, 320])
        let found = try #require(try bench.ownCheckpoints.read(bench.plan.jobs[0].id, measuring: evaluation(bench).id))
        #expect(found.head.seconds == 20 && found.head.program == "test" && found.sums.samples == 320)
        clock.move(-500)
        let rest = try bench.run(onNotice: tick)
        #expect(resumed(rest.notices) == [320] && checkpoints(rest.notices).isEmpty)
        #expect(chunks(rest.notices) == [384, 389] && rest.added.evaluated.map(\.seconds) == [28])
        // An interval of nothing means every chunk, but not after the last one.
        var eager = try self.bench()
        eager.pace.checkpointSeconds = 0
        #expect(checkpoints(try eager.run().notices) == [64, 128, 192, 256, 320, 384])
        #expect(!FileManager.default.fileExists(atPath: file(eager).path))
    }

    @Test func `a checkpoint that cannot be used is named, and costs nothing but time`() throws {
        let whole = try bench().run().added.content
        let bench = try bench()
        _ = try bench.run(shouldStop: { self.chunks($0).count == 2 })
        let trained = try bench.journalEvents()
        let good = try Data(contentsOf: file(bench))
        var foreign = try MeasuringFile(bytes: [UInt8](good), file: "c")
        foreign.head.evaluation = "another"
        var otherSplit = try MeasuringFile(bytes: [UInt8](good), file: "c")
        otherSplit.head.total = 1000
        var flipped = good
        flipped[good.count / 2] ^= 1
        for (bytes, words) in [
            (flipped, "damaged: expected SHA-256"), (good.prefix(good.count - 1), "damaged: expected SHA-256"),
            (Data(), "an empty file"), (Data(try foreign.encoded()), "made by another evaluation"),
            (Data(try otherSplit.encoded()), "samples of the split: expected 389, found 1000"),
        ] {
            try bench.restart(with: trained)
            try bytes.write(to: file(bench))
            let course = try bench.run()
            #expect(problems(course.notices).count == 1)
            #expect(problems(course.notices)[0].hasPrefix("measuring from the first sample: \(file(bench).path): "))
            #expect(problems(course.notices)[0].contains(words), "\(problems(course.notices))")
            #expect(chunks(course.notices).first == 64 && resumed(course.notices).isEmpty)
            #expect(try bench.journalEvents().content == whole)
            #expect(!FileManager.default.fileExists(atPath: file(bench).path))
        }
    }

    @Test func `a deadline ends an attempt between two chunks, and the next goes on from there`() throws {
        let whole = try bench().run().added.content
        let clock = FakeClock()
        var bench = try bench()
        bench.pace = clock.pace
        bench.pace.minutes = 1
        let tick: @Sendable (RunEvent) -> Void = { if case .measuring = $0 { clock.move(25) } }
        let course = try bench.run(onNotice: tick)
        let failure = try #require(course.added.failed.first)
        #expect(failure.kind == .timedOut && failure.stage == "measuring test" && failure.epoch == nil)
        #expect(
            failure.reason
                == "passed 1 minute after 192 of 389 samples; the network is trained; the checkpoint is kept, and the next try "
                + "goes on from it")
        #expect(course.added.failed.count == 2 && resumed(course.notices) == [192, 384] && course.retries.count == 2)
        // The failures tell of the checkpoints: no notice stands above.
        #expect(!course.notices.contains { if case .measuringCheckpointed(_, _, _, _, _, isStopping: true) = $0 { true } else { false } })
        #expect(course.runner.failures.isEmpty && course.added.evaluated.map(\.seconds) == [175])
        #expect(try bench.journalEvents().filter { if case .failed = $0 { false } else { true } }.content == whole)
    }

    /// However little time there is, each attempt does a chunk.
    @Test func `a job that is late before it measures gets further all the same`() throws {
        var bench = try bench()
        bench.pace.minutes = 0
        bench.spec.limits.retries = 9
        let course = try bench.run()
        #expect(course.added.failed.map(\.kind) == Array(repeating: .timedOut, count: 6))
        #expect(chunks(course.notices) == [64, 128, 192, 256, 320, 384, 389] && course.added.evaluated.count == 1)
    }

    @Test func `planned faults in the middle of measuring`() throws {
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        bench.spec.limits.retries = 0
        let label = bench.plan.jobs[0].label
        bench.faults = try FaultPlan(environment: [FaultPlan.variable: "throw@\(label):measure+200"])
        let course = try bench.run()
        #expect(course.added.failed.map(\.stage) == ["measuring test"])
        #expect(chunks(course.notices) == [64, 128, 192, 256] && checkpoints(course.notices) == [64, 128, 192])
        bench.faults = FaultPlan()
        bench.spec.limits.retries = 1
        let rest = try bench.run()
        #expect(resumed(rest.notices) == [192] && rest.added.evaluated.count == 1)
    }

    // MARK: - Disks that refuse

    @Test(arguments: [ENOSPC, EDQUOT, EROFS]) func `a disk that takes no checkpoint stops the run, and a later one goes on`(
        _ code: Int32
    ) throws {
        let whole = try bench().run().added.content
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        bench.checkpoints = .flaky(bench.ownCheckpoints.url) { call, path in
            call < 3 ? nil : .refused(.write, path: path, code: code)
        }
        let course = try bench.run()
        #expect(course.stoppings == 1 && course.added.evaluated.isEmpty && course.runner.failures.isEmpty)
        #expect(course.runner.diskError?.contains(file(bench).path) == true)
        bench.checkpoints = nil
        let rest = try bench.run()
        #expect(resumed(rest.notices) == [128])
        #expect(try bench.journalEvents().content == whole)
    }

    @Test func `a checkpoint that is refused for another cause is done without`() throws {
        var bench = try bench()
        bench.pace.checkpointSeconds = 0
        bench.checkpoints = CheckpointFolder(bench.ownCheckpoints.url) { url, _ throws(FileError) in
            throw .refused(.create, path: url.path, code: EACCES)
        }
        let course = try bench.run()
        #expect(problems(course.notices).count == 1)
        #expect(course.added.evaluated.count == 1 && course.stoppings == 0)
    }

    // MARK: - Why a job runs

    @Test func `a measuring that was interrupted is named with its samples`() throws {
        let bench = try bench()
        let job = bench.plan.jobs[0]
        let trained = TrainedEvent(
            id: job.id, job: job, bestEpoch: 1, validationAccuracy: 1, crossEntropy: [], regulariser: [], accuracy: [],
            seconds: 1, place: LaneRecord(lane: 0, processors: ""), modelDigest: nil)
        let known = KnownResults(events: [.trained(trained)]) { _ in true }
        let head = MeasuringHead(
            job: job.id, evaluation: evaluation(bench).id, samples: 12_800, total: 50_000, seconds: 1, program: "")
        func outline(_ head: MeasuringHead, _ known: KnownResults) -> SweepOutline {
            SweepOutline(
                plan: bench.plan, known: known, checkpoints: FoundCheckpoints(measurings: [head.evaluation: head]),
                retries: 2)
        }
        #expect(outline(head, known).summary == "done 0 · interrupted 1")
        #expect(
            outline(head, known).explanation == [
                "R4 DA seed 0: measuring interrupted, goes on after 12,800 of 50,000 samples"
            ])
        // Of a measuring that nobody asks for now; of a network that is not there.
        var other = head
        other.evaluation = "other"
        #expect(outline(other, known).groups.map(\.reason) == [.notMeasured])
        #expect(outline(head, KnownResults()).groups.map(\.reason) == [.new])
        #expect(Reason.progress(0, of: 1_000_000) == "0 of 1,000,000 samples" && Reason.progress(999, of: 1000) == "999 of 1,000 samples")
    }
}
