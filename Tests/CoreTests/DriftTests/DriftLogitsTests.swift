import Testing

@testable import Core

/// The parts of the drift on images of the real size: digits that drift to garments.
@Suite struct DriftLogitsTests {
    let oracle: Oracle
    let chunk: DriftChunk
    let normalisations: (first: Normalisation, second: Normalisation)

    init() throws {
        oracle = try Oracle()
        let garments = Silhouettes.images(0 ..< 6)
        let images = ImageBytes(count: 6, pixels: 1296) { base in
            for (place, byte) in garments.enumerated() {
                base[place / 784 * 1296 + (place % 784 / 28 + 4) * 36 + place % 28 + 4] = byte
            }
        }
        let second = PreparedData.Samples(images: images, labels: [UInt8](repeating: 8, count: 6))
        chunk = try #require(DriftChunk.all(try oracle.samples(), second).first)
        normalisations = (try oracle.normalisation(), Normalisation(of: images))
    }

    private func mixture(_ i: Int, _ beta: Double) -> [Double] {
        zip(chunk.first.samples.images[i], chunk.second.samples.images[i]).map { a, b in
            let (one, two) = normalisations
            return (1 - beta) * (Double(a) / 255 - one.mean) / one.std + beta * (Double(b) / 255 - two.mean) / two.std
        }
    }

    @Test(arguments: ["R4", "T3"], [nil, .max, .mean] as [OrbitPooling?]) func `logits of mixtures in double`(
        name: String, pooling: OrbitPooling?
    ) throws {
        let group = try oracle.group(name)
        let network = try oracle.network()
        let tying = pooling.map { WeightTying(order: group.order, pooling: $0) }
        let layers = ReferenceTrainer.layers(of: network)
        let betas = [0, 0.3, 1]
        // (β)(|G|)(sample)(C).
        let expected = betas.map { beta in
            let mixtures = (0 ..< 6).map { mixture($0, beta) }
            return (0 ..< group.order).map { element in
                mixtures.map { mixture in
                    let x = group.source(of: element).map { mixture[Int($0)] }
                    let views = tying == nil ? [x] : group.inverses.map { h in group.source(of: h).map { x[Int($0)] } }
                    return ReferencePass(layers, views, pooling: pooling ?? .max).logits
                }
            }
        }
        for set in availableSets {
            let logits = DriftLogits(
                network, tying: tying, group: group, normalisations: normalisations, kernels: .of(set))
            logits.prepare(chunk)
            for (index, beta) in betas.enumerated() {
                logits.compute(chunk, DriftMixture(beta))
                for element in 0 ..< group.order {
                    for i in 0 ..< 6 {
                        let found = (0 ..< 9).map { logits.pointer(element)[i * Panels.width + $0] }
                        #expect(
                            relativeError(found, expected[index][element][i]) < oracleTolerance,
                            "\(set), \(beta), g = \(element), sample \(i)")
                    }
                }
            }
        }
    }

    /// Attributions of mixtures; near a kink of the network single precision cannot be held to the double.
    @Test(arguments: [nil, .max] as [OrbitPooling?], SaliencyOptions.Baseline.allCases)
    func `integrated gradients of mixtures in double`(pooling: OrbitPooling?, baseline: SaliencyOptions.Baseline) throws {
        let group = try oracle.group("T3")
        let network = try oracle.network()
        let tying = pooling.map { WeightTying(order: group.order, pooling: $0) }
        var options = SaliencyOptions()
        (options.baseline, options.steps) = (baseline, 12)
        let set = try #require(availableSets.last)
        let rays = DriftRays(
            network, group: group, normalisations: normalisations, baseline: baseline, kernels: .of(set))
        let gradients = IntegratedGradients(
            network, tying: tying, group: group, images: rays, options: options, kernels: .of(set))
        let dense = DenseRays(
            network: network, tying: tying, group: group, table: normalisations.first.values, options: options)
        var compared = 0
        rays.prepare(chunk)
        for beta in [0.25, 0.75] {
            rays.mix(DriftMixture(beta))
            let (one, two) = normalisations
            let black = (1 - beta) * -one.mean / one.std + beta * -two.mean / two.std
            let start = baseline == .black ? black : 0
            let mixtures = (0 ..< 3).map { mixture($0, beta) }
            for element in 0 ..< group.order {
                gradients.attribute(chunk.first, element: element, classes: [3, 0, 1, 8, 2, 5]) { sample, map in
                    guard sample < 3 else { return }
                    let x = group.source(of: element).map { mixtures[sample][Int($0)] }
                    let expected = dense.attribution(
                        x.map { $0 - start }, baseline: start, explained: [3, 0, 1][sample])
                    guard expected.nearestKink > 1e-6 else { return }
                    compared += 1
                    let error = relativeError((0 ..< 1296).map { map[$0] }, expected.values)
                    #expect(error < oracleTolerance, "\(beta), g = \(element), sample \(sample): \(error)")
                }
            }
        }
        #expect(compared >= 15, "too few rays that keep away from kinks: \(compared)")
    }

    @Test func `a share of zero leaves its side out`() {
        let (a, b) = (FloatBuffer([1, -2, .infinity, 0, 5, 6, 7, .nan]), FloatBuffer([.infinity, 4, .nan, -1, 1, 2, 3, 8]))
        let out = FloatBuffer(count: 8)
        DriftMixture(0).blend(a.base, b.base, to: out.base, count: 8)
        #expect(out.values.map(\.bitPattern) == a.values.map(\.bitPattern))
        DriftMixture(1).blend(a.base, b.base, to: out.base, count: 8)
        #expect(out.values.map(\.bitPattern) == b.values.map(\.bitPattern))
        DriftMixture(0.25).blend(a.base, b.base, to: out.base, count: 8, rectified: true)
        #expect(out.values.prefix(2) == [.infinity, 0] && out[2].isNaN && out.values[3 ..< 7] == [0, 4, 5, 6] && out[7].isNaN)
    }
}
