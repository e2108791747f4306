import Foundation
import Testing

@testable import Core

/// Consistency, Spearman, SSIM, the completeness residual, and all measures per element and per class,
/// against plain loops in double over six real digits.
@Suite struct MapMeasureTests {
    private let oracle: Oracle
    private let labels: [Int]

    init() throws {
        oracle = try Oracle()
        labels = try oracle.samples().labels.map { Int($0) }
    }

    private func measured(
        _ group: PermutationGroup, _ measures: [Measure] = Measure.allCases, network: Network? = nil,
        samples: PreparedData.Samples? = nil, tying: WeightTying? = nil, target: SaliencyOptions.Target = .label,
        _ set: InstructionSet = .portable
    ) throws -> Measurements {
        var options = SaliencyOptions()
        options.target = target
        let evaluator = Evaluator(
            try network ?? oracle.network(), tying: tying, group: group, normalisation: try oracle.normalisation(),
            measures: measures, saliency: options, kernels: .of(set))
        return try #require(evaluator.measure(try samples ?? oracle.samples()))
    }

    /// (|G|)(6): f(gx) in double.
    private func logits(_ group: PermutationGroup) throws -> [[[Double]]] {
        let layers = ReferenceTrainer.layers(of: try oracle.network())
        let x = try oracle.doubles("x")
        return (0 ..< group.order).map { element in
            (0 ..< 6).map { sample in
                ReferencePass(
                    layers, [group.source(of: element).map { x[sample * 1296 + Int($0)] }], pooling: .max
                ).logits
            }
        }
    }

    private func prediction(_ logits: [Double]) -> Int { logits.indices.max { logits[$0] < logits[$1] } ?? 0 }

    /// Means of (|G|)(6) values: per element, over g ≠ e, per class over g ≠ e.
    private func expect(
        _ found: Measurements, _ key: String, _ values: [[Double]], tolerance: Double,
        _ place: SourceLocation = #_sourceLocation
    ) throws {
        func close(_ a: Double?, _ b: Double) -> Bool { a.map { ($0 - b).magnitude <= tolerance } ?? false }
        let order = values.count
        let perElement = try #require(found.perElement[key], sourceLocation: place)
        #expect(perElement.count == order, sourceLocation: place)
        for element in 0 ..< order {
            #expect(close(perElement[element], values[element].reduce(0, +) / 6), "element \(element)", sourceLocation: place)
        }
        #expect(close(found.values[key], values[1...].joined().reduce(0, +) / Double(6 * (order - 1))), sourceLocation: place)
        let perClass = try #require(found.perClass[key], sourceLocation: place)
        #expect(perClass.count == 9, sourceLocation: place)
        for c in 0 ..< 9 {
            let members = labels.indices.filter { labels[$0] == c }
            let sum = members.reduce(0.0) { sum, i in values[1...].reduce(sum) { $0 + $1[i] } }
            let expected = members.isEmpty ? 0 : sum / Double(members.count * (order - 1))
            // Nine digits.
            let isClose = (perClass[c] - expected).magnitude <= tolerance + 6e-9 * expected.magnitude
            #expect(isClose, "class \(c)", sourceLocation: place)
        }
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `consistency`(name: String, set: InstructionSet) throws {
        let group = try oracle.group(name)
        let predictions = try logits(group).map { $0.map(prediction) }
        let found = try measured(group, [.consistency], set)
        try expect(
            found, "consistency", predictions.map { zip($0, predictions[0]).map { $0 == $1 ? 1 : 0 } }, tolerance: 1e-15)
        #expect(found.perElement["consistency"]?.first == 1)
        // An untrained network does change its mind.
        #expect(try #require(found[.consistency]) < 1)
        #expect(Set(found.values.keys) == ["consistency"] && Set(found.perClass.keys) == ["consistency", "samples"])
    }

    /// By the definitions, over the maps that `SaliencyMaps` gives; those are tested against float64 elsewhere.
    @Test(arguments: ["R4", "T3"], availableSets) func `Spearman and SSIM`(name: String, set: InstructionSet) throws {
        let group = try oracle.group(name)
        let maps = SaliencyMaps(
            try oracle.network(), tying: nil, group: group, normalisation: try oracle.normalisation(),
            options: SaliencyOptions(), kernels: .of(set))
        let samples = try oracle.samples()
        #expect(
            maps.compute(
                ImageChunk(samples: samples, range: 0 ..< 6),
                classes: .init(repeating: labels.map { Int32($0) }, count: group.order)) == 0)
        let values: [[[Double]]] = (0 ..< group.order).map { element in
            (0 ..< 6).map { sample in
                let map = (0 ..< 1296).map { Double(maps.map(element, sample)[$0]) }
                let largest = map.max() ?? 0
                return map.map { $0 / largest }
            }
        }
        let found = try measured(group, [.SISpearman, .SISSIM], set)
        try expect(
            found, "SI_spearman", values.map { zip(values[0], $0).map { Self.spearman($0, $1) } }, tolerance: 1e-12)
        // Maps are scaled in single precision.
        try expect(found, "SI_ssim", values.map { zip(values[0], $0).map { Self.structure($0, $1) } }, tolerance: 1e-5)
        #expect(found.perElement["SI_spearman"]?.first == 1 && found.perElement["SI_ssim"]?.first == 1)
        #expect(found.values["SI_spearman_constant_maps"] == 0 && found.values["SI_ssim_constant_maps"] == 0)
        #expect(found.values.count == 4 && found[.SI] == nil)
    }

