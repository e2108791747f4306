/// Whether, and when, a run that crashed is started again. Pure: the supervisor does as it says.
public struct RestartPolicy: Sendable {
    /// What the supervisor is to do now.
    public enum Decision: Sendable, Equatable {
        case startAgain
        /// After so many seconds; which of how many further tries it is.
        case pause(seconds: Double, retry: Int, of: Int)
        /// Nothing had begun yet: whoever started it is there to see it, and nothing is lost.
        case neverBegan
        /// So many starts in a row came to nothing.
        case outOfPatience(tries: Int)
        /// So many crashes in a row with nothing finished or failed between them.
        case noProgress(crashes: Int)
    }

    /// Crashes in a row without progress after which it is given up.
    static let patience = 3

    private let pauses: GrowingPauses
    private var crashes = 0
    private var results: Int?
    /// Starts in a row that came to nothing.
    private var starts = 0
    /// Whether any process of this run got as far as to begin with jobs.
    public private(set) var hasBegun = false

    /// - Parameter pauses: between starts that came to nothing, and after the second and further kills from outside.
    public init(_ pauses: GrowingPauses = GrowingPauses()) {
        self.pauses = pauses
    }

    /// A process of the run has begun with its jobs.
    public mutating func began() {
        hasBegun = true
        starts = 0
    }

    /// A process did not get as far as to begin, or a crash could not be written down. Where work had begun before,
    /// that is tried for hours: memory that is short, a disk that is away, cores that others have come back by themselves.
    public mutating func didNotBegin() -> Decision {
        guard hasBegun else { return .neverBegan }
        starts += 1
        return tryAgain(starts)
    }

    /// - Parameters:
    ///   - aftermath: what the crash left.
    ///   - ending: of the process. SIGKILL is what a system does that is short of memory: it says nothing of the program,
    ///     and is waited out; the same trap three times in a row does.
    public mutating func crashed(_ aftermath: RunAftermath, _ ending: ChildEnding) -> Decision {
        crashes = aftermath.results == results ? crashes + 1 : 1
        results = aftermath.results
        guard ending.isFromOutside else { return crashes < Self.patience ? .startAgain : .noProgress(crashes: crashes) }
        return crashes == 1 ? .startAgain : tryAgain(crashes - 1)
    }

    private func tryAgain(_ retry: Int) -> Decision {
        guard let seconds = pauses.before(retry: retry) else { return .outOfPatience(tries: retry) }
        return .pause(seconds: seconds, retry: retry, of: pauses.seconds.count)
    }
}
