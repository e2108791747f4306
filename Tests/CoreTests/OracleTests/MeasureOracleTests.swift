import Core
import Testing

/// Integrated gradients, saliency and the measures against float64 (method: "Measures").
@Suite struct MeasureOracleTests {
    let oracle: Oracle

    init() throws { oracle = try Oracle() }

    private func chunk() throws -> ImageChunk { ImageChunk(samples: try oracle.samples(), range: 0 ..< 6) }

    private func attributions(
        _ group: PermutationGroup, element: Int, tying: WeightTying? = nil, options: SaliencyOptions,
        _ set: InstructionSet
    ) throws -> [Float] {
        let gradients = IntegratedGradients(
            try oracle.network(), tying: tying, group: group, normalisation: try oracle.normalisation(), options: options,
            kernels: .of(set))
        var values = [Float](repeating: 0, count: 6 * 1296)
        gradients.attribute(try chunk(), element: element, classes: try oracle.samples().labels.map { Int32($0) }) {
            sample, map in
            for p in 0 ..< 1296 { values[sample * 1296 + p] = map[p] }
        }
        return values
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `integrated gradients over the orbit`(
        name: String, set: InstructionSet
    ) throws {
        let group = try oracle.group(name)
        let expected = try oracle.doubles("\(name).ig")
        for element in 0 ..< group.order {
            let found = try attributions(group, element: element, options: SaliencyOptions(), set)
            for sample in 0 ..< 6 {
                let offset = (element * 6 + sample) * 1296
                // On a ray that meets a kink of a ReLU within float32's rounding at some step, that
                // step's gradient is one of two values, and no precision but infinite could say
                // which: such a map may differ by one step's jump.
                let kinked = try nearestKink(group, element, sample) < 1e-6
                let error = relativeError(
                    Array(found[sample * 1296 ..< (sample + 1) * 1296]), Array(expected[offset ..< offset + 1296]))
                #expect(error < (kinked ? 1e-2 : oracleTolerance), "element \(element), sample \(sample)")
            }
        }
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `Gauss-Legendre quadrature`(name: String, set: InstructionSet) throws {
        var options = SaliencyOptions()
        options.rule = .gaussLegendre
        let found = try attributions(try oracle.group(name), element: 1, options: options, set)
        #expect(relativeError(found, try oracle.doubles("\(name).ig_gausslegendre_g1")) < oracleTolerance)
    }

    @Test(arguments: availableSets) func `black baseline`(set: InstructionSet) throws {
        var options = SaliencyOptions()
        options.baseline = .black
        let found = try attributions(try oracle.group("R4"), element: 0, options: options, set)
        #expect(relativeError(found, try oracle.doubles("ig_black_baseline")) < oracleTolerance)
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `integrated gradients of a weight-tied network`(
        name: String, set: InstructionSet
    ) throws {
        let group = try oracle.group(name)
        let tying = WeightTying(order: group.order, pooling: .max)
        let found = try attributions(group, element: 0, tying: tying, options: SaliencyOptions(), set)
        #expect(relativeError(found, try oracle.doubles("\(name).WT.max.ig")) < oracleTolerance)
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `aligned saliency maps and their similarity`(
        name: String, set: InstructionSet
    ) throws {
        let group = try oracle.group(name)
        let maps = SaliencyMaps(
            try oracle.network(), tying: nil, group: group, normalisation: try oracle.normalisation(), options: SaliencyOptions(),
            kernels: .of(set))
        let labels = try oracle.samples().labels.map { Int32($0) }
        #expect(maps.compute(try chunk(), classes: .init(repeating: labels, count: group.order)) == 0)
        let expected = try oracle.doubles("\(name).saliency_aligned")
        let similarities = try oracle.doubles("\(name).SI_per_element_sample")
        let ig = try oracle.doubles("\(name).ig")
        var compared = 0
        for element in 0 ..< group.order {
            for sample in 0 ..< 6 {
                // A pixel within rounding of the threshold may fall on its other side in float32.
                guard !nearThreshold(ig, element, sample), !nearThreshold(ig, 0, sample),
                    try nearestKink(group, element, sample) > 1e-6
                else { continue }
                compared += 1
                let offset = (element * 6 + sample) * 1296
                let found = (0 ..< 1296).map { maps.map(element, sample)[$0] }
                #expect(relativeError(found, Array(expected[offset ..< offset + 1296])) < oracleTolerance)
                guard element > 0 else { continue }
                let similarity = similarities[(element - 1) * 6 + sample]
                #expect((maps.similarity(element, sample) - similarity).magnitude < oracleTolerance)
            }
        }
        #expect(compared >= group.order * 6 - 2)
    }

    /// The smallest magnitude of any hidden unit's input at any of the 50 steps, in double.
    func nearestKink(_ group: PermutationGroup, _ element: Int, _ sample: Int) throws -> Double {
        let x = Array(try oracle.doubles("x")[sample * 1296 ..< (sample + 1) * 1296])
        let moved = group.source(of: element).map { x[Int($0)] }
        let layers = try (0 ..< 5).map {
            (weight: try oracle.doubles("layer\($0).weight"), bias: try oracle.doubles("layer\($0).bias"))
        }
        let first = product(layers[0].weight, moved)
        var nearest = Double.infinity
        for step in 0 ..< 50 {
            let alpha = (Double(step) + 0.5) / 50
            var input = zip(first, layers[0].bias).map { alpha * $0 + $1 }
            for layer in 1 ... 5 {
                nearest = input.reduce(nearest) { min($0, $1.magnitude) }
                guard layer < 5 else { break }
                input = zip(product(layers[layer].weight, input.map { max($0, 0) }), layers[layer].bias).map(+)
            }
        }
        return nearest
    }

    private func product(_ weight: [Double], _ x: [Double]) -> [Double] {
        (0 ..< 16).map { row in x.indices.reduce(0) { $0 + weight[row * x.count + $1] * x[$1] } }
    }

    private func nearThreshold(_ ig: [Double], _ element: Int, _ sample: Int) -> Bool {
        let offset = (element * 6 + sample) * 1296
        let map = ig[offset ..< offset + 1296].map(\.magnitude)
        let limit = 0.9 * (map.max() ?? 0)
        return map.contains { ($0 - limit).magnitude < 1e-5 * limit }
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `accuracy, LI, DI and SI`(name: String, set: InstructionSet) throws {
        let group = try oracle.group(name)
        let evaluator = Evaluator(
            try oracle.network(), tying: nil, group: group, normalisation: try oracle.normalisation(),
            measures: Measure.allCases, saliency: SaliencyOptions(), kernels: .of(set))
        let found = try #require(evaluator.measure(try oracle.samples()))
        for measure in Measure.standard {
            let expected = try oracle.scalar("\(name).\(measure.rawValue)")
            let value = try #require(found[measure])
            #expect((value - expected).magnitude <= oracleTolerance * max(expected.magnitude, 1e-3), "\(measure)")
        }
        #expect(found.samples == 6)
    }

    @Test(arguments: ["R4", "T3"], [OrbitPooling.max, .mean]) func `a weight-tied network is invariant bit for bit`(
        name: String, pooling: OrbitPooling
    ) throws {
        for set in availableSets {
            let group = try oracle.group(name)
            let evaluator = Evaluator(
                try oracle.network(), tying: WeightTying(order: group.order, pooling: pooling), group: group,
                normalisation: try oracle.normalisation(), measures: Measure.allCases, saliency: SaliencyOptions(),
                kernels: .of(set))
            let found = try #require(evaluator.measure(try oracle.samples()))
            #expect(found[.LI] == 0)
            #expect(found[.DI] == 0)
            #expect(found[.SI] == 1)
            #expect(try #require(found[.sigmaMax]) > 0)
        }
    }
}
