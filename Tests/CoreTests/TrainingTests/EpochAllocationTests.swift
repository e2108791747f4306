import CAllocationCounter
import Testing

@testable import Core

/// All memory is allocated before the first epoch: an epoch that allocates waits for a lock that all
/// lanes share, and its time is no longer its own.
@Suite(
    .enabled(
        if: allocation_counting_available(), "allocations are counted with glibc on Linux only"))
struct EpochAllocationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var method: Method
        var regulariser = Regulariser.logit
        var pooling = OrbitPooling.max
        var group = "R4"
        /// Whether the ink is listed batch by batch, as where all lists would be too large.
        var listsEachBatch = false
        /// Samples at which σmax is followed.
        var tracked = 0
        var weightDecay = 0.0
        var testDescription: String {
            "\(method) \(regulariser) \(pooling) \(group)\(listsEachBatch ? ", lists made batch by batch" : "")"
                + "\(tracked > 0 ? ", σmax followed" : "")\(weightDecay > 0 ? ", decay" : "")"
        }
    }

    static let cases = [
        Case(method: .DA), Case(method: .DA, group: "D4"), Case(method: .WT), Case(method: .WT, pooling: .mean),
        Case(method: .IR), Case(method: .IR, regulariser: .kl), Case(method: .IR, regulariser: .logitNormalised),
        Case(method: .DA, listsEachBatch: true), Case(method: .WT, group: "D4", listsEachBatch: true),
        Case(method: .IR, listsEachBatch: true), Case(method: .DA, weightDecay: 0.01),
        Case(method: .DA, tracked: 20), Case(method: .WT, tracked: 20), Case(method: .WT, pooling: .mean, tracked: 20),
    ]

    @Test(arguments: cases) func `no epoch allocates`(_ example: Case) throws {
        var parameters = TinyData.parameters(epochs: 4)
        parameters.pooling = example.pooling
        (parameters.trackedSamples, parameters.weightDecay) = (example.tracked, example.weightDecay)
        let task = TrainingTask(
            data: try TinyData.prepared(), group: try TinyData.group(example.group), method: example.method,
            regulariser: example.regulariser, nu: 0.7, seed: 1, parameters: parameters)
        let kernels = KernelSet.of(availableSets.last ?? .portable)
        let ink = TrainingInk(
            task.data, group: task.group, kernels: kernels, limit: example.listsEachBatch ? 0 : SplitInk.defaultLimit)
        #expect((ink.train.lists == nil) == example.listsEachBatch)
        let trainer = Trainer(task, kernels: kernels, ink: ink)
        // What the first does once for all (lazy globals, metadata) is no concern.
        _ = try trainer.trainEpoch(1)
        allocation_counting_begin()
        let result = Result { () throws(TrainingError) in
            for epoch in 2 ... 4 { _ = try trainer.trainEpoch(epoch) }
        }
        let count = allocation_counting_end()
        try result.get()
        #expect(count == 0, "in three epochs of three batches; the first came from\n\(site(0))")
    }

    /// Checkpoints are taken by whoever asks for them between two epochs; the loop itself keeps its
    /// history where there is room for it.
    @Test(arguments: [0, 2]) func `nor does the loop around the epochs, from the beginning or resumed`(_ done: Int) throws {
        let task = TrainingTask(
            data: try TinyData.prepared(), group: try TinyData.group("R4"), method: .IR, nu: 0.7, seed: 1,
            parameters: TinyData.parameters(epochs: 6))
        let kernels = KernelSet.of(availableSets.last ?? .portable)
        let trainer = Trainer(task, kernels: kernels)
        if done > 0 {
            let former = Trainer(task, kernels: kernels)
            _ = try? former.run { $0.epoch < done }
            try trainer.restore(former.state)
        }
        var count = -1
        _ = try trainer.run { report in
            if report.epoch == done + 1 { allocation_counting_begin() }
            if report.epoch == 6 { count = allocation_counting_end() }
            return true
        }
        #expect(count == 0, "the first came from\n\(site(0))")
    }

    @Test func `the counter counts`() {
        allocation_counting_begin()
        let buffers = (0 ..< 3).map { FloatBuffer(count: 100 + $0) }
        let count = allocation_counting_end()
        // Three objects, three aligned blocks, an array.
        #expect(count >= 7 && buffers.count == 3)
        #expect(site(0).contains("swift"))
        allocation_counting_begin()
        #expect(allocation_counting_end() == 0)
    }

    private func site(_ number: Int) -> String {
        var text = [CChar](repeating: 0, count: 16_384)
        guard allocation_counting_site(number, &text, text.count) else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
