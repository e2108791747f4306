import Testing

@testable import Core

/// A drawn network on tiny data, and what an analysis is given of it.
struct AnalysisExample: CustomTestStringConvertible, Sendable {
    var group = "R4"
    var method = Method.DA
    var pooling = OrbitPooling.max
    var sparse = false
    /// More than one panel of 32, and a layer that does not fill its last.
    var hidden = [40, 33]

    var testDescription: String { "\(group) \(method) \(pooling)\(sparse ? " sparse" : "")" }

    static let all = [
        AnalysisExample(), AnalysisExample(sparse: true), AnalysisExample(group: "T4"), AnalysisExample(group: "D4"),
        AnalysisExample(method: .WT), AnalysisExample(group: "T4", method: .WT, pooling: .mean, sparse: true),
    ]

    func context(
        test: Int = 70, network change: (Network) -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false },
        progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) throws -> AnalysisContext {
        var parameters = TrainingParameters()
        parameters.hidden = hidden
        parameters.pooling = pooling
        let task = TrainingTask(
            data: try TinyData.prepared(test: test, sparse: sparse), group: try TinyData.group(group), method: method,
            seed: 5, parameters: parameters)
        let network = Network(task.architecture, initialisation: .uniform, seed: 11)
        change(network)
        var saliency = SaliencyOptions()
        saliency.steps = 12
        // A set that every machine has.
        return AnalysisContext(
            network: network, task: task, split: .test, saliency: saliency, kernels: .of(.portable),
            shouldStop: shouldStop, progress: progress)
    }
}

/// A network in double, layer by layer, without kernels or layouts.
struct SlowActivations {
    private let layers: [ReferenceTrainer.Layer]
    private let task: TrainingTask

    init(_ context: AnalysisContext) {
        layers = ReferenceTrainer.layers(of: context.network)
        task = context.task
    }

    /// gx, normalised.
    func image(_ bytes: [UInt8], _ element: Int) -> [Double] {
        task.group.source(of: element).map { Double(task.data.normalisation.values[Int(bytes[Int($0)])]) }
    }

    /// Of gx: the image, every hidden layer after ReLU, the logits.
    func all(_ bytes: [UInt8], _ element: Int) -> [[Double]] {
        let x = image(bytes, element)
        var result = [x]
        for (index, layer) in layers.enumerated() {
            func respond(_ input: [Double]) -> [Double] {
                zip(layer.weight, layer.bias).map { row, bias in zip(row, input).reduce(bias) { $0 + $1.0 * $1.1 } }
            }
            if index == layers.count - 1 {
                result.append(respond(result[index]))
            } else if index == 0, task.method == .WT {
                let responses = (0 ..< task.group.order).map { h in
                    var back = x
                    for (pixel, source) in task.group.source(of: h).enumerated() { back[Int(source)] = x[pixel] }
                    return respond(back).map { max(0, $0) }
                }
                result.append(
                    responses[0].indices.map { unit in
                        let values = responses.map { $0[unit] }
                        return task.parameters.pooling == .max
                            ? values.max() ?? 0 : values.reduce(0, +) / Double(values.count)
                    })
            } else {
                result.append(respond(result[index]).map { max(0, $0) })
            }
        }
        return result
    }
}

/// Σ(a − b)².
func squaredDistance(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }

/// The largest difference, relative to the largest expected value.
func largestError(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let scale = expected.reduce(1e-30) { max($0, $1.magnitude) }
    return zip(found, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / scale
}
