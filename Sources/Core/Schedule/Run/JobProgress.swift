/// How far a job was known to be, from its reports.
public struct JobProgress: Sendable, Hashable {
    /// `training`, `measuring test`.
    public var stage = "training"
    /// The last epoch that was reported; 0 before the first.
    public var epoch = 0

    /// In training, before the first epoch.
    public init() {}

    /// "since epoch 5", "since it began", "while measuring test".
    public var words: String {
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
        default: break
        }
    }
}
