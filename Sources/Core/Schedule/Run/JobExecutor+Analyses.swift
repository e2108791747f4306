import Foundation

extension JobExecutor {
    /// Makes one analysis of a trained network. It has no checkpoints: one that is cut off starts over.
    func analyse(
        _ job: Job, _ task: TrainingTask, _ network: Network, _ evaluation: Evaluation, _ request: AnalysisRequest,
        _ attempt: JobAttempt, _ lane: Lane, _ shouldStop: @escaping () -> Bool, _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let stage = request.analysis.rawValue
        var other: PreparedData?
        if case .drift(_, let identity) = request {
            guard let found = otherData(identity) else {
                return fail(
                    job, stage: stage, epoch: nil,
                    "the data set \(identity.dataset.rawValue) was not prepared; expected it among those of the run",
                    lane, record)
            }
            other = found
        }
        notify(.analysing(job, request.analysis, lane: lane.index, done: 0, all: 0))
        let start = attempt.elapsed
        var isLate = false
        let context = AnalysisContext(
            network: network, task: task, split: evaluation.split, saliency: evaluation.saliency, other: other,
            kernels: kernels,
            shouldStop: {
                isLate = isLate || attempt.isLate
                return isLate || shouldStop()
            },
            progress: { notify(.analysing(job, request.analysis, lane: lane.index, done: $0, all: $1)) })
        let result: AnalysisResult?
        do throws(AnalysisError) {
            result = try request.run(context)
        } catch {
            return fail(job, stage: stage, epoch: nil, "\(error)", lane, record)
        }
        guard var result else {
            guard isLate, !shouldStop() else { return .stopped }
            return fail(job, .timedOut, stage: stage, epoch: nil, "\(attempt.lateness); it starts over", lane, record)
        }
        if !result.tensors.isEmpty {
            do {
                // Before the event, which must not speak of a file that is not there.
                result.measurements.file = try write(result, evaluation)
            } catch {
                if let file = error as? FileError, file.concernsAll { return .diskRefused("\(file)") }
                return fail(job, stage: stage, epoch: nil, "\(error)", lane, record)
            }
        }
        let event = EvaluatedEvent(
            id: evaluation.id, evaluation: evaluation, measurements: result.measurements,
            seconds: attempt.elapsed - start, place: lane.record)
        guard record(.evaluated(event)) else { return .stopped }
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
