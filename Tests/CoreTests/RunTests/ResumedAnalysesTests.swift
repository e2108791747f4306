import Foundation
import Testing

@testable import Core

/// Analyses of a run that stop on the way, in good order or not, and go on later.
@Suite struct ResumedAnalysesTests {
    private static let samples = 2 * ImageChunk.size + 5

    private func bench(_ analysis: Analysis) throws -> RunBench {
        var bench = try RunBench(
            methods: [.DA], seeds: [0], data: TinyData.prepared(train: 20, test: Self.samples, validation: 10))
        bench.spec.measures = [.accuracy]
        bench.spec.training.epochs = 1
        bench.spec.analyses = [analysis]
        bench.spec.options.drift.with = bench.spec.data.source
        bench.spec.options.drift.fallback = bench.spec.data.fallback
        bench.spec.options.drift.betas = [0, 0.5]
        (bench.spec.options.latent.samples, bench.spec.options.latent.perplexity) = (60, 5)
        (bench.spec.options.latent.iterations, bench.spec.options.latent.traced) = (12, 2)
        return bench
    }

    private func evaluation(_ bench: RunBench) throws -> Evaluation { try #require(bench.plan.analyses(at: 0).first) }

    private func file(_ bench: RunBench) throws -> URL {
        bench.ownCheckpoints.file(bench.plan.jobs[0].id, analysing: try evaluation(bench).id)
    }

    private func artefacts(_ bench: RunBench) throws -> [String: Data] {
        let url = bench.results.artefacts
        let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
        return Dictionary(uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: url.appendingPathComponent($0))) })
    }

    private func steps(_ notices: [RunEvent]) -> [Int] {
        notices.compactMap { if case .analysing(_, _, _, let done, let all) = $0, all > 0 { done } else { nil } }
    }

    private func checkpoints(_ notices: [RunEvent]) -> [AnalysisProgress] {
        notices.compactMap { if case .analysisCheckpointed(_, _, _, let progress, _) = $0 { progress } else { nil } }
    }

    private func resumed(_ notices: [RunEvent]) -> [AnalysisProgress] {
        notices.compactMap { if case .analysisResumed(_, _, _, let progress) = $0 { progress } else { nil } }
    }

    private func problems(_ notices: [RunEvent]) -> [String] {
        notices.compactMap { if case .checkpointProblem(_, let reason) = $0 { reason } else { nil } }
    }

    @Test(arguments: [Analysis.latent, .drift, .layers])
    func `stopped after every step, and on other kernels each time`(_ analysis: Analysis) throws {
        let other = try bench(analysis)
        let whole = try other.run().added.content
        var bench = try bench(analysis)
        var last: AnalysisProgress?
        for round in 0 ..< 20 {
            bench.instructionSet = availableSets[round % availableSets.count]
            let course = try bench.run(shouldStop: { !self.steps($0).isEmpty })
            #expect(course.runner.failures.isEmpty)
            #expect(resumed(course.notices) == (last.map { [$0] } ?? []))
            if let last { #expect(course.outline.groups.map(\.reason) == [.analysisInterrupted(analysis, last)]) }
            if course.runner.isComplete { break }
            let now = try #require(checkpoints(course.notices).last)
            #expect(now.done == (last?.done ?? 0) + (analysis == .latent ? 1 : ImageChunk.size))
            #expect(try bench.ownCheckpoints.all().analyses[evaluation(bench).id]?.progress == now)
            last = now
        }
        #expect(last == (analysis == .latent ? .init(.steps, 11, of: 12) : .init(.samples, 128, of: Self.samples)))
        #expect(try bench.journalEvents().content == whole)
        #expect(try artefacts(bench) == artefacts(other))
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.ownCheckpoints.url.path).isEmpty)
    }

    @Test func `checkpoints come by time, and seconds are those of all sessions`() throws {
        let clock = FakeClock()
        var bench = try bench(.latent)
        bench.pace = clock.pace
        let tick: @Sendable (RunEvent) -> Void = { if case .analysing(_, _, _, _, 12) = $0 { clock.move(4) } }
        let stopped = try bench.run(onNotice: tick, shouldStop: { self.steps($0).count == 7 })
        #expect(checkpoints(stopped.notices) == [3, 6, 7].map { .init(.steps, $0, of: 12) })
        let found = try #require(
            try bench.ownCheckpoints.read(bench.plan.jobs[0].id, analysing: evaluation(bench).id, .latent))
        #expect(found.head.seconds == 28 && found.head.program == "test")
        let rest = try bench.run(onNotice: tick)
        #expect(rest.added.evaluated.map(\.seconds) == [48])
        #expect(!FileManager.default.fileExists(atPath: try file(bench).path))
    }

    @Test func `a checkpoint that cannot be used is named, and costs nothing but time`() throws {
        let whole = try bench(.latent).run().added.content
        let bench = try bench(.latent)
        _ = try bench.run(shouldStop: { self.steps($0).count == 5 })
        let before = try bench.journalEvents()
        let good = try Data(contentsOf: file(bench))
        var foreign = try AnalysisFile(bytes: [UInt8](good), file: "c")
        foreign.head.analysis = .drift
        var other = try AnalysisFile(bytes: [UInt8](good), file: "c")
        other.tensors.removeAll { $0.name == "gain_x" }
        var flipped = good
        flipped[good.count / 2] ^= 1
        for (bytes, words) in [
            (flipped, "damaged: expected SHA-256"), (good.prefix(good.count - 1), "damaged: expected SHA-256"),
            (Data(), "an empty file"), (Data(try foreign.encoded()), "made by another analysis: expected latent, found drift"),
            (Data(try other.encoded()), "tensor 'gain_x': expected in the file, found none"),
        ] {
            try bench.restart(with: before)
            try bytes.write(to: file(bench))
            let course = try bench.run()
            #expect(problems(course.notices).count == 1)
            #expect(problems(course.notices)[0].hasPrefix("latent starts over: \(try file(bench).path): "))
            #expect(problems(course.notices)[0].contains(words), "\(problems(course.notices))")
            #expect(steps(course.notices) == Array(1 ... 12) && resumed(course.notices).isEmpty)
            #expect(try bench.journalEvents().content == whole)
            #expect(!FileManager.default.fileExists(atPath: try file(bench).path))
        }
    }

    @Test func `a deadline ends an attempt between two steps, and the next goes on from there`() throws {
        let whole = try bench(.drift).run().added.content
        let clock = FakeClock()
        var bench = try bench(.drift)
        bench.pace = clock.pace
        bench.pace.minutes = 1
        let tick: @Sendable (RunEvent) -> Void = { if case .analysing(_, _, _, _, Self.samples) = $0 { clock.move(61) } }
        let course = try bench.run(onNotice: tick)
        #expect(
            course.added.failed.map(\.reason) == [
                "passed 1 minute after 64 of 133 samples; the network is trained; the checkpoint is kept, and the next try goes "
                    + "on from it",
                "passed 1 minute after 128 of 133 samples; the network is trained; the checkpoint is kept, and the next try goes "
                    + "on from it",
            ])
        #expect(course.added.failed.allSatisfy { $0.kind == .timedOut && $0.stage == "drift" })
        #expect(course.runner.failures.isEmpty && resumed(course.notices).map(\.done) == [64, 128])
        // The failures tell of the checkpoints.
        #expect(checkpoints(course.notices).map(\.done) == [64, 128])
        #expect(!course.notices.contains { if case .analysisCheckpointed(_, _, _, _, isStopping: true) = $0 { true } else { false } })
        #expect(try bench.journalEvents().filter { if case .failed = $0 { false } else { true } }.content == whole)
    }

    @Test func `planned faults in the middle of an analysis`() throws {
        var bench = try bench(.latent)
        bench.pace.checkpointSeconds = 0
        bench.spec.limits.retries = 0
        bench.faults = try FaultPlan(environment: [FaultPlan.variable: "throw@\(bench.plan.jobs[0].label):latent+5"])
        let course = try bench.run()
        #expect(course.added.failed.map(\.stage) == ["latent"] && steps(course.notices) == [1, 2, 3, 4, 5])
        // 60 samples, and the rest of two orbits.
        #expect(
            checkpoints(course.notices) == [32, 64, 66].map { .init(.points, $0, of: 66) }
                + (1 ... 4).map { .init(.steps, $0, of: 12) })
        bench.faults = FaultPlan()
        bench.spec.limits.retries = 1
        let rest = try bench.run()
        #expect(resumed(rest.notices) == [.init(.steps, 4, of: 12)] && rest.added.evaluated.count == 1)
    }

    @Test func `a disk that takes no checkpoint stops the run`() throws {
        var bench = try bench(.drift)
        bench.pace.checkpointSeconds = 0
        bench.checkpoints = CheckpointFolder(bench.ownCheckpoints.url) { url, bytes throws(FileError) in
            guard !url.path.hasSuffix(".analysis") else { throw .refused(.write, path: url.path, code: ENOSPC) }
            try AtomicFile.write(bytes, to: url)
        }
        let course = try bench.run()
        #expect(course.stoppings == 1 && course.added.evaluated.count == 1 && course.runner.failures.isEmpty)
        #expect(course.runner.diskError?.contains(try file(bench).path) == true)
        bench.checkpoints = CheckpointFolder(bench.ownCheckpoints.url) { url, bytes throws(FileError) in
            throw .refused(.create, path: url.path, code: EACCES)
        }
        let rest = try bench.run()
        #expect(rest.runner.isComplete && problems(rest.notices).count == 1)
        #expect(problems(rest.notices)[0].hasPrefix("no checkpoint could be written, it is tried again: "))
    }
}
