/// Leaves and finds the checkpoints of one training.
struct CheckpointKeeper {
    private let job: Job
    private let id: String
    private let lane: Int
    private let folder: CheckpointFolder?
    private let notify: @Sendable (RunEvent) -> Void
    private let program: String
    private var timer: CheckpointTimer
    /// Refusals that were told: each kind once, however often it is met.
    private var told: Set<String> = []
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
        timer = CheckpointTimer(executor.pace)
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
    mutating func keep(_ trainer: Trainer, isStopping: Bool, seconds: Double) -> String? {
        guard let folder, isStopping || timer.isDue else { return nil }
        let state = trainer.state
        let head = CheckpointHead(
            job: id, epoch: state.epoch, seconds: secondsBefore + seconds, program: program)
        do {
            try folder.write(CheckpointFile(head: head, state: state))
        } catch {
            if let file = error as? FileError, file.concernsAll { return "\(file)" }
            // What refuses now may not do so later (a folder on a network, a quota). Not at every epoch: a try costs
            // time too.
            timer.restart()
            if told.insert(Self.kind(error)).inserted {
                notify(.checkpointProblem(job, "no checkpoint could be written, it is tried again: \(error)"))
            }
            return nil
        }
        hasCheckpoint = true
        timer.restart()
        notify(.checkpointed(job, lane: lane, epoch: state.epoch, isStopping: isStopping))
        return nil
    }

    /// The same for refusals of the same call for the same cause.
    static func kind(_ error: any Error) -> String {
        if case .refused(let operation, _, let code)? = error as? FileError { return "\(operation.rawValue) \(code)" }
        return "\(type(of: error))"
    }
}
