/// Leaves and finds the checkpoints of one measuring.
struct MeasuringKeeper {
    private let job: Job
    private let split: SplitName
    private let ids: (job: String, evaluation: String)
    private let lane: Int
    private let folder: CheckpointFolder?
    private let notify: @Sendable (RunEvent) -> Void
    private let program: String
    private var tries: CheckpointTries
    /// Samples that the checkpoint on disk has.
    private var samplesKept = 0
    /// Time that earlier sessions spent on the measuring.
    private(set) var secondsBefore = 0.0

    /// Whether a further try will find something to go on from.
    var hasCheckpoint: Bool { samplesKept > 0 }

    init(job: Job, evaluation: Evaluation, lane: Int, executor: JobExecutor) {
        self.job = job
        self.lane = lane
        split = evaluation.split
        ids = (evaluation.job, evaluation.id)
        folder = executor.checkpoints
        notify = executor.notify
        program = executor.program
        tries = CheckpointTries(job, executor)
    }

    /// The sums of the checkpoint, where there is one that fits; zeros otherwise.
    /// - Parameters:
    ///   - samples: of the split.
    ///   - order: of the group.
    ///   - classes: of the data.
    mutating func resume(samples: Int, order: Int, classes: Int) -> MeasureSums {
        let nothing = MeasureSums(order: order, classes: classes)
        guard let folder else { return nothing }
        do {
            guard let found = try folder.read(ids.job, measuring: ids.evaluation) else { return nothing }
            try found.check(
                samples: samples, order: order, classes: classes,
                file: folder.file(ids.job, measuring: ids.evaluation).path)
            secondsBefore = found.head.seconds
            samplesKept = found.sums.samples
            notify(.measuringResumed(job, split, lane: lane, samplesDone: samplesKept, of: samples))
            return found.sums
        } catch {
            notify(.checkpointProblem(job, "measuring from the first sample: \(error)"))
            // As for trainings.
            if error.isDamage { remove() }
            return nothing
        }
    }

    /// Writes a checkpoint if it is time, or if the job is about to stop.
    /// - Parameters:
    ///   - sums: over the first chunks.
    ///   - total: samples of the split.
    ///   - seconds: spent in this session.
    /// - Returns: why the disk takes no more; nil where it does.
    mutating func keep(_ sums: MeasureSums, of total: Int, _ occasion: CheckpointOccasion, seconds: Double) -> String? {
        guard let folder, occasion != .onTheWay || tries.isDue else { return nil }
        // A helper may have the first chunks still.
        if sums.samples > samplesKept {
            let head = MeasuringHead(
                job: ids.job, evaluation: ids.evaluation, samples: sums.samples, total: total,
                seconds: secondsBefore + seconds, program: program)
            switch tries.write({ try folder.write(MeasuringFile(head: head, sums: sums)) }) {
            case .stop(let reason): return reason
            case .refused: return nil
            case .written: samplesKept = sums.samples
            }
        }
        guard hasCheckpoint else { return nil }
        notify(
            .measuringCheckpointed(
                job, split, lane: lane, samplesDone: samplesKept, of: total, isStopping: occasion == .stopping))
        return nil
    }

    mutating func remove() {
        samplesKept = 0
        folder?.remove(ids.job, measuring: ids.evaluation)
    }
}
