import Foundation

/// A journal file that no other process has: a requeued task may begin while the node that it was on is merely cut off
/// from the others, and still writes.
public enum JournalClaim {
    /// Makes the first `<prefix><number>.jsonl` that is not there, numbers with zeros in front so that names are in the
    /// order of time. With O_EXCL, which network file systems keep where locks are another matter.
    /// - Returns: its name without extension, for `JournalWriter`.
    /// - Throws: `JournalError`.
    public static func next(folder: String, prefix: String = "") throws(JournalError) -> String {
        for number in 0 ..< 1_000_000 {
            let digits = "\(number)"
            let name = prefix + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            let path = "\(folder)/\(name).jsonl"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if descriptor >= 0 {
                close(descriptor)
                return name
            }
            if errno != EEXIST, errno != EINTR { throw .system(path: path, step: "make", reason: SystemError.text(errno)) }
        }
        throw .system(path: folder, step: "make a journal", reason: "a million are there")
    }
}
