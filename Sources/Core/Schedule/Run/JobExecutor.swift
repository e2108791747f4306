import Foundation

/// Trains and measures one job on the lane that calls it, and says what happened as journal
/// events. Knows nothing of other jobs.
public struct JobExecutor: JobExecuting {
    private let data: PreparedData
    private let groups: [GroupName: PermutationGroup]
    private let kernels: KernelSet
    private let ink: InkCache
    private let model: @Sendable (String) -> URL
    private let notify: @Sendable (RunEvent) -> Void
    /// Asked after every epoch and every chunk: whether to stop as soon as possible.
    private let shouldStop: @Sendable () -> Bool
    private let help: (any IdleHelp)?

    /// - Parameters:
    ///   - model: where the model file of a job id lies.
    ///   - help: lanes to share evaluations with; nil to do all alone.
    public init(
        data: PreparedData, groups: [GroupName: PermutationGroup], kernels: KernelSet,
        model: @escaping @Sendable (String) -> URL,
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool,
        help: (any IdleHelp)? = nil
    ) {
        self.data = data
        self.groups = groups
        self.kernels = kernels
        ink = InkCache(data, kernels: kernels)
        self.model = model
        self.notify = notify
        self.shouldStop = shouldStop
        self.help = help
    }

    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let shouldStop = { @Sendable [shouldStop] in shouldStop() || !isWanted() }
        guard let task = task(for: job) else {
            return fail(job, stage: "training", epoch: nil, "group \(job.group) was not prepared", lane, record)
        }
        let network: Network
        if let known = trained.flatMap({ read(job, task, $0) }) {
            network = known
        } else {
            switch train(job, task, lane, shouldStop, record) {
            case .success(let trained): network = trained
            case .failure(let ending): return ending.ending
            }
        }
        for evaluation in evaluations {
            let ending = measure(job, task, network, evaluation, lane, shouldStop, record)
            guard case .done = ending else { return ending }
        }
        return .done
    }

    public func task(for job: Job) -> TrainingTask? {
        guard let group = groups[job.group] else { return nil }
        return TrainingTask(
            data: data, group: group, method: job.method, regulariser: job.regulariser ?? .logit, nu: job.nu ?? 0,
            seed: job.seed, parameters: job.training)
    }

    func sampleCount(_ split: SplitName) -> Int { data.samples(split).count }

    private struct Ended: Error { let ending: JobEnding }

    /// Nil where the file is damaged. Training again gives the same bytes, so nothing is lost.
    private func read(_ job: Job, _ task: TrainingTask, _ trained: TrainedEvent) -> Network? {
        do {
            return try ModelFile.read(model(job.id), architecture: task.architecture, digest: trained.modelDigest)
        } catch {
            notify(.damagedModel(job, "\(error)"))
            return nil
        }
    }

    private func train(
        _ job: Job, _ task: TrainingTask, _ lane: Lane, _ shouldStop: () -> Bool, _ record: (JournalEvent) -> Bool
    ) -> Result<Network, Ended> {
        notify(.trainingStarted(job, lane: lane.index))
        let clock = ContinuousClock()
        let start = clock.now
        let trained: TrainedNetwork
        do {
            trained = try Trainer(task, kernels: kernels, ink: ink.ink(under: task.group)).run { report in
                notify(.epochDone(job, lane: lane.index, report, of: job.training.epochs))
                return !shouldStop()
            }
        } catch {
            if case .stopped = error { return .failure(Ended(ending: .stopped)) }
            return .failure(
                Ended(
                    ending: fail(
                        job, .diverged, stage: "training", epoch: error.epoch, "\(error)", lane, record)))
        }
        let digest: String
        do {
            // Before the event: an event must never speak of a model that is not there.
            digest = try ModelFile.write(trained.network, metadata: metadata(job, trained), to: model(job.id))
        } catch {
            if let file = error as? FileError, file.isFullDisk {
                return .failure(Ended(ending: .diskRefused("\(file)")))
            }
            return .failure(Ended(ending: fail(job, stage: "writing the model", epoch: nil, "\(error)", lane, record)))
        }
        let event = TrainedEvent(
            id: job.id, job: job, bestEpoch: trained.bestEpoch, validationAccuracy: trained.validationAccuracy,
            crossEntropy: trained.history.map { Float($0.crossEntropy) },
            regulariser: trained.history.compactMap { $0.regulariser.map { Float($0) } },
            accuracy: trained.history.map { Float($0.validationAccuracy) },
            seconds: start.duration(to: clock.now) / .seconds(1), place: lane.record, modelDigest: digest)
        guard record(.trained(event)) else { return .failure(Ended(ending: .stopped)) }
        notify(.trained(event))
        return .success(trained.network)
    }

    private func measure(
        _ job: Job, _ task: TrainingTask, _ network: Network, _ evaluation: Evaluation, _ lane: Lane,
        _ shouldStop: @escaping @Sendable () -> Bool, _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let samples = data.samples(evaluation.split)
        notify(.measuringStarted(job, evaluation.split, lane: lane.index, samples: samples.count))
        let clock = ContinuousClock()
        let start = clock.now
        let frozen = FrozenNetwork(network)
        let shared = SharedEvaluation(
            samples, order: task.group.order, help: help, shouldStop: shouldStop
        ) { [data, kernels] in
            Evaluator(
                frozen.network, tying: task.tying, group: task.group, normalisation: data.normalisation,
                measures: evaluation.measures, saliency: evaluation.saliency, kernels: kernels)
        }
        let sums = shared.run { count in
            notify(.measuring(job, evaluation.split, lane: lane.index, samplesDone: count))
        }
        guard let sums else { return .stopped }
        guard sums.nonFiniteLogits == 0 else {
            return fail(
                job, .diverged, stage: "measuring \(evaluation.split.rawValue)", epoch: nil,
                "the network's logits are not finite", lane, record)
        }
        let event = EvaluatedEvent(
            id: evaluation.id, evaluation: evaluation, measurements: sums.measurements(Set(evaluation.measures)),
            seconds: start.duration(to: clock.now) / .seconds(1) + shared.helpSeconds, place: lane.record)
        guard record(.evaluated(event)) else { return .stopped }
        notify(.measured(job, event))
        return .done
    }

    private func fail(
        _ job: Job, _ kind: FailureKind = .error, stage: String, epoch: Int?, _ reason: String, _ lane: Lane,
        _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let event = FailedEvent(
            id: job.id, job: job, kind: kind, stage: stage, epoch: epoch, reason: reason, place: lane.record)
        guard record(.failed(event)) else { return .stopped }
        notify(.failed(event))
        return .failed
    }

    private func metadata(_ job: Job, _ trained: TrainedNetwork) -> [String: String] {
        var metadata = [
            "job": job.id, "numerics": "\(NumericsVersion.current)", "dataset": job.data.dataset.rawValue,
            "group": job.group.description, "method": job.method.rawValue, "seed": "\(job.seed)",
            "mean": "\(data.mean)", "std": "\(data.std)", "split_seed": "\(job.data.splitSeed)",
            "pad": "\(job.data.pad)", "best_epoch": "\(trained.bestEpoch)",
            // Without a regulariser its weight is 0.
            "nu": SpecWriter.number(job.nu ?? 0),
        ]
        metadata["regulariser"] = job.regulariser?.rawValue
        if job.method == .WT { metadata["pooling"] = job.training.pooling.rawValue }
        return metadata
    }
}
