@testable import Core

/// Integrated gradients the long way round, in double: every step a whole forward and backward pass
/// of its own.
struct DenseRays {
    let network: Network
    let tying: WeightTying?
    let group: PermutationGroup
    /// The value of each byte.
    let table: [Float]
    let options: SaliencyOptions

    struct Attribution {
        var values: [Double]
        /// How near any step comes to a kink of the network, relative to the largest response of the
        /// layer: closer than float32's rounding, that step's gradient is one of two values, and no
        /// precision but infinite could say which.
        var nearestKink: Double
    }

    func attribution(_ bytes: [UInt8], element: Int, explained: Int) -> Attribution {
        let baseline = options.baseline == .zero ? 0 : Double(table[0])
        let difference = group.source(of: element).map { Double(table[Int(bytes[Int($0)])]) - baseline }
        return attribution(difference, baseline: baseline, explained: explained)
    }

    /// Of an image that is x₀ + `difference`, whatever `table` says.
    func attribution(_ difference: [Double], baseline: Double, explained: Int) -> Attribution {
        // Each block's image is h⁻¹ of it; p of the block comes from source(h⁻¹)(p).
        let moves = tying == nil ? [0] : group.inverses
        let blocks = moves.map { h in group.source(of: h).map { difference[Int($0)] } }
        let rule = Quadrature(options.rule, steps: options.steps)
        var nearest = Double.infinity
        var sums = [[Double]](repeating: [Double](repeating: 0, count: difference.count), count: blocks.count)
        for (alpha, weight) in zip(rule.points, rule.weights) {
            let gradients = gradient(blocks.map { $0.map { baseline + alpha * $0 } }, explained, &nearest)
            for block in blocks.indices {
                for p in difference.indices { sums[block][p] += weight * gradients[block][p] }
            }
        }
        var values = [Double](repeating: 0, count: difference.count)
        for (block, h) in moves.enumerated() {
            for (p, source) in group.source(of: h).enumerated() {
                values[Int(source)] += blocks[block][p] * sums[block][p]
            }
        }
        return Attribution(values: values, nearestKink: nearest)
    }

    /// ∂f_c/∂x of each block.
    private func gradient(_ blocks: [[Double]], _ explained: Int, _ nearest: inout Double) -> [[Double]] {
        let layers = network.layout.layers
        let weights = layers.indices.map { network.weight(layer: $0).map { Double($0) } }
        let biases = layers.indices.map { network.bias(layer: $0).map { Double($0) } }
        func respond(_ layer: Int, _ x: [Double]) -> [Double] {
            (0 ..< layers[layer].outputs).map { o in
                x.indices.reduce(biases[layer][o]) { $0 + weights[layer][o * x.count + $1] * x[$1] }
            }
        }
        func back(_ layer: Int, _ gradient: [Double]) -> [Double] {
            (0 ..< layers[layer].inputs).map { i in
                gradient.indices.reduce(0) { $0 + weights[layer][$1 * layers[layer].inputs + i] * gradient[$1] }
            }
        }
        let responses = blocks.map { respond(0, $0) }
        let scale = responses.joined().reduce(1e-30) { max($0, $1.magnitude) }
        var hidden: [[Double]] = []
        // (block)(H): the share of the pooled gradient.
        var shares = responses.map { $0.map { _ in 0.0 } }
        hidden.append(
            (0 ..< layers[0].outputs).map { h in
                let x = responses.map { $0[h] }
                for value in x { nearest = min(nearest, value.magnitude / scale) }
                if tying?.pooling == .mean {
                    for (block, value) in x.enumerated() where value > 0 { shares[block][h] = 1 / Double(x.count) }
                    return x.reduce(0) { $0 + max($1, 0) } / Double(x.count)
                }
                let ordered = x.indices.sorted { x[$0] > x[$1] }
                if ordered.count > 1, x[ordered[0]] > 0 {
                    nearest = min(nearest, (x[ordered[0]] - x[ordered[1]]) / scale)
                }
                if x[ordered[0]] > 0 { shares[ordered[0]][h] = 1 }
                return max(x[ordered[0]], 0)
            })
        for layer in 1 ..< layers.count - 1 {
            let z = respond(layer, hidden[layer - 1])
            let scale = z.reduce(1e-30) { max($0, $1.magnitude) }
            for value in z { nearest = min(nearest, value.magnitude / scale) }
            hidden.append(z.map { max($0, 0) })
        }
        var gradient = back(layers.count - 1, (0 ..< layers[layers.count - 1].outputs).map { $0 == explained ? 1 : 0 })
        for layer in stride(from: layers.count - 2, to: 0, by: -1) {
            gradient = back(layer, zip(gradient, hidden[layer]).map { $1 > 0 ? $0 : 0 })
        }
        return shares.map { share in back(0, zip(gradient, share).map(*)) }
    }
}
