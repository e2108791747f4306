extension JobExecutor {
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        guard let task = task(for: job) else { return [] }
        return task.cost.work(of: job, isTrained: isTrained, evaluations: evaluations, sampleCount: sampleCount)
    }
}

extension NetworkCost {
    /// What is missing of a job.
    /// - Parameter sampleCount: of a split.
    func work(
        of job: Job, isTrained: Bool, evaluations: [Evaluation], sampleCount: (SplitName) -> Int
    ) -> [JobWork] {
        var work: [JobWork] = []
        if !isTrained { work.append(training(of: job)) }
        for evaluation in evaluations {
            work.append(measuring(evaluation, of: job, samples: sampleCount(evaluation.split)))
        }
        return work
    }

    func training(of job: Job) -> JobWork {
        JobWork(kind: "train \(job.method.rawValue)", multiplyAdds: perEpoch * Double(job.training.epochs))
    }

    func measuring(_ evaluation: Evaluation, of job: Job, samples: Int) -> JobWork {
        let withSaliency = evaluation.measures.contains(.SI)
        let spectrum = evaluation.measures.contains(.sigmaMax) ? perSpectrum : 0
        return JobWork(
            kind: withSaliency ? "measure SI \(job.method == .WT ? "WT" : "")" : "measure",
            multiplyAdds: Double(samples) * (perOrbit(withSaliency ? evaluation.saliency : nil) + spectrum))
    }
}
