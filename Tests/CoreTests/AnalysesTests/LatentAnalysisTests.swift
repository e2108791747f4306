import Testing

@testable import Core

@Suite struct LatentAnalysisTests {
    private func options(traced: Int = 3, iterations: Int = 60) -> LatentOptions {
        var options = LatentOptions()
        options.samples = 65
        options.traced = traced
        options.perplexity = 8
        options.iterations = iterations
        return options
    }

    private func integers(_ result: AnalysisResult, _ name: String) throws -> [Int] {
        let file = SafetensorsFile(tensors: result.tensors)
        return try file.integers(name, shape: [try file.tensor(name).count])
    }

    @Test(arguments: AnalysisExample.all) func `the points are the penultimate activations`(
        example: AnalysisExample
    ) throws {
        let context = try example.context()
        let samples = context.task.data.test.prefix(65)
        let traced = [1, 64]
        let points = try #require(LatentPoints(samples, traced: traced, context))
        let order = context.task.group.order
        #expect(points.count == 65 + 2 * (order - 1))
        let slow = SlowActivations(context)
        let width = example.hidden[example.hidden.count - 1]
        var seen: [Int: Int] = [:]
        for i in 0 ..< points.count {
            let (sample, element) = (Int(points.samples[i]), Int(points.elements[i]))
            let expected = slow.all(Array(samples.images[sample]), element)[example.hidden.count]
            let found = points.activations[i * width ..< (i + 1) * width].map { Double($0) }
            #expect(largestError(found, expected) < 1e-5)
            #expect(points.labels[i] == Int32(samples.labels[sample]))
            #expect(points.orbits[i] == Int32(traced.firstIndex(of: sample) ?? -1))
            seen[sample, default: 0] += 1
        }
        #expect(seen == Dictionary(uniqueKeysWithValues: (0 ..< 65).map { ($0, traced.contains($0) ? order : 1) }))
    }

    @Test func `what is embedded is what stands in the tensors`() throws {
        var last = 0
        let context = try AnalysisExample().context(progress: { done, all in
            #expect(all == 60 && done == last + 1)
            last = done
        })
        let result = try #require(try LatentAnalysis.run(options(), context))
        #expect(last == 60)
        let labels = try integers(result, "labels")
        let (elements, traced) = (try integers(result, "element"), try integers(result, "traced"))
        #expect(labels.count == 65 + 3 * 3 && traced.filter { $0 >= 0 }.count == 12)
        // One orbit of each of the three classes.
        #expect(Set(zip(traced, labels).filter { $0.0 >= 0 }.map(\.1)) == [0, 1, 2])
        for orbit in 0 ..< 3 {
            #expect(zip(traced, elements).filter { $0.0 == orbit }.map(\.1).sorted() == [0, 1, 2, 3])
        }
        let file = SafetensorsFile(tensors: result.tensors)
        let places = try file.doubles("points", shape: [labels.count, 2])
        let points = try #require(
            LatentPoints(
                context.samples(65), traced: LatentAnalysis.tracedSamples(context.samples(65).labels, count: 3), context))
        let again = try #require(
            try Embedding.tSNE(
                of: points.activations, points: points.count, options: LatentAnalysis.embeddingOptions(options())))
        #expect(places == zip(again.x, again.y).flatMap { [$0, $1] })
        #expect(result.measurements.values["latent_KL"] == again.divergence)
        #expect(result.measurements.series["latent_iteration"] == [10, 20, 30, 40, 50, 60])
        #expect(result.measurements.series["latent_KL_trace"]?.last == again.divergence)
        #expect(result.metadata["elements"] == "e,r90,r180,r270" && result.metadata["cyclic"] == "true")
    }

    @Test func `with weight tying an orbit is one point`() throws {
        let context = try AnalysisExample(method: .WT).context()
        let result = try #require(try LatentAnalysis.run(options(), context))
        let traced = try integers(result, "traced")
        let places = try SafetensorsFile(tensors: result.tensors).doubles("points", shape: [traced.count, 2])
        let size = places.reduce(0) { max($0, $1.magnitude) }
        for orbit in 0 ..< 3 {
            let own = traced.indices.filter { traced[$0] == orbit }
            for i in own {
                #expect((places[2 * i] - places[2 * own[0]]).magnitude < 1e-6 * size)
                #expect((places[2 * i + 1] - places[2 * own[0] + 1]).magnitude < 1e-6 * size)
            }
        }
    }

    @Test func `traced samples are of each class in turn`() {
        #expect(LatentAnalysis.tracedSamples([4, 4, 2, 4, 2, 0], count: 5) == [0, 2, 5, 1, 4])
        #expect(LatentAnalysis.tracedSamples([4, 4, 2], count: 9) == [0, 2, 1])
        #expect(LatentAnalysis.tracedSamples([4, 4, 2], count: 0) == [])
        #expect(LatentAnalysis.tracedSamples([], count: 3) == [])
    }

    @Test func `which groups are rings`() throws {
        for (name, ring) in [("R4", true), ("T4", true), ("F2", true), ("D4", false)] {
            #expect(try TinyData.group(name).isCyclicInOrder == ring)
        }
    }

    @Test func `at most 200 values of the trace, and the last`() throws {
        for iterations in [50, 1000, 1999, 100_000] {
            let found = LatentAnalysis.embeddingOptions(options(iterations: iterations))
            #expect((iterations + found.traceEvery - 1) / found.traceEvery <= 200)
            #expect(found.exaggeratedIterations * 4 <= max(iterations, 1))
        }
    }

    /// While the activations are taken, while perplexities are sought, and between iterations.
    @Test(arguments: [1, 3, 40, 200]) func `stops`(at question: Int) throws {
        var asked = 0
        var iterations = 0
        let context = try AnalysisExample().context(
            shouldStop: {
                asked += 1
                return asked == question
            }, progress: { done, _ in iterations = done })
        #expect(try LatentAnalysis.run(options(iterations: 500), context) == nil)
        #expect(asked == question)
        #expect(question <= 40 ? iterations == 0 : (1 ..< 200).contains(iterations))
    }

    @Test func `too few points say what to do`() throws {
        var few = options(traced: 0)
        few.samples = 12
        let context = try AnalysisExample().context()
        #expect {
            try LatentAnalysis.run(few, context)
        } throws: {
            "\($0)" == "latent: t-SNE of 12 points: a perplexity of 8.0 needs at least 24 (three times the perplexity); "
                + "take more points or a perplexity of at most 4.0"
        }
    }
}
