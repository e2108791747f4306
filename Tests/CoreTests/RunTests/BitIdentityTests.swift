import Testing

@testable import Core

/// Every method, regulariser and pooling, trained and measured in all ways: the same model bytes
/// (their digest stands in the event) and the same measures to the last bit.
@Suite struct BitIdentityTests {
    private func content(_ set: InstructionSet, lanes: Int, pooling: OrbitPooling) throws -> [String] {
        var bench = try RunBench(groups: ["R4", "F2"], methods: [.WT, .DA, .IR], seeds: [3])
        bench.instructionSet = set
        bench.spec.nu = .values([0.7])
        bench.spec.regularisers = Regulariser.allCases
        bench.spec.measures = Measure.allCases
        bench.spec.training.pooling = pooling
        bench.spec.saliency.rule = pooling == .max ? .midpoint : .gaussLegendre
        let course = try bench.run(lanes: lanes)
        #expect(course.runner.failures.isEmpty && course.runner.isComplete)
        // Per group WT, DA and three forms of IR, each trained and measured.
        #expect(course.added.count == 20)
        #expect(course.added.trained.allSatisfy { $0.modelDigest?.count == 64 })
        #expect(course.added.evaluated.allSatisfy { event in
            Measure.allCases.allSatisfy { event.measurements[$0]?.isFinite == true }
        })
        return try course.added.content
    }

    @Test(arguments: [OrbitPooling.max, .mean]) func `instruction sets and lanes`(pooling: OrbitPooling) throws {
        let expected = try content(.portable, lanes: 1, pooling: pooling)
        for set in availableSets {
            for lanes in [1, 2] {
                let found = try content(set, lanes: lanes, pooling: pooling)
                #expect(found.count == expected.count)
                for (event, other) in zip(found, expected) { #expect(event == other, "\(set), \(lanes) lanes") }
            }
        }
    }

    /// Sizes that lead through every tile: `hidden` of five panels and of four (the widest columns and
    /// what they leave), orbit batches of more rows than the ink kernels' chunks (512) and, in DA and WT,
    /// batches of more than the weight gradient's blocks (256), background pixels, all steps of a ray.
    struct LargeCase: CustomTestStringConvertible, Sendable {
        let method: Method
        let batch: Int
        var pooling = OrbitPooling.max
        var testDescription: String { "\(method) \(pooling)" }
    }

    static let largeCases = [
        LargeCase(method: .DA, batch: 620), LargeCase(method: .IR, batch: 160), LargeCase(method: .WT, batch: 300),
        LargeCase(method: .WT, batch: 300, pooling: .mean),
    ]

    @Test(arguments: largeCases) func `large batches of sparse images`(_ example: LargeCase) throws {
        // The last batch of an epoch is smaller.
        let data = try TinyData.sparse(train: example.batch + 19, test: 12, validation: 20)
        #expect(data.normalisation.background == 0 && data.normalisation.inkShare < 0.15)
        func content(_ set: InstructionSet, lanes: Int) throws -> [String] {
            var bench = try RunBench(methods: [example.method], seeds: [3], data: data)
            bench.instructionSet = set
            bench.spec.nu = .values([0.7])
            bench.spec.measures = Measure.allCases
            bench.spec.training.hidden = [130, 128]
            bench.spec.training.batch = example.batch
            bench.spec.training.learningRate = 0.002
            bench.spec.training.pooling = example.pooling
            bench.spec.saliency.steps = 50
            let course = try bench.run(lanes: lanes)
            #expect(course.runner.failures.isEmpty && course.runner.isComplete)
            #expect(course.added.trained.count == 1 && course.added.evaluated.count == 1)
            let measured = try #require(course.added.evaluated.first).measurements
            #expect(Measure.allCases.allSatisfy { measured[$0]?.isFinite == true })
            return try course.added.content
        }
        let expected = try content(.portable, lanes: 1)
        for set in availableSets {
            for lanes in [1, 2] where (set, lanes) != (.portable, 1) {
                #expect(try content(set, lanes: lanes) == expected, "\(set), \(lanes) lanes")
            }
        }
    }

    /// Chunks measured by several evaluators, each of which meets some of them only, and not in their
    /// order; added up in their order.
    @Test(arguments: [nil, OrbitPooling.max, .mean]) func `an evaluation that is split`(pooling: OrbitPooling?) throws {
        // Five chunks, the last one small.
        let data = try TinyData.prepared(train: 20, test: 4 * ImageChunk.size + 5, validation: 10)
        let group = try TinyData.group("D4")
        let tying = pooling.map { WeightTying(order: group.order, pooling: $0) }
        let network = Network(
            Architecture(inputs: data.pixels, hidden: [12, 10], classes: data.classCount), initialisation: .he, seed: 1)
        func evaluator(_ set: InstructionSet) -> Evaluator {
            Evaluator(
                network, tying: tying, group: group, normalisation: data.normalisation, measures: Measure.allCases,
                saliency: SaliencyOptions(), kernels: .of(set))
        }
        let whole = try #require(evaluator(.portable).measure(data.test))
        let chunks = ImageChunk.all(of: data.test)
        #expect(chunks.count == 5)
        for set in availableSets {
            for parts in [1, 2, 3] {
                let evaluators = (0 ..< parts).map { _ in evaluator(set) }
                var sums = [MeasureSums?](repeating: nil, count: chunks.count)
                for index in chunks.indices.reversed() {
                    sums[index] = evaluators[(index * 2 + 1) % parts].sums(of: chunks[index])
                }
                var total = MeasureSums(order: group.order, classes: data.classCount)
                for part in sums { total.add(try #require(part)) }
                let found = total.measurements(Set(Measure.allCases))
                #expect(found == whole, "\(set), \(parts) parts")
                // Every measure that is a mean over samples, per class.
                #expect(Set(Measure.allCases.map(\.rawValue)).isSubset(of: found.perClass.keys))
            }
        }
    }
}
