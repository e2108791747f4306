/// How far a job was known to be, from its reports.
public struct JobProgress: Sendable, Hashable {
    /// `training`, `measuring test`, or an analysis's name, as `FailedEvent` has it.
    public var stage = "training"
    /// The last epoch that was reported; 0 before the first.
    public var epoch = 0

    /// In training, before the first epoch.
    public init() {}

    /// "since epoch 5", "since it began", "while measuring test", "while at latent".
    public var words: String {
        if Analysis(rawValue: stage) != nil { return "while at \(stage)" }
        if stage != "training" { return "while \(stage)" }
        return epoch > 0 ? "since epoch \(epoch)" : "since it began"
    }

    /// The epoch that was under way, where training was.
    public var epochUnderWay: Int? { stage == "training" ? epoch + 1 : nil }

    mutating func note(_ event: RunEvent) {
        switch event {
        case .epochDone(_, _, let report, _): epoch = report.epoch
        case .measuringStarted(_, let split, _, _), .measuring(_, let split, _, _):
            stage = "measuring \(split.rawValue)"
        // What was measured before is none the worse for what fails here.
        case .analysing(_, let analysis, _, _, _), .analysisResumed(_, let analysis, _, _): stage = analysis.rawValue
        default: break
        }
    }
}
