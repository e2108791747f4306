extension JobExecutor {
    /// Measures to the last sample, from the evaluation's checkpoint where there is one.
    func measure(
        _ job: Job, _ task: TrainingTask, _ network: Network, _ evaluation: Evaluation,
        _ attempt: JobAttempt, _ lane: Lane, _ shouldStop: @escaping @Sendable () -> Bool,
        _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let samples = data(on: lane).samples(evaluation.split)
        notify(.measuringStarted(job, evaluation.split, lane: lane.index, samples: samples.count))
        let start = attempt.elapsed
        let stage = "measuring \(evaluation.split.rawValue)"
        if let injected = faults.happen(job, at: .measuring(0), in: faultFolder) {
            return fail(job, injected, stage: stage, epoch: nil, lane, record)
        }
        guard !shouldStop() else { return .stopped }
        var keeper = MeasuringKeeper(job: job, evaluation: evaluation, lane: lane.index, executor: self)
        let sumsBefore = keeper.resume(
            samples: samples.count, order: task.group.order, classes: task.architecture.classes)
        let (late, halt) = (StopFlag(), StopFlag())
        let shared = shared(
            samples, from: sumsBefore, FrozenNetwork(network), task, evaluation,
            shouldStop: {
                if attempt.isLate { late.raise() }
                return late.isRaised || halt.isRaised || shouldStop()
            })
        func seconds() -> Double { attempt.elapsed - start + shared.helpSeconds }
        var injected: FaultPlan.Outcome?
        var refusal: String?
        let sums = shared.run { count in
            notify(.measuring(job, evaluation.split, lane: lane.index, samplesDone: count))
            // With the last sample the result is as good as a checkpoint.
            guard count < samples.count else { return }
            injected = faults.happen(job, at: .measuring(count), in: faultFolder)
            if injected == nil {
                refusal = keeper.keep(shared.finished, of: samples.count, .onTheWay, seconds: seconds())
            }
            if injected != nil || refusal != nil { halt.raise() }
        }
        if let injected { return fail(job, injected, stage: stage, epoch: nil, lane, record) }
        guard let sums else {
            let done = shared.finished
            let isLate = late.isRaised && !shouldStop()
            refusal = refusal ?? keeper.keep(done, of: samples.count, isLate ? .late : .stopping, seconds: seconds())
            if let refusal { return .diskRefused(refusal) }
            guard isLate else { return .stopped }
            let rest = keeper.hasCheckpoint
                ? "the checkpoint is kept, and the next try goes on from it"
                : "there is no checkpoint, and the next try measures from the first sample"
            return fail(
                job, .timedOut, stage: stage, epoch: nil,
                "\(attempt.lateness) after \(Reason.progress(done.samples, of: samples.count)); the network is trained; \(rest)",
                lane, record)
        }
        guard sums.nonFiniteLogits == 0 else {
            keeper.remove()
            return fail(
                job, .diverged, stage: stage, epoch: nil, "the network's logits are not finite", lane, record)
        }
        let event = EvaluatedEvent(
            id: evaluation.id, evaluation: evaluation, measurements: sums.measurements(Set(evaluation.measures)),
            seconds: keeper.secondsBefore + seconds(), place: lane.record)
        guard record(.evaluated(event)) else { return .stopped }
        // As for trainings: a power cut may take an event that is not on disk yet.
        if keeper.hasCheckpoint, makeDurable() { keeper.remove() }
        notify(.measured(job, event))
        return .done
    }

    private func shared(
        _ samples: PreparedData.Samples, from sums: MeasureSums, _ frozen: FrozenNetwork, _ task: TrainingTask,
        _ evaluation: Evaluation, shouldStop: @escaping @Sendable () -> Bool
    ) -> SharedEvaluation {
        SharedEvaluation(samples, from: sums, help: help, shouldStop: shouldStop) { [data, kernels] in
            Evaluator(
                frozen.network, tying: task.tying, group: task.group, normalisation: data.normalisation,
                measures: evaluation.measures, saliency: evaluation.saliency, kernels: kernels)
        }
    }
}
