import Foundation
import Synchronization
import Testing

@testable import Core

/// One evaluation on several lanes: the same bits, whoever takes which chunk, and always an end.
@Suite struct SharedEvaluationTests {
    /// Has helpers on threads of their own, and returns when all have begun.
    private final class ForcedHelp: IdleHelp {
        let helpers: Int
        let asked = Mutex(0)

        init(_ helpers: Int) { self.helpers = helpers }

        func askIdleLanes(_ count: Int, _ help: @escaping @Sendable (Lane) -> Void) -> Int {
            let asked = self.asked.withLock { asked in
                defer { asked += min(count, helpers - asked) }
                return min(count, helpers - asked)
            }
            let begun = DispatchSemaphore(value: 0)
            for index in 0 ..< asked {
                Thread.detachNewThread {
                    begun.signal()
                    help(Lane(LanePlan.unpinned(index + 1).lanes[index]))
                }
            }
            for _ in 0 ..< asked { begun.wait() }
            return asked
        }
    }

    /// Helpers that begin only when they are told to.
    private final class LateHelp: IdleHelp {
        let waiting = Mutex<[@Sendable (Lane) -> Void]>([])

        func askIdleLanes(_ count: Int, _ help: @escaping @Sendable (Lane) -> Void) -> Int {
            waiting.withLock { $0 += Array(repeating: help, count: count) }
            return count
        }
    }

    private let data: PreparedData
    private let group: PermutationGroup

    init() throws {
        // Seven chunks, the last one small.
        data = try TinyData.prepared(train: 20, test: 6 * ImageChunk.size + 5, validation: 10)
        group = try TinyData.group("R4")
    }

    private func network(_ seed: UInt64 = 1) -> Network {
        Network(
            Architecture(inputs: data.pixels, hidden: [8, 8], classes: data.classCount), initialisation: .he, seed: seed)
    }

