/// A whole process died: a trap, or the system killed it. Written by the one that watched it.
public struct CrashedEvent: Sendable, Codable, Equatable {
    /// The `Job.id`s that were running: one of them may be the cause.
    public var running: [String]
    /// `killed by signal 4 (Illegal instruction)` and the like.
    public var reason: String
    /// The process's last words on standard error; nil where there were none.
    public var detail: String?
    /// ISO 8601.
    public var date: String
    /// Which of the runs in the journal it ended, counted from 1 by their `.opened`. Crashes are in a
    /// file of their own; this is their place among what happened. Nil: after all of it.
    public var run: Int?

    /// - Parameter running: `Job.id`s.
    public init(running: [String], reason: String, detail: String? = nil, date: String, run: Int? = nil) {
        self.running = running
        self.reason = reason
        self.detail = detail
        self.date = date
        self.run = run
    }
}
