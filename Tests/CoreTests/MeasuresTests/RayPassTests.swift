import Testing

@testable import Core

/// Integrated gradients by runs against the long way round, and what must not change them.
@Suite struct RayPassTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var hidden: [Int]
        var steps = 50
        var rule = SaliencyOptions.Rule.midpoint
        var baseline = SaliencyOptions.Baseline.zero
        var pooling: OrbitPooling?

        var options: SaliencyOptions {
            var options = SaliencyOptions()
            (options.steps, options.rule, options.baseline) = (steps, rule, baseline)
            return options
        }

        var testDescription: String {
            "\(hidden), \(steps) \(rule) steps, \(baseline), \(pooling.map { "\($0)" } ?? "not tied")"
        }
    }

    static let cases = [
        Case(hidden: [32, 32, 32]), Case(hidden: [45, 33, 7, 40]), Case(hidden: [20]), Case(hidden: [64, 12], steps: 1),
        Case(hidden: [40, 40], steps: 2), Case(hidden: [33, 20, 20], steps: 7),
        Case(hidden: [40, 24, 24], rule: .gaussLegendre), Case(hidden: [40, 24], steps: 33, baseline: .black),
        Case(hidden: [150, 140, 12], steps: 20), Case(hidden: [32, 32], steps: 300),
        Case(hidden: [40, 24, 24], pooling: .max), Case(hidden: [40, 24, 24], pooling: .mean),
        Case(hidden: [20], steps: 21, pooling: .max), Case(hidden: [20], steps: 2, pooling: .mean),
        Case(hidden: [33, 20], steps: 1, baseline: .black, pooling: .max),
        Case(hidden: [33, 20], rule: .gaussLegendre, baseline: .black, pooling: .mean),
    ]

    let data: PreparedData
    let group: PermutationGroup

    init() throws {
        data = try TinyData.prepared()
        group = try TinyData.group("R4")
    }

    /// With weights large enough for many units to change along a ray.
    private func network(_ hidden: [Int], seed: UInt64 = 4) -> Network {
        let network = Network(
            Architecture(inputs: 64, hidden: hidden, classes: 3), initialisation: .uniform, seed: seed)
        for layer in network.layout.layers.indices {
            network.setWeight(layer: layer, network.weight(layer: layer).map { 3 * $0 })
        }
        return network
    }

    private func attributions(
        _ network: Network, _ item: Case, _ range: Range<Int>, element: Int, _ set: InstructionSet
    ) -> [[Float]] {
        let gradients = IntegratedGradients(
            network, tying: item.pooling.map { WeightTying(order: group.order, pooling: $0) }, group: group,
            normalisation: data.normalisation, options: item.options, kernels: .of(set))
        var maps = [[Float]](repeating: [], count: range.count)
        gradients.attribute(
            ImageChunk(samples: data.test, range: range), element: element,
            classes: range.map { Int32(data.test.labels[$0]) }
        ) { sample, map in maps[sample] = (0 ..< 64).map { map[$0] } }
        return maps
    }

    @Test(arguments: cases) func `as one pass per step gives them`(item: Case) throws {
        let network = network(item.hidden)
        let dense = DenseRays(
            network: network, tying: item.pooling.map { WeightTying(order: group.order, pooling: $0) }, group: group,
            table: data.normalisation.values, options: item.options)
        let set = try #require(availableSets.last)
        var compared = 0
        for element in [0, 3] {
            let found = attributions(network, item, 0 ..< 30, element: element, set)
            for sample in 0 ..< 30 {
                let bytes = (0 ..< 64).map { data.test.images.pointer(sample)[$0] }
                let expected = dense.attribution(bytes, element: element, explained: Int(data.test.labels[sample]))
                guard expected.nearestKink > 3e-6 else { continue }
                compared += 1
                let norm = expected.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
                let error = zip(found[sample], expected.values).reduce(0) {
                    $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
                }.squareRoot()
                #expect(error <= 1e-5 * norm, "element \(element), sample \(sample): \(error / norm)")
            }
        }
        #expect(compared >= 25, "too few rays that keep away from kinks: \(compared)")
    }

    @Test(arguments: cases) func `the same bits from every instruction set`(item: Case) {
        let network = network(item.hidden)
        let portable = attributions(network, item, 0 ..< 7, element: 1, .portable)
        for set in availableSets {
            #expect(attributions(network, item, 0 ..< 7, element: 1, set) == portable, "\(set)")
        }
    }

    @Test(arguments: cases) func `the same bits whatever else is in the chunk`(item: Case) throws {
        let network = network(item.hidden)
        let set = try #require(availableSets.last)
        let all = attributions(network, item, 0 ..< 30, element: 2, set)
        for sample in [0, 1, 11, 29] {
            #expect(attributions(network, item, sample ..< sample + 1, element: 2, set) == [all[sample]])
        }
        #expect(attributions(network, item, 5 ..< 28, element: 2, set) == Array(all[5 ..< 28]))
    }

    @Test(arguments: cases.filter { $0.pooling != nil }) func `weight-tied maps of an orbit are the same map`(
        item: Case
    ) throws {
        let network = network(item.hidden)
        let set = try #require(availableSets.last)
        let reference = attributions(network, item, 0 ..< 30, element: 0, set)
        for element in 1 ..< group.order {
            let moved = attributions(network, item, 0 ..< 30, element: element, set)
            for sample in 0 ..< 30 {
                let back = group.source(of: group.inverses[element]).map { moved[sample][Int($0)] }
                #expect(back == reference[sample], "element \(element), sample \(sample)")
            }
        }
    }

    /// An image that a rotation leaves as it is gives equal responses under several elements: who wins
    /// must not depend on which comes first.
    @Test func `weight-tied maps of symmetric images are symmetric`() throws {
        let images = ImageBytes(count: 1, pixels: 64) { base in
            for y in 0 ..< 8 {
                for x in 0 ..< 8 { base[y * 8 + x] = UInt8(20 * min(x, 7 - x) * min(y, 7 - y)) }
            }
        }
        let samples = PreparedData.Samples(images: images, labels: [1])
        for pooling in OrbitPooling.allCases {
            let gradients = IntegratedGradients(
                network([40, 24]), tying: WeightTying(order: group.order, pooling: pooling), group: group,
                normalisation: data.normalisation, options: SaliencyOptions(),
                kernels: .of(availableSets.last ?? .portable))
            var map: [Float] = []
            gradients.attribute(ImageChunk(samples: samples, range: 0 ..< 1), element: 0, classes: [1]) { _, values in
                map = (0 ..< 64).map { values[$0] }
            }
            #expect(map.contains { $0 != 0 })
            #expect(group.source(of: 1).map { map[Int($0)] } == map, "\(pooling)")
        }
    }

    @Test(arguments: [nil, .max, .mean] as [OrbitPooling?]) func `a dead network has maps of zeros`(
        pooling: OrbitPooling?
    ) {
        let item = Case(hidden: [20, 20], pooling: pooling)
        let dead = Network(Architecture(inputs: 64, hidden: item.hidden, classes: 3))
        for set in availableSets {
            #expect(attributions(dead, item, 0 ..< 5, element: 1, set).joined().allSatisfy { $0 == 0 })
        }
        let silent = network(item.hidden)
        silent.setBias(layer: 1, [Float](repeating: -1000, count: 20))
        #expect(attributions(silent, item, 0 ..< 5, element: 1, .portable).joined().allSatisfy { $0 == 0 })
    }

    /// No crash, no endless loop, and no healthy look.
    @Test(arguments: [nil, .max, .mean] as [OrbitPooling?], [Float.nan, .infinity, -.infinity, 3e38])
    func `a network that has diverged`(pooling: OrbitPooling?, value: Float) {
        for hidden in [[45, 33, 20], [20]] {
            for layer in 0 ... hidden.count {
                for all in [true, false] {
                    let broken = network(hidden)
                    var weight = broken.weight(layer: layer)
                    for i in weight.indices where all || i % 7 == 0 { weight[i] = value }
                    broken.setWeight(layer: layer, weight)
                    for set in availableSets {
                        let maps = attributions(
                            broken, Case(hidden: hidden, steps: 9, pooling: pooling), 0 ..< 5, element: 1, set)
                        // Where the first layer is NaN nothing wins, as before with NaN responses.
                        guard value.isNaN, all, layer > 0 else { continue }
                        #expect(maps.joined().contains { !$0.isFinite }, "\(hidden), layer \(layer), \(set)")
                    }
                }
            }
        }
    }
}
