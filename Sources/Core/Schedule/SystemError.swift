import Foundation

/// The operating system's own words for an error number.
public enum SystemError {
    /// For people: `Permission denied`.
    public static func text(_ code: Int32) -> String {
        guard let words = strerror(code) else { return "error \(code)" }
        return String(cString: words)
    }
}
