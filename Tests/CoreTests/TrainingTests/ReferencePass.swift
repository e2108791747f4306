import Foundation

@testable import Core

/// One sample through the perceptron and back by the chain rule, in double precision. The first
/// layer is shown one or more views of the image, whose responses are pooled.
struct ReferencePass {
    private let views: [[Double]]
    /// Of the first layer, after ReLU, per view.
    private let responses: [[Double]]
    private let pooling: OrbitPooling
    /// After the pooling, and after ReLU of every further hidden layer.
    private let hidden: [[Double]]
    let logits: [Double]

    init(_ layers: [ReferenceTrainer.Layer], _ views: [[Double]], pooling: OrbitPooling) {
        self.views = views
        self.pooling = pooling
        let responses = views.map { Self.affine(layers[0], $0).map { max(0, $0) } }
        self.responses = responses
        var hidden = [
            responses[0].indices.map { feature in
                let values = responses.map { $0[feature] }
                return pooling == .max ? values.max() ?? 0 : values.reduce(0, +) / Double(values.count)
            }
        ]
        for layer in layers[1 ..< layers.count - 1] {
            hidden.append(Self.affine(layer, hidden[hidden.count - 1]).map { max(0, $0) })
        }
        self.hidden = hidden
        logits = Self.affine(layers[layers.count - 1], hidden[hidden.count - 1])
    }

    private static func affine(_ layer: ReferenceTrainer.Layer, _ x: [Double]) -> [Double] {
        zip(layer.weight, layer.bias).map { row, bias in zip(row, x).reduce(bias) { $0 + $1.0 * $1.1 } }
    }

    func addGradient(
        _ layers: [ReferenceTrainer.Layer], _ byLogits: [Double], to gradient: inout [ReferenceTrainer.Layer]
    ) {
        var delta = byLogits
        for index in (1 ..< layers.count).reversed() {
            let input = hidden[index - 1]
            for (output, d) in delta.enumerated() { Self.add(d, input, output, to: &gradient[index]) }
            delta = input.indices.map { i in
                // The pooled layer's ReLU lies before the pooling.
                if index > 1, input[i] <= 0 { return 0 }
                return zip(layers[index].weight, delta).reduce(0) { $0 + $1.0[i] * $1.1 }
            }
        }
        for (feature, d) in delta.enumerated() {
            let values = responses.map { $0[feature] }
            let largest = values.firstIndex(of: values.max() ?? 0)
            for view in views.indices where values[view] > 0 {
                switch pooling {
                case .max where view == largest: Self.add(d, views[view], feature, to: &gradient[0])
                case .max: break
                case .mean: Self.add(d / Double(views.count), views[view], feature, to: &gradient[0])
                }
            }
        }
    }

    private static func add(_ d: Double, _ x: [Double], _ output: Int, to layer: inout ReferenceTrainer.Layer) {
        layer.bias[output] += d
        for (i, value) in x.enumerated() { layer.weight[output][i] += d * value }
    }
}

/// The invariance error of two vectors of logits, by its definition; its gradients by central
/// differences, so that no derivation is shared with the product.
struct ReferenceLoss {
    private let form: Regulariser

    init(_ form: Regulariser) { self.form = form }

    static func logarithm(_ x: Double) -> Double { log(x) }

    static func softmax(_ z: [Double]) -> [Double] {
        let largest = z.max() ?? 0
        let powers = z.map { exp($0 - largest) }
        return powers.map { $0 / powers.reduce(0, +) }
    }

    func value(_ z: [Double], _ y: [Double]) -> Double {
        let distance = zip(z, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        switch form {
        case .logit: return distance / 2
        case .kl: return zip(Self.softmax(z), Self.softmax(y)).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
        default: return distance / z.reduce(0) { $0 + $1 * $1 }
        }
    }

    func gradients(_ z: [Double], _ y: [Double]) -> ([Double], [Double]) {
        let step = 1e-5
        func slope(_ at: Int, _ value: ([Double]) -> Double, _ point: [Double]) -> Double {
            var (below, above) = (point, point)
            below[at] -= step
            above[at] += step
            return (value(above) - value(below)) / (2 * step)
        }
        return (
            z.indices.map { slope($0, { value($0, y) }, z) }, z.indices.map { slope($0, { value(z, $0) }, y) }
        )
    }
}
