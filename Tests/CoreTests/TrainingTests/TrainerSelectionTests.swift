import Testing

@testable import Core

/// Which epoch's parameters a training returns, and how it ends otherwise.
@Suite struct TrainerSelectionTests {
    private func task(
        method: Method = .DA, validation: Int = 23, seed: UInt64 = 0, nu: Double = 0, _ parameters: TrainingParameters
    ) throws -> TrainingTask {
        TrainingTask(
            data: try TinyData.prepared(validation: validation), group: try TinyData.group("R4"), method: method,
            nu: nu, seed: seed, parameters: parameters)
    }

    private func train(_ task: TrainingTask) throws -> TrainedNetwork {
        try Trainer(task, kernels: .of(.portable)).run()
    }

    /// With two validation samples nearly every epoch ties with another.
    @Test func `the later of equally good epochs is returned, with its own parameters`() throws {
        var telling = 0
        for seed in 0 ..< UInt64(40) {
            let parameters = { TinyData.parameters(epochs: $0, learningRate: 0.1) }
            let trained = try train(try task(validation: 2, seed: seed, parameters(8)))
            let accuracies = trained.history.map(\.validationAccuracy)
            let best = try #require(accuracies.max())
            let equals = accuracies.indices.filter { accuracies[$0] == best }.map { $0 + 1 }
            #expect(trained.bestEpoch == equals.last)
            #expect(trained.validationAccuracy == best)

            let shorter = try train(try task(validation: 2, seed: seed, parameters(trained.bestEpoch)))
            #expect(shorter.bestEpoch == trained.bestEpoch)
            #expect(shorter.network.bits == trained.network.bits)
            #expect(shorter.history == Array(trained.history.prefix(trained.bestEpoch)))
            // Neither the first of equals nor the last of all epochs.
            if equals.count > 1, trained.bestEpoch < 8 { telling += 1 }
        }
        #expect(telling > 0, "no seed can tell the later of equals from the last epoch")
    }

    /// How a training diverged, and the epochs that it finished before.
    private func divergence(_ task: TrainingTask) throws -> (error: TrainingError, finished: [Int]) {
        var epochs: [Int] = []
        let error = #expect(throws: TrainingError.self) {
            try Trainer(task, kernels: .of(.portable)).run { report in
                epochs.append(report.epoch)
                return true
            }
        }
        return (try #require(error), epochs)
    }

    @Test func `a loss that is not finite names its epoch`() throws {
        let (error, finished) = try divergence(try task(TinyData.parameters(epochs: 5, learningRate: 1e30)))
        guard case .diverged(let epoch, let crossEntropy, _) = error else {
            Issue.record("ended with \(error)")
            return
        }
        #expect(epoch == 1 && error.epoch == 1 && !crossEntropy.isFinite && finished.isEmpty)
        #expect(error.description.contains("in epoch 1"))
    }

    @Test func `a regulariser that is not finite names its epoch`() throws {
        // One batch per epoch: the first loss is that of the drawn parameters. Then the logits are
        // some 1e30, and their squares overflow.
        let parameters = TinyData.parameters(epochs: 5, batch: 50, learningRate: 1e9)
        let (error, finished) = try divergence(try task(method: .IR, nu: 1, parameters))
        guard case .diverged(let epoch, let crossEntropy, let regulariser) = error else {
            Issue.record("ended with \(error)")
            return
        }
        #expect(epoch == 2 && error.epoch == 2 && finished == [1])
        #expect(crossEntropy.isFinite && !regulariser.isFinite)
        #expect(error.description.contains("in epoch 2"))
    }

    @Test func `a network is not returned that the last step made useless`() throws {
        let parameters = TinyData.parameters(epochs: 1, batch: 50, learningRate: 1e30)
        let (error, finished) = try divergence(try task(parameters))
        guard case .diverged(epoch: 1, let crossEntropy, _) = error else {
            Issue.record("ended with \(error)")
            return
        }
        #expect(crossEntropy.isFinite && finished.isEmpty)
        #expect(error.description.contains("after epoch 1"))
    }

    @Test(arguments: [1, 2]) func `the caller can stop after any epoch`(_ last: Int) throws {
        let task = try task(TinyData.parameters(epochs: 4))
        var epochs: [Int] = []
        let error = #expect(throws: TrainingError.self) {
            try Trainer(task, kernels: .of(.portable)).run { report in
                epochs.append(report.epoch)
                return report.epoch < last
            }
        }
        #expect(error == .stopped(epoch: last))
        #expect(epochs == Array(1 ... last))
    }
}
