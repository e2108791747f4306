@testable import Core

/// Drift once more, sample by sample in double precision: the images themselves are mixed, and every mixture
/// goes through the whole network.
struct DriftReference {
    let context: AnalysisContext
    let second: PreparedData

    private var first: PreparedData { context.task.data }
    private var group: PermutationGroup { context.task.group }

    /// x(β) of sample i.
    func mixture(_ i: Int, _ beta: Double) -> [Double] {
        func image(_ data: PreparedData) -> [Double] {
            data.test.images[i].map { (Double($0) / 255 - data.mean) / data.std }
        }
        return zip(image(first), image(second)).map { (1 - beta) * $0 + beta * $1 }
    }

    func moved(_ x: [Double], _ element: Int) -> [Double] { group.source(of: element).map { x[Int($0)] } }

    /// Of gx(β), (|G|)(C).
    private func logits(_ i: Int, _ beta: Double) -> [[Double]] {
        let layers = ReferenceTrainer.layers(of: context.network)
        let x = mixture(i, beta)
        return (0 ..< group.order).map { element in
            let shown = moved(x, element)
            let views = context.task.tying == nil ? [shown] : group.inverses.map { moved(shown, $0) }
            return ReferencePass(layers, views, pooling: context.task.parameters.pooling).logits
        }
    }

    struct Values {
        var accuracy = 0.0
        var LI = 0.0
        var DI = 0.0
    }

    func values(_ beta: Double) -> Values {
        var values = Values()
        let count = first.test.count
        for i in 0 ..< count {
            let logits = logits(i, beta)
            for element in 0 ..< group.order {
                let best = logits[element].indices.max { logits[element][$0] < logits[element][$1] }
                if best == Int(first.test.labels[i]) { values.accuracy += 1 / Double(count * group.order) }
                guard element > 0 else { continue }
                let share = 1 / Double(count * (group.order - 1))
                values.LI += share * ReferenceLoss(.logit).value(logits[0], logits[element])
                values.DI += share * ReferenceLoss(.kl).value(logits[0], logits[element])
            }
        }
        return values
    }

    /// x₀ of D(β): with black, each set's own.
    func baseline(_ beta: Double) -> Double {
        guard context.saliency.baseline == .black else { return 0 }
        return (1 - beta) * (-first.mean / first.std) + beta * (-second.mean / second.std)
    }

    func attribution(_ i: Int, _ beta: Double, element: Int) -> DenseRays.Attribution {
        let rays = DenseRays(
            network: context.network, tying: context.task.tying, group: group, table: first.normalisation.values,
            options: context.saliency)
        let baseline = baseline(beta)
        return rays.attribution(
            moved(mixture(i, beta), element).map { $0 - baseline }, baseline: baseline,
            explained: Int(first.test.labels[i]))
    }

    /// SI, and the share of pairs in which a pixel is within float32's rounding of the threshold, or a step of
    /// a kink: those may come out otherwise in single precision.
    func similarity(_ beta: Double) -> (mean: Double, doubtful: Double) {
        var sum = 0.0
        var doubtful = 0
        let pairs = first.test.count * (group.order - 1)
        for i in 0 ..< first.test.count {
            let maps = (0 ..< group.order).map { element in
                saliency(attribution(i, beta, element: element), element)
            }
            for element in 1 ..< group.order {
                sum += cosine(maps[0].values, maps[element].values)
                if maps[0].isDoubtful || maps[element].isDoubtful { doubtful += 1 }
            }
        }
        return (sum / Double(pairs), Double(doubtful) / Double(pairs))
    }

    private func saliency(_ attribution: DenseRays.Attribution, _ element: Int) -> (values: [Double], isDoubtful: Bool) {
        let sizes = attribution.values.map(\.magnitude)
        let limit = context.saliency.threshold * (sizes.max() ?? 0)
        let kept = sizes.map { $0 >= limit ? $0 : 0 }
        let isDoubtful = attribution.nearestKink < 1e-6 || sizes.contains { ($0 - limit).magnitude < 1e-5 * limit }
        return (blurred(moved(kept, group.inverses[element])), isDoubtful)
    }

    private func blurred(_ map: [Double]) -> [Double] {
        let weights = [-1: 0.27406862, 0: 0.45186276, 1: 0.27406862]
        return map.indices.map { pixel in
            var sum = 0.0
            for (dy, wy) in weights {
                for (dx, wx) in weights {
                    let (y, x) = (pixel / group.width + dy, pixel % group.width + dx)
                    guard y >= 0, y < group.height, x >= 0, x < group.width else { continue }
                    sum += wy * wx * map[y * group.width + x]
                }
            }
            return sum
        }
    }

    private func cosine(_ a: [Double], _ b: [Double]) -> Double {
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let norms = (dot(a, a) * dot(b, b)).squareRoot()
        return norms > 0 ? dot(a, b) / norms : 0
    }
}