    /// - Parameter made: called with each evaluator's number as it is made.
    private func shared(
        help: (any IdleHelp)?, network: Network? = nil, measures: [Measure] = [.accuracy, .LI], from start: MeasureSums? = nil,
        shouldStop: @escaping @Sendable () -> Bool = { false },
        made: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> SharedEvaluation {
        let frozen = FrozenNetwork(network ?? self.network())
        let count = Counter()
        return SharedEvaluation(
            data.test, from: start ?? MeasureSums(order: group.order, classes: data.classCount), help: help, shouldStop: shouldStop
        ) { [data, group] in
            made(count.next())
            return Evaluator(
                frozen.network, tying: nil, group: group, normalisation: data.normalisation, measures: measures,
                saliency: SaliencyOptions(), kernels: .of(availableSets.last ?? .portable))
        }
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        func next() -> Int {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    @Test(arguments: [OrbitPooling.max, .mean]) func `measurements on one to four lanes are the same bits`(
        pooling: OrbitPooling
    ) throws {
        func content(_ helpers: Int) throws -> [String] {
            var bench = try RunBench(methods: [.WT, .DA], seeds: [3], data: data)
            bench.spec.measures = Measure.allCases
            bench.spec.training.pooling = pooling
            bench.spec.training.epochs = 1
            let help = ForcedHelp(helpers)
            let course = try bench.run(help: helpers > 0 ? help : nil)
            #expect(course.added.evaluated.count == 2)
            #expect(course.added.evaluated.allSatisfy { $0.measurements.samples == data.test.count })
            #expect(help.asked.withLock { $0 } == helpers)
            return try course.added.content
        }
        let alone = try content(0)
        for helpers in 1 ... 3 { #expect(try content(helpers) == alone, "\(helpers) helpers") }
        // And with whatever lanes happen to be idle.
        for lanes in 1 ... 4 {
            var bench = try RunBench(methods: [.WT, .DA], seeds: [3], data: data)
            bench.spec.measures = Measure.allCases
            bench.spec.training.pooling = pooling
            bench.spec.training.epochs = 1
            #expect(try bench.run(lanes: lanes).added.content == alone, "\(lanes) lanes")
        }
    }

    @Test func `a lane that is idle takes its share`() throws {
        let alone = try #require(shared(help: nil).run { _ in })
        let scheduler = Scheduler(LanePlan.unpinned(3), binder: nil)
        let met = Monitor(0, conditions: 1)
        let result = Mutex<(sums: MeasureSums?, seconds: Double)>((nil, 0))
        scheduler.run([
            WorkItem(id: "owner") { _ in
                while scheduler.idleLanes < 2 { usleep(100) }
                // The owner's evaluator is made when both helpers, with a chunk each, make theirs.
                let shared = self.shared(help: scheduler, made: { _ in
                    met.withLock { count in
                        count += 1
                        met.broadcast(0)
                    }
                    met.wait(on: 0) { $0 >= 3 ? () : nil }
                })
                let sums = shared.run { _ in }
                result.withLock { $0 = (sums, shared.helpSeconds) }
            }
        ])
        #expect(result.withLock { $0.sums } == alone)
        #expect(result.withLock { $0.seconds } > 0)
        #expect(met.withLock { $0 } == 3)
    }

    @Test func `helpers that never come are not waited for, and late ones find nothing`() throws {
        let help = LateHelp()
        let evaluators = Counter()
        let shared = self.shared(help: help, made: { _ in _ = evaluators.next() })
        let progress = Mutex<[Int]>([])
        let sums = shared.run { done in progress.withLock { $0.append(done) } }
        #expect(sums == shared2().run { _ in })
        #expect(progress.withLock { $0 } == [64, 128, 192, 256, 320, 384, 389])
        let late = help.waiting.withLock { $0 }
        #expect(!late.isEmpty)
        late.forEach { $0(Lane(LanePlan.unpinned(1).lanes[0])) }
        #expect(evaluators.next() == 2 && shared.helpSeconds == 0)
    }

    private func shared2() -> SharedEvaluation { shared(help: nil) }

    @Test func `logits that are not finite are seen in any helper's chunk`() throws {
        let network = network()
        network.setBias(layer: 2, [Float](repeating: .nan, count: data.classCount))
        for helpers in 0 ... 2 {
            let sums = try #require(shared(help: ForcedHelp(helpers), network: network).run { _ in })
            #expect(sums.nonFiniteLogits == data.test.count * group.order)
        }
    }

    @Test func `asked to stop, it stops with helpers or without`() {
        for helpers in 0 ... 2 {
            let stop = StopFlag()
            let stopped = shared(help: ForcedHelp(helpers), shouldStop: { stop.isRaised }, made: { _ in stop.raise() })
            #expect(stopped.run { _ in } == nil, "\(helpers) helpers")
        }
    }

    @Test func `whatever was finished when it stopped, the rest gives the same bits`() throws {
        let alone = try #require(shared(help: nil).run { _ in })
        for helpers in 0 ... 2 {
            for chunks in 1 ... 6 {
                let stop = StopFlag()
                let first = shared(help: ForcedHelp(helpers), shouldStop: { stop.isRaised })
                let sums = first.run { if $0 >= chunks * ImageChunk.size { stop.raise() } }
                // Helpers may have been so quick that nothing was left to stop.
                let done = first.finished
                #expect(done.samples >= chunks * ImageChunk.size && (sums == nil) == (done.samples < alone.samples))
                guard sums == nil else { continue }
                #expect(done.samples % ImageChunk.size == 0)
                let rest = shared(help: ForcedHelp(2 - helpers), from: done)
                var progress: [Int] = []
                #expect(rest.run { progress.append($0) } == alone, "\(helpers) helpers, \(chunks) chunks")
                #expect(progress.allSatisfy { $0 > done.samples })
            }
        }
    }

    /// Many evaluations at once on few lanes, some of them stopped: all lanes are busy with their own,
    /// come and go.
    @Test func `whatever the lanes do, every evaluation ends`() throws {
        let alone = try #require(shared(help: nil).run { _ in })
        var random = SplitMix(state: 7)
        for round in 0 ..< 40 {
            let scheduler = Scheduler(LanePlan.unpinned(1 + round % 4), binder: nil)
            let results = Mutex<[MeasureSums?]>([])
            let stops = (0 ..< 6).map { _ in Int(random.next() % 24) }
            for (index, chunks) in stops.enumerated() {
                let asked = Counter()
                // Half of them are stopped after some questions.
                let shared = self.shared(help: scheduler, shouldStop: { chunks < 12 && asked.next() > chunks })
                scheduler.submit(
                    WorkItem(id: "\(index)") { _ in
                        let sums = shared.run { _ in }
                        results.withLock { $0.append(sums) }
                    })
                if random.next() % 3 == 0 { scheduler.start() }
            }
            if round % 5 == 4 {
                scheduler.start()
                scheduler.cancelWaitingAndRefuse()
            }
            try #require(scheduler.waitUntilIdle(seconds: 300))
            scheduler.stopWhenIdle()
            let ended = results.withLock { $0 }
            #expect(ended.count == 6 || round % 5 == 4)
            #expect(ended.allSatisfy { $0 == nil || $0 == alone })
            if round % 5 != 4 { #expect(ended.count { $0 != nil } >= stops.count { $0 >= 12 }) }
        }
    }
}

/// (S. Vigna, "SplitMix64", 2015.)
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
