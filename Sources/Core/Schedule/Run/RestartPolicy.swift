/// Whether a run that crashed is started again. Pure: the supervisor does as it says.
public struct RestartPolicy: Sendable {
    public enum Decision: Sendable, Equatable {
        case startAgain
        /// So many crashes in a row with nothing finished or failed between them.
        case noProgress(crashes: Int)
    }

    /// Crashes in a row without progress after which it is given up.
    static let patience = 3

    private var crashes = 0
    private var results: Int?

    public init() {}

    /// - Parameter aftermath: what the crash left.
    public mutating func crashed(_ aftermath: RunAftermath) -> Decision {
        crashes = aftermath.results == results ? crashes + 1 : 1
        results = aftermath.results
        return crashes < Self.patience ? .startAgain : .noProgress(crashes: crashes)
    }
}
