/// What happens while a sweep runs, for whoever shows it. Comes from the lanes' threads.
public enum RunEvent: Sendable {
    case trainingStarted(Job, lane: Int)
    case epochDone(Job, lane: Int, EpochReport, of: Int)
    case trained(TrainedEvent)
    case measuringStarted(Job, SplitName, lane: Int, samples: Int)
    case measuring(Job, SplitName, lane: Int, samplesDone: Int)
    case measured(Job, EvaluatedEvent)
    case failed(FailedEvent)
    /// A probe of a ν search has its answer.
    case probed(NuSearchUnit, Probe)
    case searched(NuSearchUnit, SearchOutcome)
    /// The journal could not be written: the run is stopping.
    case stopping(String)
}
