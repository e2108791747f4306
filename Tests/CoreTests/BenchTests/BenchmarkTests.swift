import Foundation
import Testing

@testable import Core

@Suite struct BenchmarkTests {
    @Test func everyRowIsThereOnce() {
        let names = Benchmark.all.map(\.name)
        #expect(Set(names).count == names.count)
        for name in [
            "peak", "step/DA", "step/WT", "step/IR", "epoch/DA", "epoch/WT", "epoch/IR", "SI", "SI/map", "data/read",
            "data/prepare", "two-lanes", "memory", "ink-forward/512", "ink-forward/2048", "ink-weight-gradient/512",
            "ink-weight-gradient/2048",
        ] {
            #expect(names.contains(name), "no row \(name)")
        }
        for kind in ["forward", "input-gradient", "weight-gradient"] {
            for rows in [512, 2048, 272] {
                for layer in ["1296x128", "784x128", "128x128", "128x9"] {
                    #expect(names.contains("\(kind)/\(rows)x\(layer)"), "no row \(kind)/\(rows)x\(layer)")
                }
            }
        }
        // Measured last, for it is of the whole run.
        #expect(names.last == "memory")
    }

    @Test func filter() throws {
        #expect(try Benchmark.select(nil).count == Benchmark.all.count)
        #expect(try Benchmark.select("EPOCH/d").map(\.name) == ["epoch/DA"])
        #expect(try Benchmark.select("512x128x9").map(\.name).count == 3)
    }

    @Test func noRowOfThatName() {
        let few = Benchmark.all.filter { $0.name == "peak" || $0.name == "memory" }
        #expect(throws: BenchError.noSuchRow(filter: "peek", names: ["peak", "memory"])) {
            try Benchmark.select("peek", among: few)
        }
        let error = BenchError.noSuchRow(filter: "peek", names: ["peak", "memory"])
        #expect("\(error)" == "--filter peek: no row has that in its name; the rows are\n  peak\n  memory")
    }

    @Test func `a count that is wrong is told as such`() {
        let error = BenchError.wrongCount(row: "jobs/show", expected: 20, found: 19)
        #expect("\(error)" == "jobs/show: expected 20 jobs, found 19; not timed, because the program is wrong")
    }

    @Test func paddingIsNotCounted() {
        let logits = ProductShape(kind: .forward, rows: 512, inputs: 128, outputs: 9)
        #expect(logits.multiplyAdds == 512 * 128 * 9)
        #expect(logits.computedMultiplyAdds == 512 * 128 * 16)
        #expect(
            logits.note == "9 columns are padded to 16: the kernel makes 1.78 times the multiply-adds counted")
        let gradient = ProductShape(kind: .inputGradient, rows: 4, inputs: 784, outputs: 128)
        #expect(gradient.computedMultiplyAdds == 4 * 128 * 800)
        let hidden = ProductShape(kind: .weightGradient, rows: 4, inputs: 128, outputs: 128)
        #expect(hidden.computedMultiplyAdds == hidden.multiplyAdds)
        #expect(hidden.note == nil)
    }

    /// One burst of every kind of product, and the alternation of two.
    @Test func measuredRowsAreComplete() throws {
        let session = try Self.session()
        for kind in ProductShape.Kind.allCases {
            let shape = ProductShape(kind: kind, rows: 8, inputs: 40, outputs: 9)
            let row = try shape.benchmark.measure(session)
            #expect(row.name == "\(kind.rawValue)/8x40x9")
            try expectComplete(row)
            let contest = try session.onLane {
                ProductContest(shape, session: session, rival: "nobody") { _ in }
            }
            try expectComplete(contest.ours)
            #expect(contest.rivals.name == "nobody/\(shape.name)")
            #expect(contest.gain.repetitions == contest.ours.repetitions)
        }
        let peak = try Benchmark.peak.measure(session)
        #expect(try #require(peak.value) > 0)
        #expect(peak.repetitions >= 5)
    }

    private func expectComplete(_ row: BenchRow) throws {
        let value = try #require(row.value)
        #expect(value > 0)
        #expect(row.median == value)
        #expect(try #require(row.min) <= value && value <= #require(row.max))
        #expect(try #require(row.bound) > 0)
        #expect(try #require(row.ratio) > 0)
        #expect(row.repetitions >= session0.leastRepetitions)
    }

    private let session0 = BenchPace(rowSeconds: 0, leastRepetitions: 2, burstSeconds: 0, laneEpochs: 1, saliencyEpochs: 1, scaleJobs: 20)

    private static func session() throws -> BenchSession {
        let topology = try HwlocTopology()
        let plan = try LanePlanner.plan(topology.layout, allowed: topology.allowed)
        return BenchSession(
            kernels: .of(availableSets.last ?? .portable),
            pace: BenchPace(
                rowSeconds: 0, leastRepetitions: 2, burstSeconds: 0, laneEpochs: 1, saliencyEpochs: 1, scaleJobs: 20),
            topology: topology,
            lanes: plan, environment: ["HOME": "/nonexistent"])
    }
}
