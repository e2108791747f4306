/// Takes events for good: the journal, or a stand-in where nothing is to be written.
public protocol JournalSink: Sendable {
    /// - Throws: `JournalError` where the event is not kept.
    func append(_ event: JournalEvent) throws(JournalError)
}

extension JournalWriter: JournalSink {}

/// Keeps nothing: for runs on virtual time.
public struct NoJournal: JournalSink {
    /// Every event is taken and forgotten.
    public init() {}

    /// Does nothing, and never throws.
    public func append(_ event: JournalEvent) throws(JournalError) {}
}