    @Test(arguments: ["R4", "T3"], [SaliencyOptions.Target.label, .predicted]) func `completeness residual`(
        name: String, target: SaliencyOptions.Target
    ) throws {
        let group = try oracle.group(name)
        let logits = try logits(group)
        let zero = ReferencePass(
            ReferenceTrainer.layers(of: try oracle.network()), [[Double](repeating: 0, count: 1296)], pooling: .max
        ).logits
        let found = try measured(group, [.residual], target: target)
        func explained(_ element: Int, _ i: Int) -> Int { target == .label ? labels[i] : prediction(logits[element][i]) }
        let changes = (0 ..< group.order).map { element in
            (0 ..< 6).map { i in
                let c = explained(element, i)
                return (logits[element][i][c] - zero[c]).magnitude
            }
        }
        let relative = try #require(found.perElement["IG_residual_relative"])
        let residuals = try #require(found.perElement["IG_residual"])
        for element in 0 ..< group.order {
            let expected = residuals[element] * 6 / changes[element].reduce(0, +)
            #expect((relative[element] - expected).magnitude < 1e-5 * expected)
        }
        let whole = try #require(found[.residual]) * Double(6 * (group.order - 1)) / changes[1...].joined().reduce(0, +)
        #expect((try #require(found.values["IG_residual_relative"]) - whole).magnitude < 1e-5 * whole)
        #expect(whole > 0 && whole < 0.2)
        for c in 0 ..< 9 {
            let members = labels.indices.filter { labels[$0] == c }
            let change = members.reduce(0.0) { sum, i in changes[1...].reduce(sum) { $0 + $1[i] } }
            let residual = try #require(found.perClass["IG_residual"])[c] * Double(members.count * (group.order - 1))
            let ratio = try #require(found.perClass["IG_residual_relative"])[c]
            #expect((ratio * change - residual).magnitude <= 1e-5 * residual, "class \(c)")
        }
        // Of single maps, as `CompletenessTests` has them against float64.
        let maps = SaliencyMaps(
            try oracle.network(), tying: nil, group: group, normalisation: try oracle.normalisation(),
            options: SaliencyOptions(), kernels: .of(.portable), completeness: true)
        let samples = try oracle.samples()
        let classes = (0 ..< group.order).map { element in (0 ..< 6).map { Int32(explained(element, $0)) } }
        _ = maps.compute(ImageChunk(samples: samples, range: 0 ..< 6), classes: classes)
        let single = try (0 ..< group.order).map { element in
            try (0 ..< 6).map { i in
                let c = explained(element, i)
                return try #require(
                    maps.completenessResidual(element, i, class: c, logit: Float(logits[element][i][c])))
            }
        }
        try expect(found, "IG_residual", single, tolerance: 1e-5)
    }

    /// Each digit measured alone, averaged by class; digits of equal labels are made by giving them one.
    @Test(arguments: ["R4", "D4"]) func `every measure per class`(name: String) throws {
        let group = try oracle.group(name)
        let digits = try oracle.samples()
        let samples = PreparedData.Samples(images: digits.images, labels: [3, 1, 3, 0, 3, 1])
        let found = try measured(group, samples: samples)
        #expect(found.perClass["samples"] == [1, 2, 0, 3, 0, 0, 0, 0, 0])
        let single = try (0 ..< 6).map { i in
            try measured(group, samples: PreparedData.Samples(images: copy(digits.images, i), labels: [samples.labels[i]]))
        }
        for measure in Measure.allCases {
            let perClass = try #require(found.perClass[measure.rawValue])
            for c in 0 ..< 9 {
                let own = single.indices.filter { Int(samples.labels[$0]) == c }.compactMap { single[$0][measure] }
                let expected = own.isEmpty ? 0 : own.reduce(0, +) / Double(own.count)
                #expect((perClass[c] - expected).magnitude <= 6e-9 * expected.magnitude, "\(measure), class \(c)")
            }
            // Weighted by their samples, the classes give the whole.
            let sum = zip(perClass, found.perClass["samples"] ?? []).reduce(0.0) { $0 + $1.0 * $1.1 }
            let whole = try #require(found[measure])
            #expect((sum / 6 - whole).magnitude <= 1e-8 * max(1, whole), "\(measure)")
        }
        #expect(found.perClass.values.allSatisfy { $0.count == 9 && $0.allSatisfy(\.isFinite) })
    }

    /// Weights of 0: every image has the same logits, and nothing is salient.
    @Test func `a network that looks at nothing`() throws {
        let network = Network(oracle.architecture)
        network.setBias(layer: 5, (0 ..< 9).map { Float($0) / 7 })
        let found = try measured(try oracle.group("R4"), network: network)
        #expect(found[.consistency] == 1 && found[.SI] == 0 && found[.SISpearman] == 0 && found[.SISSIM] == 0)
        for key in ["SI_zero_maps", "SI_spearman_constant_maps", "SI_ssim_constant_maps"] {
            #expect(found.values[key] == 24)
        }
        #expect(found[.residual] == 0 && found.values["IG_residual_relative"] == 0)
        #expect(found.perClass.values.allSatisfy { $0.allSatisfy(\.isFinite) })
    }

    @Test(arguments: ["R4", "T3"], [OrbitPooling.max, .mean]) func `a weight-tied network is consistent bit for bit`(
        name: String, pooling: OrbitPooling
    ) throws {
        let group = try oracle.group(name)
        for set in availableSets {
            let found = try measured(group, tying: WeightTying(order: group.order, pooling: pooling), set)
            #expect(found[.consistency] == 1 && found[.SISpearman] == 1 && found[.SISSIM] == 1)
            let residuals = try #require(found.perElement["IG_residual"])
            #expect(residuals.allSatisfy { $0 == residuals[0] })
        }
    }

    private func copy(_ images: ImageBytes, _ i: Int) -> ImageBytes {
        ImageBytes(count: 1, pixels: 1296) { $0.update(from: images.pointer(i), count: 1296) }
    }

    private static func spearman(_ a: [Double], _ b: [Double]) -> Double {
        func centred(_ values: [Double]) -> [Double] {
            // Twice the mean place of the equal ones.
            var places: [Double: (first: Int, last: Int)] = [:]
            for (place, value) in values.sorted().enumerated() { places[value] = (places[value]?.first ?? place, place) }
            let ranks = values.map { value in places[value].map { Double($0.first + $0.last) } ?? .nan }
            let mean = ranks.reduce(0, +) / Double(ranks.count)
            return ranks.map { $0 - mean }
        }
        let (x, y) = (centred(a), centred(b))
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
    }

    /// Wang et al., with the two-dimensional window, over 36×36.
    private static func structure(_ a: [Double], _ b: [Double]) -> Double {
        var window = (0 ..< 121).map { (place: Int) -> Double in
            let (y, x) = (Double(place / 11 - 5), Double(place % 11 - 5))
            return exp(-(y * y + x * x) / 4.5)
        }
        let total = window.reduce(0, +)
        for place in 0 ..< 121 { window[place] /= total }
        var sum = 0.0
        for top in 0 ..< 26 {
            for left in 0 ..< 26 {
                var (ma, mb, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
                for place in 0 ..< 121 {
                    let pixel = (top + place / 11) * 36 + left + place % 11
                    let (w, u, v) = (window[place], a[pixel], b[pixel])
                    ma += w * u
                    mb += w * v
                    aa += w * u * u
                    bb += w * v * v
                    ab += w * u * v
                }
                let means: Double = (2 * ma * mb + 1e-4) / (ma * ma + mb * mb + 1e-4)
                let (va, vb, covariance) = (aa - ma * ma, bb - mb * mb, ab - ma * mb)
                sum += means * (2 * covariance + 9e-4) / (va + vb + 9e-4)
            }
        }
        return sum / 676
    }
}
