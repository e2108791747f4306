extension JobExecutor {
    /// By the sizes of the data that this executor holds, without the epochs that a checkpoint had at the start; empty where the job's
    /// group was not prepared.
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
        if let analysis = evaluation.analysis { return work(of: analysis, evaluation, job, samples: samples) }
        let withSaliency = evaluation.measures.contains(where: \.needsSaliency)
        let spectrum = evaluation.measures.contains(.sigmaMax) ? perSpectrum : 0
        return JobWork(
            kind: withSaliency ? "measure SI \(job.method == .WT ? "WT" : "")" : "measure",
            multiplyAdds: Double(samples) * (perOrbit(withSaliency ? evaluation.saliency : nil) + spectrum))
    }

    /// Rough at first; what was measured corrects it, kind by kind.
    private func work(of analysis: AnalysisRequest, _ evaluation: Evaluation, _ job: Job, samples: Int) -> JobWork {
        func few(_ asked: Int) -> Double { Double(asked == 0 ? samples : min(asked, samples)) }
        let multiplyAdds: Double =
            switch analysis {
            case .layers(let options): few(options.samples) * perOrbit(nil)
            case .drift(let options, _):
                few(options.samples) * Double(options.betas.count)
                    * perOrbit(analysis.needsSaliency ? evaluation.saliency : nil)
            case .latent(let options):
                Double(options.iterations) * few(options.samples) * few(options.samples) * 20
            case .saliencyMaps(let options): few(options.samples) * perOrbit(evaluation.saliency)
            case .decay(let options):
                Double(options.steps) * Double(options.samples * options.samples) * Double(job.group.order * 20)
            }
        return JobWork(kind: "\(analysis.analysis.rawValue) \(job.method == .WT ? "WT" : "")", multiplyAdds: multiplyAdds)
    }
}
