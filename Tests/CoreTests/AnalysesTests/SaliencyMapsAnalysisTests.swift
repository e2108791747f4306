import Testing

@testable import Core

/// The maps that are shown against integrated gradients, threshold, realignment and blur by plain loops.
@Suite struct SaliencyMapsAnalysisTests {
    private func file(_ context: AnalysisContext, samples: Int = 3) throws -> (AnalysisResult, SafetensorsFile) {
        var options = SaliencyMapOptions()
        options.samples = samples
        let result = try #require(try SaliencyMapsAnalysis.run(options, context))
        return (result, try SafetensorsFile(bytes: SafetensorsFile(tensors: result.tensors).encoded(), file: "maps"))
    }

    private func floats(_ file: SafetensorsFile, _ name: String, _ shape: [Int]) throws -> [Double] {
        try file.floats(name, shape: shape).map { Double($0) }
    }

    @Test(arguments: AnalysisExample.all) func `attribution, saliency and alignment`(example: AnalysisExample) throws {
        let context = try example.context()
        let group = context.task.group
        let (result, file) = try file(context)
        let (side, order) = (TinyData.side, group.order)
        let pixels = side * side
        let shape = [3, order, side, side]
        let attribution = try floats(file, "attribution", shape)
        let saliency = try floats(file, "saliency", shape)
        let aligned = try floats(file, "aligned", shape)
        let cosines = try file.doubles("cosine", shape: [3, order])
        let images = try file.octets("images", shape: shape)
        let places = try file.integers("sample", shape: [3])
        let test = context.task.data.test
        #expect(try file.integers("labels", shape: [3]) == [0, 1, 2])
        #expect(places == (0 ..< 3).map { c in test.labels.firstIndex { Int($0) == c } })
        #expect(try file.integers("explained", shape: [3, order]) == (0 ..< 3).flatMap { [Int](repeating: $0, count: order) })
        let rays = DenseRays(
            network: context.network, tying: context.task.tying, group: group,
            table: context.task.data.normalisation.values, options: context.saliency)
        let slow = SlowActivations(context)
        let logits = try floats(file, "logits", [3, order, 3])
        let predicted = try file.integers("predicted", shape: [3, order])
        for i in 0 ..< 3 {
            let bytes = Array(test.images[places[i]])
            var first: [Double] = []
            for g in 0 ..< order {
                let place = i * order + g
                let range = place * pixels ..< (place + 1) * pixels
                #expect(Array(images[range]) == group.source(of: g).map { bytes[Int($0)] })
                let expected = rays.attribution(bytes, element: g, explained: i)
                // A step within rounding of a kink may take either of two gradients.
                let tolerance = expected.nearestKink < 1e-6 ? 0.1 : 1e-4
                #expect(largestError(Array(attribution[range]), expected.values.map(\.magnitude)) < tolerance)
                let kept = threshold(attribution[range].map { Float($0) })
                #expect(largestError(Array(saliency[range]), blur(kept, side)) < 1e-5)
                var back = kept
                for (pixel, source) in group.source(of: g).enumerated() { back[Int(source)] = kept[pixel] }
                let map = blur(back, side)
                #expect(largestError(Array(aligned[range]), map) < 1e-5)
                if g == 0 { first = map }
                #expect((cosines[place] - cosine(first, map)).magnitude < 1e-5)
                let outputs = slow.all(bytes, g)[example.hidden.count + 1]
                #expect(largestError(Array(logits[place * 3 ..< place * 3 + 3]), outputs) < 1e-5)
                #expect(outputs[predicted[place]] > (outputs.max() ?? 0) - 1e-5)
            }
        }
        let others = cosines.indices.filter { $0 % order != 0 }.map { cosines[$0] }
        let mean = try #require(result.measurements.values["saliency_maps_cosine"])
        #expect((mean - others.reduce(0, +) / Double(others.count)).magnitude < 1e-12)
        if example.method == .WT { #expect(cosines.allSatisfy { ($0 - 1).magnitude < 1e-12 }) }
        #expect(result.metadata["group"] == example.group && result.metadata["threshold"] == "0.9")
    }

    /// What SI says of a split of these samples alone.
    @Test func `the mean cosine is SI of the samples shown`() throws {
        let context = try AnalysisExample().context()
        let (result, _) = try file(context)
        let shown = ShownSamples(context.task.data.test, classes: 3)
        let evaluator = Evaluator(
            context.network, tying: nil, group: context.task.group, normalisation: context.task.data.normalisation,
            measures: [.SI], saliency: context.saliency, kernels: context.kernels)
        let si = try #require(evaluator.measure(shown.samples)?[.SI])
        #expect((si - (result.measurements.values["saliency_maps_cosine"] ?? 0)).magnitude < 1e-12)
    }

    @Test func `the predicted class is explained where that is asked for`() throws {
        var context = try AnalysisExample().context()
        context.saliency.target = .predicted
        let (_, file) = try file(context)
        let (explained, predicted) = (try file.tensor("explained"), try file.tensor("predicted"))
        #expect(explained.elements == predicted.elements)
    }

    @Test func `no more samples than classes`() throws {
        let (result, file) = try file(try AnalysisExample().context(), samples: 9)
        #expect(result.measurements.samples == 3)
        #expect(try file.tensor("images").shape == [3, 4, 8, 8])
    }

    @Test func `stops, and names what it cannot do`() throws {
        let options = SaliencyMapOptions()
        #expect(try SaliencyMapsAnalysis.run(options, try AnalysisExample().context(shouldStop: { true })) == nil)
        let empty = try AnalysisExample().context(test: 0)
        #expect { try SaliencyMapsAnalysis.run(options, empty) } throws: {
            "\($0)" == "saliency_maps: expected a sample in the test split, found none; make the split larger"
        }
        let lost = try AnalysisExample().context { $0.setBias(layer: 2, [.nan, 0, 0]) }
        #expect { try SaliencyMapsAnalysis.run(options, lost) } throws: {
            "\($0)".hasPrefix("saliency_maps: expected logits that are finite numbers")
        }
    }

    // MARK: - By plain loops

    private func threshold(_ map: [Float]) -> [Double] {
        let least = 0.9 * (map.max() ?? 0)
        return map.map { $0 >= least ? Double($0) : 0 }
    }

    private func blur(_ map: [Double], _ side: Int) -> [Double] {
        let weights = [0.27406862, 0.45186276, 0.27406862]
        var result = map.map { _ in 0.0 }
        for y in 0 ..< side {
            for x in 0 ..< side {
                for dy in -1 ... 1 where (0 ..< side).contains(y + dy) {
                    for dx in -1 ... 1 where (0 ..< side).contains(x + dx) {
                        result[y * side + x] += weights[dy + 1] * weights[dx + 1] * map[(y + dy) * side + x + dx]
                    }
                }
            }
        }
        return result
    }

    private func cosine(_ a: [Double], _ b: [Double]) -> Double {
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
    }
}
