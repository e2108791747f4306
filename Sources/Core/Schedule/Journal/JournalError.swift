/// Why the journal could not be written or read at all. Damage to single lines is no error
/// (`JournalDamage`).
public enum JournalError: Error, Hashable, CustomStringConvertible {
    /// `step` is what could not be done: "open", "write", "read", "flush to disk", "close", "make the folder"; `reason` the
    /// system's words.
    case system(path: String, step: String, reason: String)
    /// The event cannot be written as JSON.
    case encoding(path: String, reason: String)
    /// A shard's name would leave the journal's folder.
    case shardName(String)
    /// Written to after `close`.
    case closed(path: String)

    /// For people: the path, what could not be done and why.
    public var description: String {
        switch self {
        case .system(let path, let step, let reason):
            "\(path): could not \(step): \(reason). What was written before is safe; put this right and start "
                + "the same command again."
        case .encoding(let path, let reason):
            "\(path): an event could not be written as JSON: \(reason)."
        case .shardName(let name):
            "'\(name)' cannot be a journal's name; expected letters, digits, '-', '_' and '.', not a dot first."
        case .closed(let path):
            "\(path): the journal is closed."
        }
    }
}
