import Testing

@testable import Core

/// The completeness residual against float64 attributions and a pass in double.
@Suite struct CompletenessTests {
    let oracle: Oracle
    let layers: [ReferenceTrainer.Layer]

    init() throws {
        oracle = try Oracle()
        layers = ReferenceTrainer.layers(of: try oracle.network())
    }

    /// (6)(P): normalised, in double.
    private func images() throws -> [[Double]] {
        let x = try oracle.doubles("x")
        return (0 ..< 6).map { Array(x[$0 * 1296 ..< ($0 + 1) * 1296]) }
    }

    /// f(x), with the views that a tied network takes.
    private func logits(_ x: [Double], _ group: PermutationGroup, _ tying: WeightTying?) -> [Double] {
        let views = (0 ..< (tying?.order ?? 1)).map { element in
            var view = x
            for (pixel, source) in group.source(of: element).enumerated() { view[Int(source)] = x[pixel] }
            return view
        }
        return ReferencePass(layers, views, pooling: tying?.pooling ?? .max).logits
    }

    private func residuals(
        _ group: PermutationGroup, _ options: SaliencyOptions, tying: WeightTying? = nil, classes: [Int32],
        logit: (_ element: Int, _ sample: Int) -> Double, _ set: InstructionSet
    ) throws -> [[Double]] {
        let maps = SaliencyMaps(
            try oracle.network(), tying: tying, group: group, normalisation: try oracle.normalisation(), options: options,
            kernels: .of(set), completeness: true)
        let samples = try oracle.samples()
        _ = maps.compute(
            ImageChunk(samples: samples, range: 0 ..< 6), classes: .init(repeating: classes, count: group.order))
        return try (0 ..< group.order).map { element in
            try (0 ..< 6).map { sample in
                try #require(
                    maps.completenessResidual(
                        element, sample, class: Int(classes[sample]), logit: Float(logit(element, sample))))
            }
        }
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `against attributions in double`(
        name: String, set: InstructionSet
    ) throws {
        let group = try oracle.group(name)
        let images = try images()
        let ig = try oracle.doubles("\(name).ig")
        let labels = try oracle.samples().labels.map { Int32($0) }
        let zero = logits([Double](repeating: 0, count: 1296), group, nil)
        func value(_ element: Int, _ sample: Int) -> Double {
            logits(group.source(of: element).map { images[sample][Int($0)] }, group, nil)[Int(labels[sample])]
        }
        let found = try residuals(group, SaliencyOptions(), classes: labels, logit: value, set)
        let kinks = try MeasureOracleTests()
        var largest = 0.0
        for element in 0 ..< group.order {
            for sample in 0 ..< 6 {
                let offset = (element * 6 + sample) * 1296
                let sum = ig[offset ..< offset + 1296].reduce(0, +)
                let expected = (sum - (value(element, sample) - zero[Int(labels[sample])])).magnitude
                // A step that meets a kink within single precision may take the gradient of either side:
                // under R4 one of the 24 rays does (7.6e-8 from it, the next 2.9e-6).
                let tolerance = try kinks.nearestKink(group, element, sample) < 1e-6 ? 1e-2 : 1e-4
                #expect(
                    (found[element][sample] - expected).magnitude < tolerance * max(1, expected), "\(element) \(sample)")
                largest = max(largest, expected)
            }
        }
        // The quadrature does err, by far more than the tolerance.
        #expect(largest > 1e-3)
    }

    @Test(arguments: [nil, .max, .mean] as [OrbitPooling?], [SaliencyOptions.Baseline.zero, .black])
    func `more steps leave less`(pooling: OrbitPooling?, baseline: SaliencyOptions.Baseline) throws {
        let group = try oracle.group("R4")
        let tying = pooling.map { WeightTying(order: 4, pooling: $0) }
        let images = try images()
        let classes: [Int32] = [0, 1, 2, 3, 4, 5]
        func mean(_ steps: Int) throws -> Double {
            var options = SaliencyOptions()
            (options.steps, options.baseline) = (steps, baseline)
            let found = try residuals(
                group, options, tying: tying, classes: classes,
                logit: { element, sample in
                    logits(group.source(of: element).map { images[sample][Int($0)] }, group, tying)[sample]
                }, availableSets.last ?? .portable)
            return found.joined().reduce(0, +) / 24
        }
        let (coarse, fine) = (try mean(10), try mean(2000))
        #expect(fine < coarse / 20 && fine < 1e-3 && coarse > 1e-4, "\(coarse) \(fine)")
    }

    @Test func `unasked there is none`() throws {
        let maps = SaliencyMaps(
            try oracle.network(), tying: nil, group: try oracle.group("R4"), normalisation: try oracle.normalisation(),
            options: SaliencyOptions(), kernels: .of(.portable))
        #expect(maps.completenessResidual(0, 0, class: 0, logit: 1) == nil)
    }
}
