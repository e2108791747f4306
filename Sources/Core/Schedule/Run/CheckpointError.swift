/// Why a checkpoint cannot be used. Nothing is lost but time: what it is of starts from its beginning.
public enum CheckpointError: Error, Hashable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    /// The file does not begin as a checkpoint does.
    case head(file: String, found: String)
    /// SHA-256, hexadecimal.
    case changed(file: String, expected: String, found: String)
    /// Of another job, or of other numerics.
    case foreign(file: String, what: String, expected: String, found: String)
    /// Whole, but not a state that this training or measuring can go on from.
    case content(file: String, reason: String)

    /// Whether the file itself is no good. One that cannot be read at this moment may be whole.
    var isDamage: Bool {
        if case .unreadable = self { false } else { true }
    }

    /// One line: the file, and what is wrong with it.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .head(let file, let found):
            "\(file): expected a first line as 'sweep-checkpoint 1 job=… sha256=…', or with sweep-measuring or sweep-analysis, "
                + "found \(found)"
        case .changed(let file, let expected, let found):
            "\(file): damaged: expected SHA-256 \(expected), found \(found)"
        case .foreign(let file, let what, let expected, let found):
            "\(file): made by another \(what): expected \(expected), found \(found)"
        case .content(let file, let reason): "\(file): \(reason)"
        }
    }
}
