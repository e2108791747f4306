import Core
import Foundation

/// What a results folder's sweep file says otherwise.
enum SpecDifference {
    /// Why a folder's sweep file cannot be read; nil where it can, or is not there.
    static func damage(of old: URL) -> String? {
        guard FileManager.default.fileExists(atPath: old.path) else { return nil }
        do throws(SpecErrors) {
            _ = try SpecLoader.load(path: old.path)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// One line per key that differs, as `training.epochs: 10 there, 300 here`; empty where there is no
    /// file or it says the same.
    static func lines(from old: URL, to new: SweepSpec) -> [String] {
        guard FileManager.default.fileExists(atPath: old.path) else { return [] }
        let before: SweepSpec
        do throws(SpecErrors) {
            before = try SpecLoader.load(path: old.path).spec
        } catch {
            return ["  \(error)"]
        }
        let (there, here) = (values(before), values(new))
        // Limits decide no result.
        return Set(there.keys).union(here.keys).filter { !$0.hasPrefix("limits.") }.sorted().compactMap { key in
            let (a, b) = (there[key] ?? "nothing", here[key] ?? "nothing")
            return a == b ? nil : "  \(key): \(a) there, \(b) here"
        }
    }

    /// Around a key: `on` is quoted.
    private static let quotesAndSpace = CharacterSet(charactersIn: " \"")

    /// By dotted key, from the canonical text: two levels, one key per line.
    private static func values(_ spec: SweepSpec) -> [String: String] {
        var values: [String: String] = [:]
        var parent = ""
        for line in SpecWriter.yaml(spec).split(separator: "\n") {
            if line.hasPrefix("  - {name: "), let end = line.firstIndex(of: ",") {
                values["variants.\(line[..<end].dropFirst("  - {name: ".count))"] = String(line[end...].dropFirst(2))
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let key = parts.first?.trimmingCharacters(in: quotesAndSpace) else { continue }
            let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            if !line.hasPrefix(" ") { parent = key }
            if !value.isEmpty { values[line.hasPrefix(" ") ? "\(parent).\(key)" : key] = value }
        }
        return values
    }
}
