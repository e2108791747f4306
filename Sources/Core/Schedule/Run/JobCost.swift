extension JobExecutor {
    public func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        guard let task = task(for: job) else { return [] }
        let before = epochsBefore.isEmpty || isTrained ? 0 : epochsBefore[job.id] ?? 0
        return task.cost.work(
            of: job, isTrained: isTrained, epochsBefore: before, evaluations: evaluations, sampleCount: sampleCount)
    }
}

extension NetworkCost {
    /// What is missing of a job.
    /// - Parameters:
    ///   - epochsBefore: that a checkpoint holds.
    ///   - sampleCount: of a split.
    func work(
        of job: Job, isTrained: Bool, epochsBefore: Int = 0, evaluations: [Evaluation], sampleCount: (SplitName) -> Int
    ) -> [JobWork] {
        var work: [JobWork] = []
        if !isTrained { work.append(training(of: job, epochsBefore: epochsBefore)) }
        for evaluation in evaluations {
            work.append(measuring(evaluation, of: job, samples: sampleCount(evaluation.split)))
        }
        return work
    }

    func training(of job: Job, epochsBefore: Int = 0) -> JobWork {
        JobWork(
            kind: "train \(job.method.rawValue)",
            multiplyAdds: perEpoch * Double(max(0, job.training.epochs - epochsBefore)))
    }

    func measuring(_ evaluation: Evaluation, of job: Job, samples: Int) -> JobWork {
        let withSaliency = evaluation.measures.contains { $0.needsSaliency }
        let spectrum = evaluation.measures.contains(.sigmaMax) ? perSpectrum : 0
        return JobWork(
            kind: withSaliency ? "measure SI \(job.method == .WT ? "WT" : "")" : "measure",
            multiplyAdds: Double(samples) * (perOrbit(withSaliency ? evaluation.saliency : nil) + spectrum))
    }
}
