/// Leaves and finds the checkpoints of one training.
struct CheckpointKeeper {
    private let job: Job
    private let id: String
    private let lane: Int
    private let folder: CheckpointFolder?
    private let notify: @Sendable (RunEvent) -> Void
    private let program: String
    private var tries: CheckpointTries
    /// Wall time that earlier sessions spent on the training.
    private(set) var secondsBefore = 0.0
    /// Whether a further try will find something to go on from.
    private(set) var hasCheckpoint = false

    init(job: Job, lane: Int, executor: JobExecutor) {
        self.job = job
        self.lane = lane
        id = job.id
        folder = executor.checkpoints
        notify = executor.notify
        program = executor.program
        tries = CheckpointTries(job, executor)
    }

    /// Gives the trainer the state of the checkpoint, where there is one that fits.
    mutating func resume(_ trainer: Trainer) {
        guard let folder else { return }
        do {
            guard let found = try folder.read(id) else { return }
            do {
                try trainer.restore(found.state)
            } catch {
                throw CheckpointError.content(file: folder.file(id).path, reason: "\(error)")
            }
            secondsBefore = found.head.seconds
            hasCheckpoint = true
            notify(.resumed(job, lane: lane, epoch: found.state.epoch))
        } catch {
            notify(.checkpointProblem(job, "starting from the beginning: \(error)"))
            // One that cannot be read now may be whole: it stays until there is a newer one.
            if (error as? CheckpointError)?.isDamage ?? true { folder.remove(id) }
        }
    }

    /// Writes a checkpoint if it is time, or if the job is about to stop.
    /// - Parameter seconds: spent in this session.
    /// - Returns: why the disk takes no more; nil where it does.
    mutating func keep(_ trainer: Trainer, _ occasion: CheckpointOccasion, seconds: Double) -> String? {
        guard let folder, occasion != .onTheWay || tries.isDue else { return nil }
        let state = trainer.state
        let head = CheckpointHead(
            job: id, epoch: state.epoch, seconds: secondsBefore + seconds, program: program)
        switch tries.write({ try folder.write(CheckpointFile(head: head, state: state)) }) {
        case .stop(let reason): return reason
        case .refused: return nil
        case .written: break
        }
        hasCheckpoint = true
        notify(.checkpointed(job, lane: lane, epoch: state.epoch, isStopping: occasion == .stopping))
        return nil
    }
}
