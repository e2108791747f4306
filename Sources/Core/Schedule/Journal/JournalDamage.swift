/// A place in a journal that was passed over.
public struct JournalDamage: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the line.
    public enum What: Hashable, Sendable {
        /// The file ends in the midst of a line: a crash or a power loss while it was written.
        case tornTail
        /// Not of the form "checksum, space, JSON": for instance the rest of a torn line, on which
        /// a later run went on.
        case malformed
        /// Hexadecimal, as they would stand in the line.
        case checksum(expected: String, found: String)
        /// Whole, but not an event that this version of the program knows.
        case undecodable(reason: String)
        /// The end of line was damaged; the events on both sides of it are whole and were read.
        case lineBreak
    }

    /// Path of the journal file.
    public var file: String
    /// Counted from 1.
    public var line: Int
    /// Where the line begins, in bytes from the start of the file.
    public var offset: Int
    /// What is wrong there.
    public var what: What

    /// - Parameters:
    ///   - line: counted from 1.
    ///   - offset: of the line, in bytes from the start of the file.
    public init(file: String, line: Int, offset: Int, what: What) {
        self.file = file
        self.line = line
        self.offset = offset
        self.what = what
    }

    /// One line for people: file, line and byte, what is wrong, and what became of it.
    public var description: String {
        let text =
            switch what {
            case .tornTail: "the last line is incomplete (the run was killed while it wrote); passed over"
            case .malformed: "not a journal line (torn or damaged); passed over"
            case .checksum(let expected, let found):
                "checksum mismatch (the line says \(expected), its content has \(found)); passed over"
            case .undecodable(let reason): "not an event this version knows (\(reason)); passed over"
            case .lineBreak: "damaged end of line; the events beside it are whole and were read"
            }
        return "\(file):\(line) (byte \(offset)): \(text)"
    }
}
