import Testing

@testable import Core

/// Decoupled weight decay: AdamW in double, by an implementation of others and by the plain reference.
@Suite struct WeightDecayTests {
    /// Four steps with given gradients at learning rate 0.01 and λ = 0.3, as torch.optim.AdamW takes them in double.
    @Test(arguments: availableSets) func `four steps as another implementation takes them`(set: InstructionSet) {
        let expected = [0.48868775784490676, -0.23043785558392849, 0.976452363078671, -0.01951639263678307]
        let gradients: [[Float]] = [
            [0.1, -0.2, 0, 1], [-0.3, 0.05, 0, -1], [0.2, 0.2, 0.001, 2], [0, -0.4, 0, 0.5],
        ]
        let network = Network(Architecture(inputs: 1, hidden: [1], classes: 1))
        let layout = network.layout
        // A weight and a bias of each layer.
        let places = [
            layout.weightOffset(layer: 0, output: 0, input: 0), layout.biasOffset(layer: 0, output: 0),
            layout.weightOffset(layer: 1, output: 0, input: 0), layout.biasOffset(layer: 1, output: 0),
        ]
        for (place, value) in zip(places, [0.5, -0.25, 1, 0] as [Float]) { network.parameters[place] = value }
        var optimiser = Adam(learningRate: 0.01, weightDecay: 0.3, layout: layout, isActive: [1])
        let gradient = FloatBuffer(count: layout.count)
        for step in gradients {
            for (place, value) in zip(places, step) { gradient[place] = value }
            optimiser.step(
                network, gradient: gradient, backgroundGradient: FloatBuffer(count: Panels.width), kernels: .of(set))
        }
        for (place, value) in zip(places, expected) {
            #expect((Double(network.parameters[place]) - value).magnitude < 1e-7)
        }
        // What pads the layout stays zero.
        #expect(network.parameters.values.count { $0 != 0 } == 4)
    }

    private func task(_ method: Method, decay: Double, sparse: Bool) throws -> TrainingTask {
        var parameters = TinyData.parameters()
        parameters.weightDecay = decay
        return TrainingTask(
            data: try TinyData.prepared(sparse: sparse), group: try TinyData.group("R4"), method: method, nu: 0.7, seed: 3,
            parameters: parameters)
    }

    @Test(arguments: Method.allCases, [false, true]) func `training agrees with the reference`(
        _ method: Method, sparse: Bool
    ) throws {
        let task = try task(method, decay: 3, sparse: sparse)
        let trained = try Trainer(task, kernels: .of(availableSets.last ?? .portable)).run()
        var reference = ReferenceTrainer(task)
        reference.run()
        #expect(trained.bestEpoch == reference.bestEpoch)
        for (index, expected) in reference.best.enumerated() {
            let found = trained.network.weight(layer: index) + trained.network.bias(layer: index)
            #expect(relativeError(found, expected.values) < 1e-4, "layer \(index)")
        }
        let plain = try Trainer(try self.task(method, decay: 0, sparse: sparse), kernels: .of(.portable)).run()
        #expect(plain.network.bits != trained.network.bits)
    }

    @Test(arguments: Method.allCases) func `all instruction sets decay to the same bits`(_ method: Method) throws {
        let task = try task(method, decay: 3, sparse: true)
        #expect(Set(try availableSets.map { try Trainer(task, kernels: .of($0)).run().network.bits }).count == 1)
    }

    /// A factor that rounds to 1 is multiplied, and none is not; neither may leave a trace.
    @Test(arguments: Method.allCases, [-0.0, 1e-9]) func `no decay is no change`(_ method: Method, decay: Double) throws {
        let bits = try [0, decay].map {
            try Trainer(try task(method, decay: $0, sparse: true), kernels: .of(.portable)).run().network.bits
        }
        #expect(bits[0] == bits[1])
    }
}
