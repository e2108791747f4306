import Testing

@testable import Core

/// The invariance error by layer against plain sums in double.
@Suite struct LayersAnalysisTests {
    private func run(_ context: AnalysisContext, samples: Int = 0) throws -> Measurements {
        var options = LayerOptions()
        options.samples = samples
        let result = try #require(try LayersAnalysis.run(options, context))
        #expect(result.tensors.isEmpty)
        return result.measurements
    }

    @Test(arguments: AnalysisExample.all) func `every layer and element`(example: AnalysisExample) throws {
        let context = try example.context()
        let found = try run(context)
        let slow = SlowActivations(context)
        let samples = context.task.data.test
        let order = context.task.group.order
        let layers = example.hidden.count + 2
        var differences = [[Double]](repeating: [Double](repeating: 0, count: order), count: layers)
        var lengths = differences
        for i in 0 ..< samples.count {
            let bytes = Array(samples.images[i])
            let x = slow.all(bytes, 0)
            for g in 0 ..< order {
                let moved = slow.all(bytes, g)
                for layer in 0 ..< layers {
                    differences[layer][g] += squaredDistance(x[layer], moved[layer])
                    lengths[layer][g] += (x[layer] + moved[layer]).reduce(0) { $0 + $1 * $1 }
                }
            }
        }
        let (n, others) = (Double(samples.count), 1 ..< order)
        // With weight tying what is left of the difference is this reference's own rounding.
        let floor = example.method == .WT ? 1e-12 : 0
        func compare(_ name: String, _ expected: [Double]) throws {
            let series = try #require(found.series[name])
            try #require(series.count == layers)
            for (a, b) in zip(series, expected) { #expect((a - b).magnitude <= 1e-5 * b.magnitude + floor, "\(name)") }
        }
        try compare("layer_LI", differences.map { row in others.reduce(0) { $0 + row[$1] } / (2 * n * Double(order - 1)) })
        try compare(
            "layer_LI_relative",
            zip(differences, lengths).map { d, l in
                others.reduce(0) { $0 + d[$1] } / others.reduce(0) { $0 + l[$1] }
            })
        for g in others {
            try compare("layer_LI[g\(g)]", differences.map { $0[g] / (2 * n) })
            try compare("layer_LI_relative[g\(g)]", zip(differences, lengths).map { $0[g] / $1[g] })
        }
        #expect(found.samples == samples.count && found.series.count == 2 + 2 * (order - 1))
    }

    @Test func `the last layer is LI`() throws {
        let context = try AnalysisExample().context()
        let evaluator = Evaluator(
            context.network, tying: nil, group: context.task.group, normalisation: context.task.data.normalisation,
            measures: [.LI], saliency: context.saliency, kernels: context.kernels)
        let measured = try #require(evaluator.measure(context.task.data.test))
        let series = try #require(try run(context).series["layer_LI"])
        #expect((series[3] / (measured[.LI] ?? 0) - 1).magnitude < 1e-5)
    }

    @Test(arguments: [OrbitPooling.max, .mean]) func `weight tying is invariant from its first layer on, to the bit`(
        pooling: OrbitPooling
    ) throws {
        for group in ["R4", "T4", "D4"] {
            let context = try AnalysisExample(group: group, method: .WT, pooling: pooling).context()
            for name in ["layer_LI", "layer_LI_relative"] {
                let series = try #require(try run(context).series[name])
                #expect(series[0] > 0 && series[1...].allSatisfy { $0 == 0 })
            }
        }
    }

    @Test func `a layer that is dead is invariant, not nothing`() throws {
        let context = try AnalysisExample().context { network in
            network.setWeight(layer: 1, [Float](repeating: 0, count: 40 * 33))
            network.setBias(layer: 1, [Float](repeating: -1, count: 33))
        }
        let series = try #require(try run(context).series["layer_LI_relative"])
        #expect(series[2] == 0 && series[1] > 0 && series[3] == 0)
    }

    @Test func `only the first samples are taken, and progress is told`() throws {
        var steps: [Int] = []
        let context = try AnalysisExample().context(test: 150) { _ in
        } progress: { done, all in
            steps.append(done)
            #expect(all == 130)
        }
        let found = try run(context, samples: 130)
        #expect(found.samples == 130 && steps == [64, 128, 130])
    }

    @Test func `stops within a chunk`() throws {
        var asked = 0
        let context = try AnalysisExample().context(test: 150, shouldStop: {
            asked += 1
            return asked == 2
        })
        #expect(try LayersAnalysis.run(LayerOptions(), context) == nil)
        #expect(asked == 2)
    }

    @Test func `a network that diverged is named`() throws {
        let context = try AnalysisExample().context { $0.setBias(layer: 0, [Float](repeating: .nan, count: 40)) }
        #expect {
            try LayersAnalysis.run(LayerOptions(), context)
        } throws: {
            "\($0)".hasPrefix("layer_LI: expected activations that are finite numbers")
        }
    }
}
