import Testing

@testable import Core

/// Training that was stopped after any epoch and goes on elsewhere gives the bits of one that was not.
@Suite struct ResumedTrainingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var method: Method
        var regulariser = Regulariser.logit
        var pooling = OrbitPooling.max
        var isSparse = false
        var testDescription: String { "\(method) \(regulariser) \(pooling)\(isSparse ? " sparse" : "")" }
    }

    static let cases = [false, true].flatMap { isSparse in
        [
            Case(method: .DA, isSparse: isSparse), Case(method: .WT, isSparse: isSparse),
            Case(method: .WT, pooling: .mean, isSparse: isSparse), Case(method: .IR, isSparse: isSparse),
            Case(method: .IR, regulariser: .kl, isSparse: isSparse),
            Case(method: .IR, regulariser: .logitNormalised, isSparse: isSparse),
        ]
    }

    private func task(_ example: Case, epochs: Int = 5) throws -> TrainingTask {
        let data = example.isSparse
            ? try TinyData.sparse(train: 50, test: 10, validation: 23) : try TinyData.prepared()
        #expect(data.normalisation.isSparse == example.isSparse)
        var parameters = TinyData.parameters(epochs: epochs)
        parameters.pooling = example.pooling
        let name = try #require(GroupName("R4"))
        return TrainingTask(
            data: data, group: try PermutationGroup(name, height: data.height, width: data.width),
            method: example.method, regulariser: example.regulariser, nu: 0.7, seed: 1, parameters: parameters)
    }

    /// What a trainer leaves that is stopped after so many epochs in all.
    private func state(_ task: TrainingTask, after epoch: Int, from state: TrainingState? = nil, _ set: InstructionSet)
        throws -> TrainingState
    {
        let trainer = Trainer(task, kernels: .of(set))
        if let state { try trainer.restore(state) }
        #expect(throws: TrainingError.stopped(epoch: epoch)) { try trainer.run { $0.epoch < epoch } }
        return trainer.state
    }

    @Test(arguments: cases) func `stopped after any epoch`(_ example: Case) throws {
        let task = try task(example)
        let sets = availableSets
        let whole = try Trainer(task, kernels: .of(sets[0])).run()
        for epoch in 1 ..< 5 {
            let state = try state(task, after: epoch, sets[epoch % sets.count])
            #expect(state.epoch == epoch && state.history.count == epoch)
            // Moments that all weights on idle pixels share are part of it.
            if example.isSparse { #expect(state.optimiser.idleFirst.contains { $0 != 0 }) }
            let trainer = Trainer(task, kernels: .of(sets[(epoch + 1) % sets.count]))
            try trainer.restore(state)
            #expect(trainer.state == state)
            var reported: [Int] = []
            let resumed = try trainer.run {
                reported.append($0.epoch)
                return true
            }
            #expect(reported == Array(epoch + 1 ... 5))
            #expect(resumed.network.bits == whole.network.bits, "stopped after \(epoch)")
            #expect(resumed.bestEpoch == whole.bestEpoch && resumed.history == whole.history)
        }
    }

    @Test func `stopped after every epoch`() throws {
        let task = try task(Case(method: .IR, isSparse: true), epochs: 6)
        let sets = availableSets
        let whole = try Trainer(task, kernels: .of(sets[0])).run()
        var state: TrainingState?
        for epoch in 1 ... 5 { state = try self.state(task, after: epoch, from: state, sets[epoch % sets.count]) }
        let trainer = Trainer(task, kernels: .of(sets[0]))
        try trainer.restore(try #require(state))
        let resumed = try trainer.run()
        #expect(resumed.network.bits == whole.network.bits && resumed.history == whole.history)
        #expect(resumed.bestEpoch == whole.bestEpoch)
    }

    @Test func `a state after the last epoch has nothing left to do`() throws {
        let task = try task(Case(method: .DA))
        let first = Trainer(task, kernels: .of(.portable))
        let whole = try first.run()
        let trainer = Trainer(task, kernels: .of(.portable))
        try trainer.restore(first.state)
        let resumed = try trainer.run { _ in
            Issue.record("trained an epoch too many")
            return false
        }
        #expect(resumed.network.bits == whole.network.bits && resumed.bestEpoch == whole.bestEpoch)
    }

    @Test func `a state of another training is refused, and changes nothing`() throws {
        let task = try task(Case(method: .DA))
        let good = try state(task, after: 2, .portable)
        let trainer = Trainer(task, kernels: .of(.portable))
        let before = trainer.state
        let damages: [(String, (inout TrainingState) -> Void)] = [
            ("epochs done", { $0.epoch = 6 }), ("epochs done", { $0.epoch = -1 }),
            ("epochs in the history", { $0.history.removeLast() }), ("epochs in the history", { $0.history[1].epoch = 1 }),
            ("best epoch", { $0.bestEpoch = 0 }), ("best epoch", { $0.bestEpoch = 3 }),
            ("parameters", { $0.parameters.append(0) }), ("best parameters", { $0.bestParameters = [] }),
            ("first moments", { $0.optimiser.first = [] }), ("second moments", { $0.optimiser.second.append(1) }),
            ("shared first moments", { $0.optimiser.idleFirst = [] }),
            ("shared second moments", { $0.optimiser.idleSecond = [] }),
        ]
        for (what, damage) in damages {
            var state = good
            damage(&state)
            let error = #expect(throws: TrainingStateMismatch.self) { try trainer.restore(state) }
            #expect(error?.what == what)
            #expect(trainer.state == before)
        }
        try trainer.restore(good)
    }
}
