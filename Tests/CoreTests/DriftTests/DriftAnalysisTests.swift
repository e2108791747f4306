import Testing

@testable import Core

/// Drift against the long way round in double, and against the plain measures at its two ends.
@Suite struct DriftAnalysisTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var sparse: (Bool, Bool)
        var pooling: OrbitPooling?
        var group = "R4"

        var testDescription: String {
            "\(group), \(sparse.0 ? "sparse" : "dense") to \(sparse.1 ? "sparse" : "dense"), "
                + (pooling.map { "tied by \($0)" } ?? "not tied")
        }

        func sets() throws -> (PreparedData, PreparedData) {
            let first = try DriftSets.prepared(.strokes, sparse: sparse.0, seed: 1)
            let second = try DriftSets.prepared(.silhouettes, sparse: sparse.1, seed: 2)
            #expect(first.normalisation.isSparse == sparse.0 && second.normalisation.isSparse == sparse.1)
            return (first, second)
        }
    }

    static let cases = [
        Case(sparse: (true, true)), Case(sparse: (false, false)), Case(sparse: (true, false)),
        Case(sparse: (false, true), group: "T2"), Case(sparse: (true, true), pooling: .max),
        Case(sparse: (false, true), pooling: .max), Case(sparse: (true, false), pooling: .mean),
        Case(sparse: (true, true), pooling: .mean, group: "D4"),
    ]

    @Test(arguments: cases) func `accuracy, LI and DI as of mixed images in double`(item: Case) throws {
        let (first, second) = try item.sets()
        let context = try DriftSets.context(first, second, pooling: item.pooling, group: item.group)
        let betas = [0.15, 0.5, 0.85, 1]
        let found = try #require(try DriftAnalysis.run(DriftSets.options(betas, [.accuracy, .LI, .DI]), context))
        let series = found.measurements.series
        #expect(found.measurements.samples == 30 && found.tensors.isEmpty && found.measurements.values.isEmpty)
        #expect(Set(series.keys) == ["drift_beta", "drift_accuracy", "drift_accuracy_ratio", "drift_LI", "drift_DI"])
        #expect(series["drift_beta"] == betas)
        let reference = DriftReference(context: context, second: second)
        let start = reference.values(0)
        for (index, beta) in betas.enumerated() {
            let expected = reference.values(beta)
            func near(_ name: String, _ value: Double) throws {
                let error = (try #require(series[name])[index] - value).magnitude
                #expect(error <= 1e-4 * value.magnitude, "\(name) at \(beta): \(error) off \(value)")
            }
            try near("drift_accuracy", expected.accuracy)
            try near("drift_accuracy_ratio", expected.accuracy / start.accuracy)
            guard item.pooling == nil else {
                #expect(series["drift_LI"]?[index] == 0 && series["drift_DI"]?[index] == 0)
                continue
            }
            #expect(expected.LI > 0.01 && expected.DI > 0.01, "a network that shows something")
            try near("drift_LI", expected.LI)
            try near("drift_DI", expected.DI)
        }
    }

    @Test(arguments: [nil, .max] as [OrbitPooling?], SaliencyOptions.Baseline.allCases)
    func `SI as of mixed images in double`(pooling: OrbitPooling?, baseline: SaliencyOptions.Baseline) throws {
        let first = try DriftSets.prepared(.strokes, sparse: true, test: 12, seed: 1)
        let second = try DriftSets.prepared(.silhouettes, sparse: false, test: 12, seed: 2)
        var saliency = SaliencyOptions()
        (saliency.baseline, saliency.steps) = (baseline, 20)
        let context = try DriftSets.context(first, second, pooling: pooling, saliency: saliency)
        let betas = [0.3, 0.8]
        let found = try #require(try DriftAnalysis.run(DriftSets.options(betas, [.SI]), context)).measurements.series
        #expect(Set(found.keys) == ["drift_beta", "drift_SI", "drift_SI_zero_maps"])
        let reference = DriftReference(context: context, second: second)
        for (index, beta) in betas.enumerated() {
            let expected = reference.similarity(beta)
            let error = (try #require(found["drift_SI"])[index] - expected.mean).magnitude
            #expect(expected.doubtful <= 0.2, "too few maps that single precision can be held to")
            #expect(error <= 1e-4 * expected.mean + expected.doubtful, "\(error) at \(beta)")
            if pooling != nil { #expect(found["drift_SI"]?[index] == 1) }
        }
    }

    /// The very bits, at both ends: D(0) is D₁, D(1) is the images of D₂ with the labels of D₁.
    @Test(arguments: cases, SaliencyOptions.Target.allCases)
    func `the ends are what the plain measures say`(item: Case, target: SaliencyOptions.Target) throws {
        let (first, second) = try item.sets()
        var saliency = SaliencyOptions()
        (saliency.target, saliency.baseline, saliency.steps) = (target, target == .label ? .zero : .black, 10)
        let context = try DriftSets.context(first, second, pooling: item.pooling, group: item.group, saliency: saliency)
        let found = try #require(try DriftAnalysis.run(DriftSets.options([1, 0, 0.5]), context)).measurements.series
        #expect(found["drift_beta"] == [0, 0.5, 1])
        #expect(found["drift_accuracy_ratio"]?[0] == 1)
        for (index, data) in [(0, first), (2, second)] {
            let evaluator = Evaluator(
                context.network, tying: context.task.tying, group: context.task.group,
                normalisation: data.normalisation, measures: DriftAnalysis.measures, saliency: saliency,
                kernels: context.kernels)
            let samples = PreparedData.Samples(images: data.test.images, labels: first.test.labels)
            let expected = try #require(evaluator.measure(samples))
            for measure in DriftAnalysis.measures {
                #expect(found[DriftAnalysis.Curve.of(measure)]?[index] == expected[measure], "\(measure), end \(index)")
            }
            #expect(found["drift_SI_zero_maps"]?[index] == expected.values["SI_zero_maps"])
        }
    }

    @Test(arguments: cases) func `the same bits from every instruction set`(item: Case) throws {
        let (first, second) = try item.sets()
        var saliency = SaliencyOptions()
        saliency.steps = 10
        func series(_ set: InstructionSet) throws -> [String: [Double]]? {
            let context = try DriftSets.context(
                first, second, pooling: item.pooling, group: item.group, saliency: saliency, set: set)
            return try DriftAnalysis.run(DriftSets.options([0.1, 0.7]), context)?.measurements.series
        }
        let portable = try #require(try series(.portable))
        for set in availableSets { #expect(try series(set) == portable, "\(set)") }
    }

    @Test func `accuracy at zero is measured whether it is asked for or not`() throws {
        let (first, second) = try Self.cases[0].sets()
        let context = try DriftSets.context(first, second)
        let with = try #require(try DriftAnalysis.run(DriftSets.options([0, 0.6, 1], [.accuracy]), context))
        let without = try #require(try DriftAnalysis.run(DriftSets.options([1, 0.6, 0.6], [.accuracy]), context))
        for name in ["drift_beta", "drift_accuracy", "drift_accuracy_ratio"] {
            let all = try #require(with.measurements.series[name])
            #expect(without.measurements.series[name] == Array(all[1...]))
        }
        #expect(with.measurements.series["drift_accuracy_ratio"]?[0] == 1)
    }

    /// More than a chunk, and a last one that fills neither itself nor its padded rows.
    @Test(arguments: [nil, .max] as [OrbitPooling?]) func `chunks, samples and stopping`(pooling: OrbitPooling?) throws {
        let first = try DriftSets.prepared(.strokes, sparse: true, test: 133, seed: 1)
        let second = try DriftSets.prepared(.silhouettes, sparse: true, test: 200, seed: 2)
        var context = try DriftSets.context(first, second, pooling: pooling)
        var seen: [[Int]] = []
        context.progress = { seen.append([$0, $1]) }
        let options = DriftSets.options([0.5], [.accuracy, .LI], samples: 130)
        let whole = try #require(try DriftAnalysis.run(options, context)).measurements
        #expect(seen == [[64, 130], [128, 130], [130, 130]] && whole.samples == 130)

        // The same samples, each alone in its chunk.
        let meter = DriftMeter(
            context.network, tying: context.task.tying, group: context.task.group,
            normalisations: (first.normalisation, second.normalisation), measures: [.accuracy, .LI], saliency: .init(),
            kernels: context.kernels)
        var total = MeasureSums(order: context.task.group.order, classes: context.network.architecture.classes)
        for i in 0 ..< 130 {
            let range = i ..< i + 1
            let chunk = DriftChunk(
                first: ImageChunk(samples: first.test, range: range), second: ImageChunk(samples: second.test, range: range))
            meter.prepare(chunk)
            total.add(meter.sums(of: chunk, DriftMixture(0.5), accuracyOnly: false))
        }
        let single = total.measurements([.accuracy, .LI])
        #expect(whole.series["drift_accuracy"] == [try #require(single[.accuracy])])
        let error = try #require(single[.LI]) - (try #require(whole.series["drift_LI"]?.first))
        #expect(error.magnitude <= 1e-12 * (try #require(single[.LI])))

        var asked = 0
        context.shouldStop = {
            asked += 1
            return asked > 1
        }
        seen = []
        #expect(try DriftAnalysis.run(options, context) == nil)
        #expect(asked == 2 && seen == [[64, 130], [128, 130]])
    }

    /// No crash, and no healthy look.
    @Test(arguments: [nil, .max, .mean] as [OrbitPooling?], [Float.nan, .infinity])
    func `a network that has diverged`(pooling: OrbitPooling?, value: Float) throws {
        let (first, second) = try Self.cases[2].sets()
        for layer in 0 ... 2 {
            var saliency = SaliencyOptions()
            saliency.steps = 5
            let context = try DriftSets.context(first, second, pooling: pooling, saliency: saliency, hidden: [20, 12])
            let weights = context.network.weight(layer: layer)
            context.network.setWeight(layer: layer, weights.map { _ in value })
            let found = try #require(try DriftAnalysis.run(DriftSets.options([0, 0.5, 1]), context))
            let accuracy = try #require(found.measurements.series["drift_accuracy"])
            #expect(accuracy.allSatisfy { (0 ... 1).contains($0) })
            #expect(found.measurements.series["drift_LI"]?.contains { $0.isFinite && $0 > 0 } == false)
        }
    }
}
