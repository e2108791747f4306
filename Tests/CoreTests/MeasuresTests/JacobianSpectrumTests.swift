import Testing

@testable import Core

/// σmax against float64 by automatic differentiation, against finite differences and a singular
/// value decomposition, and where it is known.
@Suite struct JacobianSpectrumTests {
    private func found(
        _ network: Network, _ tying: WeightTying?, _ group: PermutationGroup, _ table: [Float],
        _ samples: PreparedData.Samples, _ set: InstructionSet
    ) -> [Double] {
        let spectrum = JacobianSpectrum(network, tying: tying, group: group, table: table, kernels: .of(set))
        return ImageChunk.all(of: samples).flatMap { chunk in
            spectrum.compute(chunk)
            return (0 ..< chunk.count).map { spectrum.largestSingularValue($0) }
        }
    }

    @Test(arguments: availableSets) func `six digits, as by automatic differentiation`(set: InstructionSet) throws {
        let oracle = try Oracle()
        let expected = try oracle.doubles("jacobian_sigma_max")
        let values = found(
            try oracle.network(), nil, try oracle.group("R4"), try oracle.normalisation().values, try oracle.samples(), set)
        #expect(values.count == 6)
        for (value, truth) in zip(values, expected) { #expect((value / truth - 1).magnitude < 1e-5) }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var group: String
        var pooling: OrbitPooling?
        var hidden = [12, 10]
        var testDescription: String { "\(group) \(pooling.map { "WT \($0)" } ?? "plain") \(hidden)" }
    }

    static let cases = [
        Case(group: "R4"), Case(group: "R4", hidden: [7]), Case(group: "R4", hidden: [40, 33, 5]),
        Case(group: "R4", pooling: .max), Case(group: "R4", pooling: .mean), Case(group: "T4", pooling: .max),
        Case(group: "T4", pooling: .mean), Case(group: "D4", pooling: .max), Case(group: "D4", pooling: .mean),
        Case(group: "R4", pooling: .max, hidden: [9]), Case(group: "F2", pooling: .mean, hidden: [40]),
    ]

    /// More samples than a chunk has, so that the last one is smaller.
    private func samples() throws -> (PreparedData.Samples, [Float]) {
        let data = try TinyData.prepared(test: 67)
        return (data.test, data.normalisation.values)
    }

    private func network(_ hidden: [Int]) -> Network {
        Network(
            Architecture(inputs: TinyData.side * TinyData.side, hidden: hidden, classes: TinyData.classes),
            initialisation: .he, seed: 11)
    }

    @Test(arguments: cases) func `any network, by finite differences and a decomposition`(_ example: Case) throws {
        let (samples, table) = try samples()
        let group = try TinyData.group(example.group)
        let network = network(example.hidden)
        let tying = example.pooling.map { WeightTying(order: group.order, pooling: $0) }
        let layers = ReferenceTrainer.layers(of: network)
        let expected = (0 ..< samples.count).map { sample -> Double in
            let x = samples.images[sample].map { Double(table[Int($0)]) }
            return singularValues(jacobian(x) { logits(layers, tying, group, $0) }).first ?? .nan
        }
        for set in availableSets {
            let values = found(network, tying, group, table, samples, set)
            #expect(values.count == 67 && values.contains { $0 > 0.1 })
            for (sample, (value, truth)) in zip(values, expected).enumerated() {
                #expect((value - truth).magnitude <= 1e-5 * max(truth, 1e-3), "\(set), sample \(sample)")
            }
        }
    }

    private func logits(
        _ layers: [ReferenceTrainer.Layer], _ tying: WeightTying?, _ group: PermutationGroup, _ x: [Double]
    ) -> [Double] {
        let views = tying == nil ? [x] : (0 ..< group.order).map { element in
            var moved = x
            for (pixel, source) in group.source(of: element).enumerated() { moved[Int(source)] = x[pixel] }
            return moved
        }
        return ReferencePass(layers, views, pooling: tying?.pooling ?? .max).logits
    }

    /// (C, P) by central differences, which are exact but for rounding where no ReLU turns within
    /// the step.
    private func jacobian(_ x: [Double], _ logits: ([Double]) -> [Double]) -> [[Double]] {
        let step = 1e-7
        let columns = x.indices.map { p in
            var (below, above) = (x, x)
            below[p] -= step
            above[p] += step
            return zip(logits(above), logits(below)).map { ($0 - $1) / (2 * step) }
        }
        return columns[0].indices.map { c in columns.map { $0[c] } }
    }

    /// Biases so large that no ReLU ever turns: f(x) = W₂W₁x + …, with W₁ the first rows of the
    /// identity and W₂ diagonal.
    @Test(arguments: availableSets) func `a linear network has the same value everywhere`(set: InstructionSet) throws {
        let (samples, table) = try samples()
        let pixels = TinyData.side * TinyData.side
        let network = Network(Architecture(inputs: pixels, hidden: [5], classes: 3))
        network.setWeight(layer: 0, (0 ..< 5 * pixels).map { $0 / pixels == $0 % pixels ? 1 : 0 })
        network.setBias(layer: 0, [Float](repeating: 1000, count: 5))
        network.setWeight(layer: 1, (0 ..< 15).map { $0 / 5 == $0 % 5 ? [0.5, -3, 2][$0 / 5] : 0 })
        for value in found(network, nil, try TinyData.group("R4"), table, samples, set) { #expect(value == 3) }

        // Mean pooling over R4 of the corner pixels: each has weight ¼ in every unit, so that all
        // rows are parallel to one of length ½.
        network.setWeight(layer: 0, (0 ..< 5 * pixels).map { $0 % pixels == 0 ? 1 : 0 })
        network.setWeight(layer: 1, (0 ..< 15).map { $0 % 5 == 0 ? [1, 2, 2][$0 / 5] : 0 })
        let mean = WeightTying(order: 4, pooling: .mean)
        for value in found(network, mean, try TinyData.group("R4"), table, samples, set) {
            #expect((value - 1.5).magnitude < 1e-12)
        }
    }

    @Test func `a dead network has 0, a diverged one NaN`() throws {
        let (samples, table) = try samples()
        let group = try TinyData.group("R4")
        let dead = Network(Architecture(inputs: TinyData.side * TinyData.side, hidden: [4], classes: 3))
        #expect(found(dead, nil, group, table, samples, .portable).allSatisfy { $0 == 0 })
        dead.setBias(layer: 0, [1, 1, 1, 1])
        dead.setWeight(layer: 1, [Float](repeating: .nan, count: 12))
        #expect(found(dead, nil, group, table, samples, .portable).allSatisfy { $0.isNaN })
    }

    @Test(arguments: [nil, OrbitPooling.max, .mean]) func `all instruction sets give the same bits`(
        pooling: OrbitPooling?
    ) throws {
        let oracle = try Oracle()
        let group = try oracle.group("R4")
        let tying = pooling.map { WeightTying(order: 4, pooling: $0) }
        let values = try availableSets.map {
            found(try oracle.network(), tying, group, try oracle.normalisation().values, try oracle.samples(), $0)
        }
        for other in values { #expect(other == values[0]) }
    }

    /// The measure of a whole split is the mean; it is there when asked for, has no values per
    /// element, and the default measures do not ask for it.
    @Test func `the measure`() throws {
        let oracle = try Oracle()
        let evaluator = Evaluator(
            try oracle.network(), tying: nil, group: try oracle.group("R4"), normalisation: try oracle.normalisation(),
            measures: [.sigmaMax], saliency: SaliencyOptions(), kernels: .of(.portable))
        let measured = try #require(evaluator.measure(try oracle.samples()))
        let expected = try oracle.doubles("jacobian_sigma_max").reduce(0, +) / 6
        #expect(Array(measured.values.keys) == ["sigma_max"] && measured.perElement.isEmpty)
        #expect((try #require(measured[.sigmaMax]) / expected - 1).magnitude < 1e-5)
        #expect(!Measure.standard.contains(.sigmaMax))
        #expect(SweepSpec(name: "x", groups: [], methods: []).measures == Measure.standard)
    }
}
