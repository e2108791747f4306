import CAllocationCounter
import Testing

@testable import Core

/// What is reckoned for an analysis is what it holds at most: no less, and little more.
@Suite(.enabled(if: allocation_counting_available(), "allocations are counted with glibc on Linux only"))
struct AnalysisMemoryTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var analysis: Analysis
        var method = Method.DA
        var group = "R4"
        var sparse = true
        var hidden = [256, 128, 40]
        var change: @Sendable (inout AnalysisOptions) -> Void = { _ in }
        var testDescription: String { "\(analysis) \(group) \(method)\(sparse ? "" : ", dense")" }
    }

    static let cases = [
        Case(analysis: .layers, hidden: [1024, 512]), Case(analysis: .layers, method: .WT, group: "D4", sparse: false),
        Case(analysis: .drift), Case(analysis: .drift, group: "D4", sparse: false), Case(analysis: .drift, method: .WT),
        Case(analysis: .drift) { $0.drift.measures = [.accuracy, .SI] },
        Case(analysis: .drift, method: .WT, group: "D4", sparse: false) { $0.drift.measures = [.SI] },
        Case(analysis: .latent) { $0.latent.traced = 20 }, Case(analysis: .latent, method: .WT, hidden: [32, 200]),
        Case(analysis: .saliencyMaps), Case(analysis: .saliencyMaps, method: .WT, group: "D4", sparse: false),
        Case(analysis: .decay) { $0.decay.samples = 120 }, Case(analysis: .decay, group: "F2") { $0.decay.samples = 300 },
    ]

    @Test(arguments: cases)
    func theEstimateIsThePeak(_ example: Case) throws {
        var parameters = TinyData.parameters()
        parameters.hidden = example.hidden
        let data = try TinyData.prepared(train: 320, test: 400, sparse: example.sparse)
        let task = TrainingTask(
            data: data, group: try TinyData.group(example.group), method: example.method, nu: 1, seed: 1,
            parameters: parameters)
        var options = AnalysisOptions()
        (options.drift.betas, options.drift.samples, options.layers.samples) = ([0, 0.5], 64, 64)
        (options.latent.samples, options.latent.iterations) = (400, 50)
        options.decay.steps = 3
        example.change(&options)
        let identity = DataIdentity(dataset: data.dataset, digest: data.digest, request: data.request)
        let request: AnalysisRequest =
            switch example.analysis {
            case .layers: .layers(options.layers)
            case .drift: .drift(options.drift, with: identity)
            case .latent: .latent(options.latent)
            case .saliencyMaps: .saliencyMaps(options.saliencyMaps)
            case .decay: .decay(options.decay)
            }
        var shape = JobShape(task)
        shape.otherIsSparse = data.normalisation.isSparse
        let saliency = SaliencyOptions()
        let none = InkExtent(images: 0, entries: 0, largest: 0)
        let estimate = JobMemory(
            shape, train: none, validation: none, measures: [], saliency: saliency, analyses: [example.analysis],
            options: options
        ).analysing
        let network = Network(task.architecture, initialisation: .uniform, seed: 3)
        let context = AnalysisContext(
            network: network, task: task, split: .test, saliency: saliency, other: data,
            kernels: .of(availableSets.last ?? .portable))
        allocation_counting_begin()
        let result = Result { try request.run(context) }
        _ = allocation_counting_end()
        #expect(try result.get() != nil)
        let found = allocation_counting_peak()
        let held = estimate - 4 * network.parameters.count
        #expect(held > 600_000, "\(held): too little to tell from small things")
        // Objects and small arrays of the tiny networks here: 200 kB.
        #expect(Double(found) < 1.02 * Double(held) + 200_000, "\(found) of \(held)")
        #expect(Double(held) < 1.3 * Double(found) + 200_000, "\(found) of \(held)")
    }
}
