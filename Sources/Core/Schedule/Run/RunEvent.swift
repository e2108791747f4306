/// What happens while a sweep runs, for whoever shows it. Comes from the lanes' threads.
public enum RunEvent: Sendable {
    case trainingStarted(Job, lane: Int)
    /// Training goes on from a checkpoint, after this many epochs.
    case resumed(Job, lane: Int, epoch: Int)
    case epochDone(Job, lane: Int, EpochReport, of: Int)
    case trained(TrainedEvent)
    case measuringStarted(Job, SplitName, lane: Int, samples: Int)
    case measuring(Job, SplitName, lane: Int, samplesDone: Int)
    /// Measuring goes on from a checkpoint, after this many samples.
    case measuringResumed(Job, SplitName, lane: Int, samplesDone: Int, of: Int)
    /// As `checkpointed`, of a measuring.
    case measuringCheckpointed(Job, SplitName, lane: Int, samplesDone: Int, of: Int, isStopping: Bool)
    case measured(Job, EvaluatedEvent)
    /// An analysis goes on: steps done, of how many; of 0 where that is not known yet.
    case analysing(Job, Analysis, lane: Int, done: Int, all: Int)
    /// An analysis goes on from a checkpoint.
    case analysisResumed(Job, Analysis, lane: Int, AnalysisProgress)
    /// As `checkpointed`, of an analysis.
    case analysisCheckpointed(Job, Analysis, lane: Int, AnalysisProgress, isStopping: Bool)
    case failed(FailedEvent)
    /// A job that failed in this run is begun once more.
    case retrying(Job, retry: Int, of: Int)
    /// A probe of a ν search has its answer.
    case probed(NuSearchUnit, Probe)
    case searched(NuSearchUnit, SearchOutcome)
    /// A job is worked on before its search asks for it. What is announced of it counts for nothing
    /// until it is `used`.
    case speculative(Job)
    /// A search asked for a speculative job; what it came to is announced after this, if not before.
    case used(Job)
    /// A speculative job was thrown away.
    case unused(Job)
    /// A model file is not what it should be; the job is trained again.
    case damagedModel(Job, String)
    /// A checkpoint was written after this many epochs; because the job was asked to stop, or on the way, or before a
    /// failure that tells of it.
    case checkpointed(Job, lane: Int, epoch: Int, isStopping: Bool)
    /// A checkpoint cannot be used, or could not be written; the job goes on without.
    case checkpointProblem(Job, String)
    /// The journal or a model could not be written: the run is stopping.
    case stopping(String)
}
