import Foundation

/// How an analysis came to its end.
enum AnalysisEnding {
    case done
    /// Not recorded yet: what else is asked of the network comes first.
    case failed(FailedEvent)
    /// The job ends with it.
    case ended(JobEnding)
}

extension JobExecutor {
    /// Makes one analysis of a trained network, from the evaluation's checkpoint where there is one.
    func analyse(
        _ job: Job, _ task: TrainingTask, _ network: Network, _ evaluation: Evaluation, _ request: AnalysisRequest,
        _ attempt: JobAttempt, _ lane: Lane, _ shouldStop: @escaping () -> Bool, _ record: (JournalEvent) -> Bool
    ) -> AnalysisEnding {
        let analysis = request.analysis
        func failed(_ reason: String, _ kind: FailureKind = .error) -> AnalysisEnding {
            .failed(
                FailedEvent(
                    id: job.id, job: job, kind: kind, stage: analysis.rawValue, epoch: nil, reason: reason, detail: nil,
                    place: lane.record))
        }
        var other: PreparedData?
        if case .drift(_, let identity) = request {
            guard let found = otherData(identity) else {
                return failed(
                    "the data set \(identity.dataset.rawValue) was not prepared; expected it among those of the run")
            }
            other = found
        }
        notify(.analysing(job, analysis, lane: lane.index, done: 0, all: 0))
        if let injected = faults.happen(job, at: .analysing(analysis, 0), in: faultFolder) {
            return failed(injected.reason, injected.kind)
        }
        guard !shouldStop() else { return .ended(.stopped) }
        let start = attempt.elapsed
        let keeper = AnalysisKeeper(job: job, evaluation: evaluation, analysis, lane: lane.index, executor: self)
        var (isLate, hasStepped) = (false, !analysis.hasCheckpoints)
        var injected: FaultPlan.Outcome?
        var context = AnalysisContext(
            network: network, task: task, split: evaluation.split, saliency: evaluation.saliency, other: other,
            kernels: kernels,
            shouldStop: {
                // However little time there is, each attempt gets a step further.
                isLate = isLate || (hasStepped && attempt.isLate)
                return isLate || shouldStop()
            },
            progress: { notify(.analysing(job, analysis, lane: lane.index, done: $0, all: $1)) })
        if analysis.hasCheckpoints {
            context.checkpoints = AnalysisCheckpoints(found: keeper.read(), settle: keeper.settle) { progress, isStopping, tensors in
                // Perplexities are sought for before the first step, and that is a sign of life too.
                if progress.unit == .points { notify(.analysing(job, analysis, lane: lane.index, done: 0, all: 0)) }
                injected = faults.happen(
                    job, at: .analysing(analysis, progress.unit == .points ? 0 : progress.done), in: faultFolder)
                guard injected == nil else { return false }
                hasStepped = true
                isLate = isLate || attempt.isLate
                let occasion: CheckpointOccasion =
                    isLate && !shouldStop() ? .late : isStopping || isLate ? .stopping : .onTheWay
                return keeper.keep(progress, occasion, seconds: attempt.elapsed - start, tensors) && !isLate
            }
        }
        let result: AnalysisResult?
        do throws(AnalysisError) {
            result = try request.run(context)
        } catch {
            // Its checkpoint leads to the same end.
            keeper.remove()
            return failed("\(error)")
        }
        if let injected { return failed(injected.reason, injected.kind) }
        if let refusal = keeper.refusal { return .ended(.diskRefused(refusal)) }
        guard var result else {
            guard isLate, !shouldStop() else { return .ended(.stopped) }
            let rest = keeper.hasCheckpoint
                ? "the checkpoint is kept, and the next try goes on from it"
                : "there is no checkpoint, and the next try starts over"
            let place = keeper.progress.map { " after \($0)" } ?? ""
            return failed("\(attempt.lateness)\(place); the network is trained; \(rest)", .timedOut)
        }
        if !result.tensors.isEmpty {
            do {
                // Before the event, which must not speak of a file that is not there.
                result.measurements.file = try write(result, evaluation)
            } catch {
                if let file = error as? FileError, file.concernsAll { return .ended(.diskRefused("\(file)")) }
                return failed("\(error)")
            }
        }
        let event = EvaluatedEvent(
            id: evaluation.id, evaluation: evaluation, measurements: result.measurements,
            seconds: keeper.secondsBefore + attempt.elapsed - start, place: lane.record)
        guard record(.evaluated(event)) else { return .ended(.stopped) }
        // As for trainings: a power cut may take an event that is not on disk yet.
        if keeper.hasCheckpoint, makeDurable() { keeper.remove() }
        notify(.measured(job, event))
        return .done
    }

    /// - Returns: the file's SHA-256.
    /// - Throws: `FileError`, `SafetensorsError`.
    private func write(_ result: AnalysisResult, _ evaluation: Evaluation) throws -> String? {
        guard let artefacts else { return nil }
        var metadata = result.metadata
        metadata["job"] = evaluation.job
        metadata["numerics"] = "\(NumericsVersion.current)"
        let bytes = try SafetensorsFile(metadata: metadata, tensors: result.tensors).encoded()
        try AtomicFile.write(bytes, to: artefacts(evaluation.id))
        return Digest.sha256(bytes)
    }
}

extension Analysis {
    /// Whether it takes so long that its state is worth keeping: the others take seconds.
    var hasCheckpoints: Bool {
        switch self {
        case .layers, .drift, .latent: true
        case .saliencyMaps, .decay: false
        }
    }
}
