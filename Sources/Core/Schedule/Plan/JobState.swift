/// Whether and why a job would run.
public enum JobState: UInt8, Sendable, CaseIterable, Codable {
    case done
    /// The journal knows nothing of it.
    case new
    /// Its last attempt failed.
    case failedBefore
    /// A lane had begun with it when the process ended.
    case interrupted
    /// It was trained, and its model file is not there any more.
    case modelGone
    /// Trained, but not all of it measured.
    case notMeasured

    /// For people, and for the columns of tables.
    public var text: String {
        switch self {
        case .done: "done"
        case .new: "new"
        case .failedBefore: "failed before"
        case .interrupted: "interrupted"
        case .modelGone: "model gone"
        case .notMeasured: "not measured"
        }
    }
}
