import Foundation
import Synchronization
import Testing

@testable import Core

/// Work ahead of the searches leaves no trace in the answer.
@Suite struct SpeculationTests {
    /// SI that grows with ν from 0 to 1 around a middle of its own per group, with noise, and with jobs
    /// that diverge.
    private func sweep(_ salt: UInt64, noise: Double, divergent: Double, seeds: Int = 2, probes: Int = 40) -> FakeSweep {
        var settings = NuSearchSettings()
        settings.maxProbes = probes
        settings.threshold = 0.6
        var sweep = FakeSweep.search(seeds: seeds, settings: settings) { job in
            if job.chance(salt &+ 1) < divergent { return nil }
            guard let nu = job.nu else { return 0.5 }
            let middle = job.group.description == "R4" ? 0.5 : 40
            return nu / (nu + middle) + noise * (job.chance(salt) - 0.5)
        }
        sweep.trainSeconds = { 10 + 90 * $0.chance(salt &+ 2) }
        return sweep
    }

    /// Monotone, noisy, hopeless, without bound; seeds that diverge; few probes allowed.
    static let shapes: [(noise: Double, divergent: Double, probes: Int)] = [
        (0, 0, 40), (0.3, 0, 40), (2, 0, 40), (0.1, 0.03, 40), (0.1, 0.2, 40), (0.2, 0, 4),
    ]

    @Test(arguments: shapes.indices) func `the same answer with and without, on 1 to 64 lanes`(_ shape: Int) throws {
        let shape = Self.shapes[shape]
        var (begun, used) = (0, 0)
        for salt in 0 ..< 4 {
            let sweep = sweep(
                UInt64(salt), noise: shape.noise, divergent: shape.divergent, seeds: 1 + salt % 3, probes: shape.probes)
            let plain = try sweep.run(lanes: 1, speculates: false)
            #expect(plain.isComplete && plain.speculative == 0)
            for lanes in [1, 2, 3, 5, 8, 13, 24, 64] {
                let course = try sweep.run(lanes: lanes, speculates: true, patience: Double(lanes % 3))
                #expect(course.answer == plain.answer, "salt \(salt), \(lanes) lanes")
                #expect(course.isComplete)
                begun += course.speculative
                used += course.used
            }
        }
        #expect(begun > used && used > 10)
    }

    @Test func `the same answer on threads, however they fall together`() throws {
        for salt in 0 ..< 6 as Range<UInt64> {
            let sweep = sweep(100 + salt, noise: 0.3, divergent: salt % 2 == 0 ? 0 : 0.05)
            let plain = try sweep.run(lanes: 1, speculates: false)
            for threads in [2, 7, 16] {
                let moods = Mutex(SplitMix(state: salt))
                let course = try sweep.run(threads: threads, speculates: true) { _ in
                    for _ in 0 ..< moods.withLock({ $0.next() % 20 }) { sched_yield() }
                }
                #expect(course.answer == plain.answer, "salt \(salt), \(threads) threads")
                #expect(course.isComplete)
            }
        }
    }

    @Test func `lanes that have other work do none ahead`() throws {
        let sweep = sweep(1, noise: 0, divergent: 0, seeds: 4)
        let fixed = FakeSweep.search(methods: [.WT, .DA]) { _ in 0.5 }
        #expect(try fixed.run(lanes: 64, speculates: true).speculative == 0)
        // Eight networks at a time are asked for.
        #expect(try sweep.run(lanes: 4, speculates: true).used <= 8)
        #expect(try sweep.run(lanes: 16, speculates: true).used > 8)
    }

    /// Real networks: models and journal.
    @Test(arguments: [nil, 2, 4]) func `models, tables and journal are what they are without`(_ lanes: Int?) throws {
        func bench() throws -> RunBench {
            var bench = try RunBench(methods: [.DA, .IR], seeds: [0])
            var settings = NuSearchSettings()
            (settings.from, settings.to, settings.within, settings.threshold) = (0.1, 1000, 3, 0.7)
            bench.spec.nu = .smallest(settings)
            bench.spec.measures = [.accuracy, .SI]
            bench.spec.training.epochs = 3
            return bench
        }
        func models(_ bench: RunBench) throws -> [String: Data] {
            var found: [String: Data] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: bench.models.path) {
                found[name] = try Data(contentsOf: bench.models.appendingPathComponent(name))
            }
            return found
        }
        let (plain, ahead) = (try bench(), try bench())
        let expected = try plain.run()
        let course = try ahead.run(lanes: lanes, speculates: true)
        #expect(course.notices.contains { if case .speculative = $0 { true } else { false } })
        #expect(try course.added.content == expected.added.content)
        #expect(course.outcome == expected.outcome && course.runner.isComplete)
        #expect(try models(ahead) == models(plain))
        #expect(!FileManager.default.fileExists(atPath: ahead.folder.path + "/speculative"))
        #expect(try ahead.run(lanes: lanes, speculates: true).added.isEmpty)
    }

    @Test func `a run that is stopped keeps nothing that was not asked for, and goes on`() throws {
        let sweep = { () throws -> RunBench in
            var bench = try RunBench(methods: [.IR], seeds: [0])
            var settings = NuSearchSettings()
            (settings.from, settings.to, settings.within, settings.threshold) = (0.1, 1000, 3, 0.7)
            bench.spec.nu = .smallest(settings)
            bench.spec.training.epochs = 3
            return bench
        }
        let whole = try sweep().run().added
        for stopped in 1 ... 6 {
            let bench = try sweep()
            let first = try bench.run(lanes: 4, speculates: true, shouldStop: { notices in
                notices.count { if case .trained = $0 { true } else { false } } >= stopped
            })
            #expect(first.added.count < whole.count)
            _ = try bench.run(lanes: 3, speculates: true)
            #expect(try bench.journalEvents().content == whole.content, "stopped after \(stopped)")
        }
    }

    @Test func `the order on virtual time is shorter with it, and no longer with two lanes`() throws {
        for salt in 0 ..< 4 as Range<UInt64> {
            var sweep = sweep(salt, noise: 0, divergent: 0, seeds: 4)
            sweep.trainSeconds = { $0.method == .IR ? 100 : $0.method == .DA ? 60 : 90 }
            for (lanes, most) in [(2, 1.02), (4, 1.02), (8, 1.02), (16, 0.9), (64, 0.6)] {
                let plain = try sweep.run(lanes: lanes, speculates: false)
                let course = try sweep.run(lanes: lanes, speculates: true)
                #expect(course.makespan <= plain.makespan * most, "salt \(salt), \(lanes) lanes")
            }
        }
    }

    @Test func `a search foresees what either result of its probe asks for`() throws {
        let sweep = sweep(1, noise: 0, divergent: 0)
        var run = SearchRun(sweep.plan.searches[0])
        #expect(run.foreseen(9) { _ in nil }.isEmpty)
        _ = run.advance(isOver: { _ in false }, value: { _ in nil })
        let pending = try #require(run.pending?.nu)
        let next = run.foreseen(2) { _ in nil }
        #expect(next.count == 2 && next.min() ?? 0 < pending && pending < next.max() ?? 0)
        // What was probed ahead leads on.
        let further = run.foreseen(3) { nu in
            next.contains(nu) ? Probe(nu: nu, mean: nu > 1 ? 0.9 : 0.1, seedsFinished: 1, seedsAsked: 1) : nil
        }
        #expect(!further.isEmpty && further.allSatisfy { !next.contains($0) && $0 != pending })
        #expect(run.mayAsk(for: pending, among: []) && !run.mayAsk(for: 77, among: Set(next)))
    }
}
