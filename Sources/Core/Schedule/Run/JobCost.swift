extension JobExecutor {
    /// A part of a job for the cost model.
    struct Work: Sendable {
        var kind: CostModel.Kind
        var multiplyAdds: Double
    }

    func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [Work] {
        guard let task = task(for: job) else { return [] }
        var work: [Work] = []
        if !isTrained {
            work.append(
                Work(
                    kind: "train \(job.method.rawValue)",
                    multiplyAdds: task.multiplyAddsPerEpoch * Double(job.training.epochs)))
        }
        for evaluation in evaluations {
            let withSaliency = evaluation.measures.contains(.SI)
            work.append(
                Work(
                    kind: withSaliency ? "measure SI \(job.method == .WT ? "WT" : "")" : "measure",
                    multiplyAdds: Double(sampleCount(evaluation.split))
                        * task.multiplyAddsPerOrbit(withSaliency ? evaluation.saliency : nil)))
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
}
