import Testing

@testable import Core

/// Integrated gradients by quadrature against those of a walk from kink to kink, which have no
/// quadrature error.
@Suite struct ExactAttributionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var group: String
        var pooling: OrbitPooling?
        var baseline = SaliencyOptions.Baseline.zero
        var testDescription: String { "\(group) \(pooling.map { "WT \($0)" } ?? "plain") \(baseline)" }
    }

    static let cases = [
        Case(group: "R4"), Case(group: "R4", baseline: .black), Case(group: "R4", pooling: .max),
        Case(group: "R4", pooling: .mean), Case(group: "T3", pooling: .max), Case(group: "T3", pooling: .mean),
        Case(group: "D4", pooling: .max, baseline: .black),
    ]

    /// The six digits through the reference network.
    private struct Rays {
        let oracle: Oracle
        let group: PermutationGroup
        let tying: WeightTying?
        let images: [[Double]]
        let networks: [PiecewiseLinearNetwork]
        let baseline: SaliencyOptions.Baseline

        init(_ example: Case) throws {
            oracle = try Oracle()
            let group = try oracle.group(example.group)
            self.group = group
            tying = example.pooling.map { WeightTying(order: group.order, pooling: $0) }
            baseline = example.baseline
            let layers = ReferenceTrainer.layers(of: try oracle.network())
            let table = try oracle.normalisation().values.map { Double($0) }
            let samples = try oracle.samples()
            images = withExtendedLifetime(samples) {
                (0 ..< 6).map { samples.images[$0].map { table[Int($0)] } }
            }
            let start = [Double](repeating: example.baseline == .zero ? 0 : table[0], count: 1296)
            let tying = tying
            networks = images.map { PiecewiseLinearNetwork(layers, tying: tying, group: group, from: start, to: $0) }
        }

        var labels: [Int] { get throws { try oracle.samples().labels.map { Int($0) } } }

        func quadrature(_ rule: SaliencyOptions.Rule, steps: Int) throws -> [[Double]] {
            var options = SaliencyOptions()
            (options.rule, options.steps, options.baseline) = (rule, steps, baseline)
            let gradients = IntegratedGradients(
                try oracle.network(), tying: tying, group: group, normalisation: try oracle.normalisation(), options: options,
                kernels: .of(availableSets.last ?? .portable))
            let samples = try oracle.samples()
            var maps = [[Double]](repeating: [], count: 6)
            gradients.attribute(
                ImageChunk(samples: samples, range: 0 ..< 6), element: 0, classes: samples.labels.map { Int32($0) }
            ) { sample, map in maps[sample] = (0 ..< 1296).map { Double(map[$0]) } }
            return maps
        }
    }

    @Test(arguments: cases) func `the walk is complete`(_ example: Case) throws {
        let rays = try Rays(example)
        for (network, label) in zip(rays.networks, try rays.labels) {
            for c in [label, (label + 1) % 9] {
                let pieces = network.pieces(of: c)
                let sum = network.attributions(of: pieces).reduce(0, +)
                let difference = network.logit(c, at: 1) - network.logit(c, at: 0)
                #expect((sum - difference).magnitude < 1e-9)
                // More than the kinks of one layer alone, and no endless sequence of tiny steps.
                #expect(pieces.count > 10 && pieces.count < 2000)
                #expect(pieces.first?.range.lowerBound == 0 && pieces.last?.range.upperBound == 1)
            }
        }
    }

    /// The walk's own pass, against the pass that training is tested with.
    @Test func `the walk follows the network`() throws {
        let rays = try Rays(Case(group: "R4", pooling: .max))
        let layers = ReferenceTrainer.layers(of: try rays.oracle.network())
        for (x, network) in zip(rays.images, rays.networks) {
            for alpha in [0, 0.3, 0.77, 1] {
                let views = (0 ..< 4).map { element in
                    var view = x
                    for (pixel, source) in rays.group.source(of: element).enumerated() {
                        view[Int(source)] = alpha * x[pixel]
                    }
                    return view
                }
                let logits = ReferencePass(layers, views, pooling: .max).logits
                for c in 0 ..< 9 { #expect((network.logit(c, at: alpha) - logits[c]).magnitude < 1e-12) }
            }
        }
    }

    /// The integrand is constant between kinks, so that a rule errs only at them: at each by at most
    /// its jump times the part of a step that lies on the wrong side: ½/n for n midpoints; one weight
    /// for Gauss-Legendre, whose weights interlace with its points (Chebyshev, Markov, Stieltjes).
    @Test(arguments: cases) func `quadratures err as much as they may`(_ example: Case) throws {
        let rays = try Rays(example)
        let labels = try rays.labels
        let pieces = zip(rays.networks, labels).map { $0.pieces(of: $1) }
        let exact = zip(rays.networks, pieces).map { $0.attributions(of: $1) }
        let variation = zip(rays.networks, pieces).map { $0.variation(of: $1) }
        let rules: [(SaliencyOptions.Rule, Int)] = [
            (.midpoint, 10), (.midpoint, 50), (.midpoint, 2000), (.gaussLegendre, 10), (.gaussLegendre, 50),
        ]
        for (rule, steps) in rules {
            let weights = Quadrature(rule, steps: steps).weights
            let wrongSide = rule == .midpoint ? 0.5 / Double(steps) : weights.max() ?? 1
            var worst = 0.0
            for (sample, map) in try rays.quadrature(rule, steps: steps).enumerated() {
                let scale = exact[sample].reduce(0) { max($0, $1.magnitude) }
                let errors = zip(map, exact[sample]).map { ($0 - $1).magnitude }
                let beyond = errors.indices.filter { !(errors[$0] <= wrongSide * variation[sample][$0] + 2e-6 * scale) }
                #expect(beyond.isEmpty, "\(rule) \(steps), sample \(sample)")
                worst = max(worst, (errors.max() ?? 0) / scale)
            }
            // Relative to the largest attribution. Kinks err to either side and most are small, so that
            // what is left is a few per cent at 50 steps, and falls with their number.
            #expect(worst < (rule == .midpoint ? 4 : 6) / Double(steps), "\(rule) \(steps)")
        }
    }
}
