import Foundation
import Testing

@testable import Core

/// σmax followed through training.
@Suite struct TrackedSpectrumTests {
    private func task(_ method: Method, tracked: Int, epochs: Int = 4) throws -> TrainingTask {
        var parameters = TinyData.parameters(epochs: epochs)
        parameters.trackedSamples = tracked
        return TrainingTask(
            data: try TinyData.prepared(validation: 70), group: try TinyData.group("R4"), method: method, nu: 0.7, seed: 3,
            parameters: parameters)
    }

    /// More samples than a chunk has; and more than there are.
    @Test(arguments: Method.allCases, [5, 67, 1000]) func `every epoch has the measure of its own parameters`(
        _ method: Method, tracked: Int
    ) throws {
        let task = try task(method, tracked: tracked)
        let trainer = Trainer(task, kernels: .of(availableSets.last ?? .portable))
        var expected: [Double] = []
        let trained = try trainer.run { _ in
            let network = Network(task.architecture)
            network.parameters.copy(from: trainer.state.parameters)
            let evaluator = Evaluator(
                network, tying: task.tying, group: task.group, normalisation: task.data.normalisation,
                measures: [.sigmaMax], saliency: SaliencyOptions(), kernels: .of(.portable))
            let found = evaluator.measure(task.data.validation.prefix(tracked))
            expected.append(found?[.sigmaMax] ?? .nan)
            return true
        }
        #expect(trained.history.map(\.sigmaMax) == expected)
        #expect(Set(expected).count == 4 && expected.allSatisfy { $0 > 0 && $0.isFinite })
    }

    @Test(arguments: Method.allCases) func `following changes no bit of the training`(_ method: Method) throws {
        let runs = try [0, 20].map { try Trainer(try task(method, tracked: $0), kernels: .of(.portable)).run() }
        #expect(runs[0].network.bits == runs[1].network.bits)
        #expect(runs[0].history.allSatisfy { $0.sigmaMax == nil })
        var history = runs[1].history
        for index in history.indices { history[index].sigmaMax = nil }
        #expect(history == runs[0].history)
    }

    @Test func `stopped and resumed, by way of a checkpoint's bytes`() throws {
        let task = try task(.WT, tracked: 20)
        let whole = try Trainer(task, kernels: .of(.portable)).run()
        let first = Trainer(task, kernels: .of(.portable))
        _ = try? first.run { $0.epoch < 2 }
        let head = CheckpointHead(job: "j", epoch: 2, seconds: 0, program: "p")
        let bytes = try CheckpointFile(head: head, state: first.state).encoded()
        let trainer = Trainer(task, kernels: .of(.portable))
        try trainer.restore(CheckpointFile(bytes: bytes, file: "c").state)
        let resumed = try trainer.run()
        #expect(resumed.network.bits == whole.network.bits && resumed.history == whole.history)
        // Without it a checkpoint has no such tensor, as in versions before.
        let plain = Trainer(try self.task(.WT, tracked: 0), kernels: .of(.portable))
        _ = try? plain.run { $0.epoch < 2 }
        let other = try CheckpointFile(head: head, state: plain.state).encoded()
        let name = Array("history.sigma_max".utf8)
        func mentions(_ bytes: [UInt8]) -> Bool { String(decoding: bytes, as: Unicode.ASCII.self).contains("history.sigma_max") }
        #expect(mentions(bytes) && !mentions(other) && name.count == 17)
        #expect(try CheckpointFile(bytes: other, file: "c").state == plain.state)
    }

    @Test func `curves lie beside the shard and come back; journals without them are read`() throws {
        let folder = try OwnedFolder()
        let journal = folder.path + "/journal"
        guard case .trained(var event) = JournalExamples.trained else { return }
        event.job.training.trackedSamples = 10
        event.job.training.weightDecay = 0.01
        event.sigmaMax = [1.5, .nan, 3]
        let writer = try JournalWriter(folder: journal, shard: "main")
        try writer.append(.trained(event))
        try writer.close()
        let shard = String(decoding: try folder.read("journal/main.jsonl"), as: UTF8.self)
        #expect(!shard.contains("sigmaMax"))
        let curves = String(decoding: try folder.read("journal/main.curves.jsonl"), as: UTF8.self)
        #expect(curves.contains(#""regulariser":[],"sigmaMax":[1.5,"nan",3]}}"#), "\(curves)")
        guard case .trained(let read)? = try Journal.read(folder: journal).events.first else {
            Issue.record("no such event")
            return
        }
        #expect(read.job == event.job && read.sigmaMax.count == 3 && read.sigmaMax[1].isNaN && read.sigmaMax[2] == 3)
        // In the event itself, as old journals have the other curves.
        event.sigmaMax = [2]
        let decoder = JournalLine.makeDecoder()
        let json = try JournalLine.makeEncoder().encode(JournalEvent.trained(event))
        #expect(try decoder.decode(JournalEvent.self, from: json) == .trained(event))
        let old = String(decoding: try JournalLine.makeEncoder().encode(JournalExamples.trained), as: UTF8.self)
        #expect(!old.contains("sigmaMax"))
        #expect(try decoder.decode(JournalEvent.self, from: Data(old.utf8)) == JournalExamples.trained)
    }
}
