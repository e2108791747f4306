/// What `sweep verify` found of one thing.
public struct VerificationLine: Sendable, Equatable {
    /// How it was found.
    public enum State: Sendable, Equatable {
        /// As it should be.
        case right
        /// Not what was written or computed, or gone, or not to be had although it was asked for.
        case wrong
        /// Not looked at; the summary says why.
        case unchecked
    }

    /// `models`, `tables`, …
    public var subject: String
    /// As found; `wrong` makes the whole verification fail.
    public var state: State
    /// What was compared with what, and how much of it.
    public var summary: String
    /// One line for each thing that is wrong, or that a reader should know.
    public var details: [String]

    /// - Parameters:
    ///   - subject: in one word, `models`.
    ///   - details: one line each, shown as they are.
    public init(_ subject: String, _ state: State, _ summary: String, details: [String] = []) {
        self.subject = subject
        self.state = state
        self.summary = summary
        self.details = details
    }

    /// Right where there are no problems.
    init(_ subject: String, _ summary: String, problems: [String], notes: [String] = []) {
        self.init(subject, problems.isEmpty ? .right : .wrong, summary, details: Self.few(problems) + Self.few(notes))
    }

    /// Of thousands nobody reads more than a few.
    private static func few(_ lines: [String]) -> [String] {
        lines.count <= most ? lines : lines.prefix(most) + ["… and \(lines.count - most) more"]
    }

    static let most = 20
}
