@testable import Core

/// Training once more (method: "Training"), sample by sample in double precision, without kernels,
/// product tables or memory layouts. It shares with the product only the random draws, the bytes'
/// normalised values and where each group element takes its pixels from.
struct ReferenceTrainer {
    /// Weight (out, in) and bias of each layer.
    struct Layer {
        var weight: [[Double]]
        var bias: [Double]

        var values: [Double] { weight.flatMap(\.self) + bias }

        /// - Parameter change: given the place in `values` and the value.
        func mapped(_ change: (Int, Double) -> Double) -> Layer {
            var result = self
            var place = 0
            for output in weight.indices {
                for input in weight[output].indices {
                    result.weight[output][input] = change(place, weight[output][input])
                    place += 1
                }
            }
            for output in bias.indices {
                result.bias[output] = change(place, bias[output])
                place += 1
            }
            return result
        }

        var zeros: Layer { mapped { _, _ in 0 } }
    }

    let task: TrainingTask
    private(set) var layers: [Layer]
    private(set) var history: [EpochReport] = []
    private(set) var best: [Layer] = []
    private(set) var bestEpoch = 0
    private var first: [Layer]
    private var second: [Layer]
    private var power1 = 1.0
    private var power2 = 1.0
    private let validationElements: [Int]

    init(_ task: TrainingTask) {
        self.task = task
        let network = Network(task.architecture, initialisation: task.parameters.initialisation, seed: task.seed)
        layers = ReferenceTrainer.layers(of: network)
        first = layers.map(\.zeros)
        second = first
        var stream = RandomStream(seed: task.seed, purpose: .validationElements)
        let order = UInt32(task.group.order)
        validationElements = (0 ..< task.data.validation.count).map { _ in Int(stream.integer(below: order)) }
    }

    static func layers(of network: Network) -> [Layer] {
        network.layout.layers.enumerated().map { index, shape in
            let weight = network.weight(layer: index).map(Double.init)
            return Layer(
                weight: (0 ..< shape.outputs).map { Array(weight[$0 * shape.inputs ..< ($0 + 1) * shape.inputs]) },
                bias: network.bias(layer: index).map(Double.init))
        }
    }

    mutating func run() {
        var bestAccuracy = -1.0
        for epoch in 1 ... task.parameters.epochs {
            history.append(trainEpoch(epoch))
            let accuracy = history[epoch - 1].validationAccuracy
            guard accuracy >= bestAccuracy else { continue }
            (bestAccuracy, bestEpoch, best) = (accuracy, epoch, layers)
        }
    }

    // MARK: - Images

    func image(_ samples: PreparedData.Samples, _ index: Int) -> [Double] {
        samples.images[index].map { Double(task.data.normalisation.values[Int($0)]) }
    }

    /// gx.
    func moved(_ image: [Double], by element: Int) -> [Double] {
        task.group.source(of: element).map { image[Int($0)] }
    }

    /// g⁻¹x: every pixel back to where g took it from.
    func movedBack(_ image: [Double], by element: Int) -> [Double] {
        var result = image
        for (pixel, source) in task.group.source(of: element).enumerated() { result[Int(source)] = image[pixel] }
        return result
    }

    /// What the first layer is shown of one image.
    private func views(_ image: [Double]) -> [[Double]] {
        task.method == .WT ? (0 ..< task.group.order).map { movedBack(image, by: $0) } : [image]
    }

    // MARK: - Epochs

    private mutating func trainEpoch(_ epoch: Int) -> EpochReport {
        let train = task.data.train
        var order = Array(0 ..< train.count)
        var shuffle = RandomStream(seed: task.seed, purpose: .shuffle, index: UInt32(epoch))
        shuffle.shuffle(&order)
        var draw = RandomStream(seed: task.seed, purpose: .augmentation, index: UInt32(epoch))
        let drawn = order.map { _ in Int(draw.integer(below: UInt32(task.group.order))) }
        var crossEntropy = 0.0
        var regulariser = 0.0
        var start = 0
        while start < train.count {
            let end = min(start + task.parameters.batch, train.count)
            var gradient = layers.map(\.zeros)
            for position in start ..< end {
                let image = moved(image(train, order[position]), by: drawn[position])
                let losses = addSample(
                    image, label: Int(train.labels[order[position]]), weight: 1 / Double(end - start), to: &gradient)
                crossEntropy += losses.crossEntropy
                regulariser += losses.regulariser
            }
            adam(gradient)
            start = end
        }
        let count = Double(train.count)
        return EpochReport(
            epoch: epoch, crossEntropy: crossEntropy / count,
            regulariser: task.method == .IR ? regulariser / count : nil, validationAccuracy: validationAccuracy())
    }

    /// Adds the gradient of one sample's share of L = CE + ν·R.
    private func addSample(
        _ image: [Double], label: Int, weight: Double, to gradient: inout [Layer]
    ) -> (crossEntropy: Double, regulariser: Double) {
        let pass = ReferencePass(layers, views(image), pooling: task.parameters.pooling)
        let probabilities = ReferenceLoss.softmax(pass.logits)
        var byLogits = probabilities.enumerated().map { c, p in weight * (p - (c == label ? 1 : 0)) }
        var regulariser = 0.0
        if task.method == .IR {
            let others = 1 ..< task.group.order
            let loss = ReferenceLoss(task.regulariser)
            for element in others {
                let other = ReferencePass(layers, [moved(image, by: element)], pooling: .max)
                regulariser += loss.value(pass.logits, other.logits) / Double(others.count)
                let factor = task.nu * weight / Double(others.count)
                let (byFirst, bySecond) = loss.gradients(pass.logits, other.logits)
                for c in byLogits.indices { byLogits[c] += factor * byFirst[c] }
                other.addGradient(layers, bySecond.map { factor * $0 }, to: &gradient)
            }
        }
        pass.addGradient(layers, byLogits, to: &gradient)
        return (-ReferenceLoss.logarithm(probabilities[label]), regulariser)
    }

    /// Kingma and Ba, algorithm 1; before it decoupled weight decay.
    private mutating func adam(_ gradient: [Layer]) {
        power1 *= 0.9
        power2 *= 0.999
        for index in layers.indices {
            let g = gradient[index].values
            first[index] = first[index].mapped { 0.9 * $1 + 0.1 * g[$0] }
            second[index] = second[index].mapped { 0.999 * $1 + 0.001 * g[$0] * g[$0] }
            let m = first[index].values
            let v = second[index].values
            let (rate, power1, power2) = (task.parameters.learningRate, power1, power2)
            let kept = 1 - rate * task.parameters.weightDecay
            layers[index] = layers[index].mapped {
                $1 * kept - rate * (m[$0] / (1 - power1)) / ((v[$0] / (1 - power2)).squareRoot() + 1e-8)
            }
        }
    }

    private func validationAccuracy() -> Double {
        let samples = task.data.validation
        let hits = (0 ..< samples.count).filter { index in
            let image = moved(image(samples, index), by: validationElements[index])
            let logits = ReferencePass(layers, views(image), pooling: task.parameters.pooling).logits
            return logits.firstIndex(of: logits.max() ?? 0) == Int(samples.labels[index])
        }
        return Double(hits.count) / Double(samples.count)
    }
}
