import Foundation

/// How much more memory this process may take before the machine, or a cgroup, runs out.
public struct AvailableMemory: Hashable, Sendable {
    /// What all jobs together may take.
    public var bytes: Int
    /// For people, where the number comes from: the file that says so, or `SWEEP_MEMORY=64G`.
    public var source: String

    /// - Parameter source: for people, where the number comes from.
    public init(bytes: Int, source: String) {
        self.bytes = bytes
        self.source = source
    }

    /// The least of what the machine has (`MemAvailable`) and what is left in the process's cgroups and
    /// all groups above them, of version 2 (`memory.max`, `memory.high`) and version 1
    /// (`memory.limit_in_bytes`). Swap is not counted: training that swaps does not end. Nil where the
    /// system does not tell (macOS).
    ///
    /// A group's use includes cached files. Those that were not used lately are given back before
    /// anything is refused, so they count as available, as `MemAvailable` counts them.
    ///
    /// - Parameter root: stands before every absolute path that is read; for tests.
    public static func read(root: String = "") -> AvailableMemory? {
        let groups = Cgroup.folders(controller: "memory", root: root).flatMap { left(in: $0, root: root) }
        return (machine(root: root) + groups).min { $0.bytes < $1.bytes }
    }

    private static func machine(root: String) -> [AvailableMemory] {
        let source = "/proc/meminfo"
        guard let kilobytes = field("MemAvailable:", of: root + source), kilobytes < 1 << 50 else { return [] }
        return [AvailableMemory(bytes: max(0, kilobytes) * 1024, source: source)]
    }

    private static func left(in folder: Cgroup.Folder, root: String) -> [AvailableMemory] {
        let (limits, usage, cached) =
            folder.isVersion2
            ? (["memory.max", "memory.high"], "memory.current", "inactive_file")
            : (["memory.limit_in_bytes"], "memory.usage_in_bytes", "total_inactive_file")
        let path = root + folder.path + "/"
        guard let used = Cgroup.number(path + usage) else { return [] }
        let idle = field(cached, of: path + "memory.stat") ?? 0
        return limits.compactMap { name in
            // Version 1 writes "no limit" as the largest multiple of a page.
            guard let limit = Cgroup.number(path + name), limit >= 0, limit < 1 << 60 else { return nil }
            return AvailableMemory(
                bytes: max(0, limit - max(0, used - max(0, idle))), source: folder.path + "/" + name)
        }
    }

    /// The number in the line that begins with a word.
    private static func field(_ name: String, of path: String) -> Int? {
        for line in Cgroup.text(path)?.split(separator: "\n") ?? [] {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.count >= 2, words[0] == name { return Int(words[1]) }
        }
        return nil
    }
}
