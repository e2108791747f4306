import Core
import Foundation

/// What a results folder's sweep file says otherwise.
enum SpecDifference {
    /// One line per key that differs; empty where the file is not there or says the same.
    static func lines(from old: URL, to new: String) -> [String] {
        guard let earlier = try? String(contentsOf: old, encoding: .utf8) else { return [] }
        let before = earlier.split(separator: "\n").map(String.init)
        let after = new.split(separator: "\n").map(String.init)
        let gone = before.filter { !after.contains($0) && !$0.hasPrefix("#") }.map { "  - \($0)" }
        let come = after.filter { !before.contains($0) && !$0.hasPrefix("#") }.map { "  + \($0)" }
        return gone + come
    }
}
