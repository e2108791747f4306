/// Leaves and finds the checkpoints of one analysis.
///
/// Not Sendable: made and used by one lane.
final class AnalysisKeeper {
    private let job: Job
    private let analysis: Analysis
    private let ids: (job: String, evaluation: String)
    private let lane: Int
    private let folder: CheckpointFolder?
    private let notify: @Sendable (RunEvent) -> Void
    private let program: String
    private var tries: CheckpointTries
    /// What was found at the start, and what the disk has now.
    private var found: AnalysisFile?
    private var kept: AnalysisProgress?
    /// How far the analysis has come; nil before it first said so.
    private(set) var progress: AnalysisProgress?
    /// Time that earlier sessions spent on the analysis.
    private(set) var secondsBefore = 0.0
    /// Why the disk takes no more; nil where it does.
    private(set) var refusal: String?

    /// Whether a further try will find something to go on from.
    var hasCheckpoint: Bool { kept != nil }

    init(job: Job, evaluation: Evaluation, _ analysis: Analysis, lane: Int, executor: JobExecutor) {
        self.job = job
        self.analysis = analysis
        self.lane = lane
        ids = (evaluation.job, evaluation.id)
        folder = executor.checkpoints
        notify = executor.notify
        program = executor.program
        tries = CheckpointTries(job, executor)
    }

    /// What an earlier attempt left, where it can be read; whether the analysis can go on from it is its own
    /// affair (`settle`).
    func read() -> AnalysisState? {
        do throws(CheckpointError) {
            found = try folder?.read(ids.job, analysing: ids.evaluation, analysis)
        } catch {
            refuse(error)
        }
        return found?.state
    }

    /// - Parameter problem: why the analysis cannot go on from what was read; nil where it does.
    func settle(_ problem: AnalysisStateError?) {
        guard let found, let folder else { return }
        if let problem {
            return refuse(.content(file: folder.file(ids.job, analysing: ids.evaluation).path, reason: "\(problem)"))
        }
        secondsBefore = found.head.seconds
        (kept, progress) = (found.head.progress, found.head.progress)
        self.found = nil
        notify(.analysisResumed(job, analysis, lane: lane, found.head.progress))
    }

    private func refuse(_ error: CheckpointError) {
        notify(.checkpointProblem(job, "\(analysis.rawValue) starts over: \(error)"))
        // As for trainings.
        if error.isDamage { remove() }
    }

    /// Writes a checkpoint if it is time, or if the job is about to stop.
    /// - Parameters:
    ///   - seconds: spent in this session.
    ///   - tensors: the state.
    /// - Returns: false where the disk takes no more.
    func keep(
        _ progress: AnalysisProgress, _ occasion: CheckpointOccasion, seconds: Double,
        _ tensors: () -> [SafetensorsTensor]
    ) -> Bool {
        self.progress = progress
        guard let folder, progress.done > 0, occasion != .onTheWay || tries.isDue else { return true }
        if progress != kept {
            let head = AnalysisHead(
                job: ids.job, evaluation: ids.evaluation, analysis: analysis, progress: progress,
                seconds: secondsBefore + seconds, program: program)
            switch tries.write({ try folder.write(AnalysisFile(head: head, tensors: tensors())) }) {
            case .stop(let reason):
                refusal = reason
                return false
            case .refused: return true
            case .written: kept = progress
            }
        }
        notify(.analysisCheckpointed(job, analysis, lane: lane, progress, isStopping: occasion == .stopping))
        return true
    }

    func remove() {
        (kept, found) = (nil, nil)
        folder?.remove(ids.job, analysing: ids.evaluation)
    }
}
