extension JobExecutor {
    struct Ended: Error { let ending: JobEnding }

    /// Why a training ends before its last epoch.
    private enum Interruption {
        case asked
        case late
        case fullDisk(String)

        var occasion: CheckpointOccasion { if case .late = self { .late } else { .stopping } }
    }

    /// Trains to the last epoch, from the job's checkpoint where there is one, and writes the model.
    func train(
        _ job: Job, _ task: TrainingTask, _ attempt: JobAttempt, _ lane: Lane, _ shouldStop: () -> Bool,
        _ record: (JournalEvent) -> Bool
    ) -> Result<Network, Ended> {
        notify(.trainingStarted(job, lane: lane.index))
        let start = attempt.elapsed
        let trainer = Trainer(task, kernels: kernels, ink: ink.ink(under: task.group, on: lane.plan.node))
        var keeper = CheckpointKeeper(job: job, lane: lane.index, executor: self)
        keeper.resume(trainer)
        let epochs = job.training.epochs
        var interruption: Interruption?
        let trained: TrainedNetwork
        var injected = faults.happen(job, at: .epoch(0), in: faultFolder)
        if let injected { return .failure(Ended(ending: fail(job, injected, stage: FailedEvent.training, epoch: 1, lane, record))) }
        do {
            trained = try trainer.run { report in
                injected = faults.happen(job, at: .epoch(report.epoch), in: faultFolder)
                guard injected == nil else { return false }
                notify(.epochDone(job, lane: lane.index, report, of: epochs))
                // After the last epoch the model is as good as a checkpoint.
                guard report.epoch < epochs else { return true }
                if shouldStop() { interruption = .asked } else if attempt.isLate { interruption = .late }
                if let reason = keeper.keep(
                    trainer, interruption?.occasion ?? .onTheWay, seconds: attempt.elapsed - start)
                {
                    interruption = .fullDisk(reason)
                }
                return interruption == nil
            }
        } catch {
            if let injected {
                return .failure(Ended(ending: fail(job, injected, stage: FailedEvent.training, epoch: error.epoch, lane, record)))
            }
            return .failure(Ended(ending: end(error, interruption, trainer, keeper, attempt, job, lane, record)))
        }
        let model: (digest: String, size: Int)
        do {
            // Before the event: an event must never speak of a model that is not there.
            model = try ModelFile.write(trained.network, metadata: metadata(job, trained), to: self.model(job.id))
        } catch {
            if let file = error as? FileError, file.concernsAll {
                return .failure(Ended(ending: .diskRefused("\(file)")))
            }
            return .failure(Ended(ending: fail(job, stage: "writing the model", epoch: nil, "\(error)", lane, record)))
        }
        let event = TrainedEvent(
            id: job.id, job: job, bestEpoch: trained.bestEpoch, validationAccuracy: trained.validationAccuracy,
            crossEntropy: trained.history.map { Float($0.crossEntropy) },
            regulariser: trained.history.compactMap { $0.regulariser.map { Float($0) } },
            accuracy: trained.history.map { Float($0.validationAccuracy) },
            sigmaMax: trained.history.compactMap { $0.sigmaMax.map { Float($0) } },
            seconds: keeper.secondsBefore + attempt.elapsed - start, place: lane.record,
            modelDigest: model.digest, modelSize: model.size)
        guard record(.trained(event)) else { return .failure(Ended(ending: .stopped)) }
        // A power cut may take an event that is not on disk yet; with the checkpoint it would take hours.
        // Jobs that have one are long: waiting for the disk costs them nothing.
        if keeper.hasCheckpoint, makeDurable() { checkpoints?.remove(job.id) }
        notify(.trained(event))
        return .success(trained.network)
    }

    private func end(
        _ error: TrainingError, _ interruption: Interruption?, _ trainer: Trainer, _ keeper: CheckpointKeeper,
        _ attempt: JobAttempt, _ job: Job, _ lane: Lane, _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let detail = trainer.lastEpochs
        switch (error, interruption) {
        case (.diverged, _):
            // The checkpoint leads to the same end. If a memory fault was the cause, only a start from
            // the beginning can get around it.
            checkpoints?.remove(job.id)
            return fail(
                job, .diverged, stage: FailedEvent.training, epoch: error.epoch, "\(error)", detail: detail, lane, record)
        case (.stopped, .late):
            let rest = keeper.hasCheckpoint
                ? "the checkpoint is kept, and the next try goes on from it"
                : "there is no checkpoint, and the next try starts from the beginning"
            return fail(
                job, .timedOut, stage: FailedEvent.training, epoch: error.epoch,
                "\(attempt.lateness) at epoch \(error.epoch) of \(job.training.epochs); \(rest)", detail: detail, lane,
                record)
        case (.stopped, .fullDisk(let reason)): return .diskRefused(reason)
        case (.stopped, _): return .stopped
        }
    }

    func metadata(_ job: Job, _ trained: TrainedNetwork) -> [String: String] {
        var metadata = [
            "job": job.id, "numerics": "\(NumericsVersion.current)", "dataset": job.data.dataset.rawValue,
            "group": job.group.description, "method": job.method.rawValue, "seed": "\(job.seed)",
            "mean": "\(data.mean)", "std": "\(data.std)", "split_seed": "\(job.data.splitSeed)",
            "train": "\(job.data.train)", "test": "\(job.data.test)", "validation": "\(job.data.validation)",
            "pad": "\(job.data.pad)", "best_epoch": "\(trained.bestEpoch)",
            // Without a regulariser its weight is 0.
            "nu": SpecWriter.number(job.nu ?? 0),
        ]
        metadata["regulariser"] = job.regulariser?.rawValue
        if job.method == .WT { metadata["pooling"] = job.training.pooling.rawValue }
        return metadata
    }
}

extension Trainer {
    /// The last finished epochs, a line each; nil before the first.
    var lastEpochs: String? {
        guard !history.isEmpty else { return nil }
        return history.suffix(5).map { report in
            "epoch \(report.epoch): cross-entropy \(report.crossEntropy)"
                + (report.regulariser.map { ", regulariser \($0)" } ?? "")
                + ", validation accuracy \(report.validationAccuracy)"
        }.joined(separator: "\n")
    }
}
