import Testing

@testable import Core

/// Whole trainings, to the last batch of the last epoch, against the plain reference.
@Suite struct TrainerReferenceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var method: Method
        var regulariser = Regulariser.logit
        var group = "R4"
        var pooling = OrbitPooling.max
        var initialisation = Initialisation.uniform
        var batch = 18
        /// Sparse images go through other kernels in the first layer.
        var sparse = false

        var testDescription: String {
            "\(group) \(method) \(regulariser) \(pooling) \(initialisation) batch \(batch)\(sparse ? " sparse" : "")"
        }

        func task(seed: UInt64 = 3) throws -> TrainingTask {
            var parameters = TinyData.parameters(batch: batch)
            parameters.pooling = pooling
            parameters.initialisation = initialisation
            return TrainingTask(
                data: try TinyData.prepared(sparse: sparse), group: try TinyData.group(group), method: method,
                regulariser: regulariser, nu: 0.7, seed: seed, parameters: parameters)
        }
    }

    static let cases = dense + dense.map { example in
        var example = example
        example.sparse = true
        return example
    }

    private static let dense = [
        Case(method: .DA), Case(method: .DA, group: "D4"), Case(method: .DA, group: "T4"),
        Case(method: .DA, initialisation: .he), Case(method: .DA, initialisation: .glorot),
        // More samples than there are: one batch of all.
        Case(method: .DA, batch: 64),
        // The last batch has two samples, fewer than the rows that are handled at once.
        Case(method: .IR, batch: 16),
        Case(method: .IR), Case(method: .IR, group: "D4"), Case(method: .IR, group: "F2"),
        Case(method: .IR, regulariser: .kl), Case(method: .IR, regulariser: .logitNormalised),
        Case(method: .WT), Case(method: .WT, pooling: .mean), Case(method: .WT, group: "D4"),
        Case(method: .WT, group: "T4", batch: 16),
    ]

    @Test(arguments: cases) func `training agrees with the reference`(_ example: Case) throws {
        let task = try example.task()
        let trained = try Trainer(task, kernels: .of(availableSets.last ?? .portable)).run()
        var reference = ReferenceTrainer(task)
        reference.run()

        try #require(trained.history.count == 3 && reference.history.count == 3)
        for (found, expected) in zip(trained.history, reference.history) {
            #expect(found.epoch == expected.epoch)
            #expect((found.crossEntropy - expected.crossEntropy).magnitude < 1e-5, "epoch \(found.epoch)")
            #expect(found.validationAccuracy == expected.validationAccuracy, "epoch \(found.epoch)")
            #expect((found.regulariser == nil) == (example.method != .IR))
            let difference = (found.regulariser ?? 0) - (expected.regulariser ?? 0)
            #expect(difference.magnitude < 1e-5, "epoch \(found.epoch)")
        }
        #expect(trained.bestEpoch == reference.bestEpoch)
        for (index, expected) in reference.best.enumerated() {
            let found = trained.network.weight(layer: index) + trained.network.bias(layer: index)
            #expect(relativeError(found, expected.values) < 1e-4, "layer \(index)")
        }
    }

    /// The accuracies above are counts of few samples; this makes sure that they can tell anything.
    @Test func `the reference learns, and its epochs differ`() throws {
        var reference = ReferenceTrainer(try Case(method: .DA).task())
        reference.run()
        let history = reference.history
        #expect(history[2].crossEntropy < history[0].crossEntropy - 0.05)
        #expect(Set(history.map(\.validationAccuracy)).count > 1)
    }

    @Test(arguments: Method.allCases, [false, true]) func `all instruction sets train to the same bits`(
        _ method: Method, sparse: Bool
    ) throws {
        let task = try Case(method: method, sparse: sparse).task()
        #expect(task.data.normalisation.isSparse == sparse)
        let networks = try availableSets.map { try Trainer(task, kernels: .of($0)).run().network.bits }
        #expect(Set(networks).count == 1)
    }

    @Test(arguments: Method.allCases) func `the seed decides the bits`(_ method: Method) throws {
        let train = { (seed: UInt64) in
            try Trainer(try Case(method: method).task(seed: seed), kernels: .of(.portable)).run()
        }
        let (once, again, other) = (try train(1), try train(1), try train(2))
        #expect(once.network.bits == again.network.bits)
        #expect(once.history == again.history && once.bestEpoch == again.bestEpoch)
        #expect(once.network.bits != other.network.bits)
    }
}

extension Network {
    /// All parameters, to the bit.
    var bits: [UInt32] { (0 ..< parameters.count).map { parameters[$0].bitPattern } }
}
