extension JobExecutor {
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        guard let task = task(for: job) else { return [] }
        var work: [JobWork] = []
        if !isTrained {
            let before = epochsBefore.isEmpty ? 0 : epochsBefore[job.id] ?? 0
            work.append(
                JobWork(
                    kind: "train \(job.method.rawValue)",
                    multiplyAdds: task.multiplyAddsPerEpoch * Double(max(0, job.training.epochs - before))))
        }
        for evaluation in evaluations {
            let withSaliency = evaluation.measures.contains(.SI)
            let spectrum = evaluation.measures.contains(.sigmaMax) ? task.multiplyAddsPerSpectrum : 0
            work.append(
                JobWork(
                    kind: withSaliency ? "measure SI \(job.method == .WT ? "WT" : "")" : "measure",
                    multiplyAdds: Double(sampleCount(evaluation.split))
                        * (task.multiplyAddsPerOrbit(withSaliency ? evaluation.saliency : nil) + spectrum)))
        }
        return work
    }
}

extension TrainingTask {
    /// Multiply-adds of measuring one sample under all group elements.
    func multiplyAddsPerOrbit(_ saliency: SaliencyOptions?) -> Double {
        let order = Double(group.order)
        let first = firstLayerCost * (method == .WT ? order : 1)
        let others = laterLayersCost
        var perImage = first + others
        if let saliency {
            // The last layer's gradient is a look-up.
            let inner = others - Double((architecture.hidden.last ?? 0) * architecture.classes)
            perImage += 2 * first + Double(saliency.steps) * 2 * inner
        }
        return order * perImage
    }

    /// Multiply-adds of σmax at one sample.
    var multiplyAddsPerSpectrum: Double {
        let layers = architecture.layers.map { Double($0.inputs * $0.outputs) }
        let blocks = method == .WT ? Double(group.order) : 1
        let inner = layers.dropFirst().dropLast().reduce(0, +)
        let width = blocks * Double(architecture.layers[0].outputs)
        return blocks * layers[0] + inner + Double(architecture.classes) * (inner + width * width)
    }
}
