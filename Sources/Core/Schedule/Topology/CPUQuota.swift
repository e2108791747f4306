import Foundation

/// How much processor time this process is allowed, in processors: 1.5 means one and a
/// half processors' worth. More lanes than that would only be throttled in turn.
public struct CPUQuota: Hashable, Sendable {
    /// CPU time per wall time: 2.5 is two and a half processors.
    public var cpus: Double
    /// For people, where the number comes from: a cgroup's file, a variable of Slurm, `--quota`.
    public var source: String

    /// - Parameter source: for people, where the number comes from.
    public init(cpus: Double, source: String) {
        self.cpus = cpus
        self.source = source
    }

    /// The tightest quota of the process's cgroups and all groups above them, of version 2
    /// (`cpu.max`) and version 1 (`cpu.cfs_quota_us`) alike. Nil where nothing limits it, and on
    /// systems without cgroups.
    ///
    /// - Parameter root: stands before every absolute path that is read; for tests.
    public static func read(root: String = "") -> CPUQuota? {
        var tightest: CPUQuota?
        for folder in Cgroup.folders(controller: "cpu", root: root) {
            guard let found = quota(in: folder, root: root) else { continue }
            if tightest.map({ found.cpus < $0.cpus }) ?? true { tightest = found }
        }
        return tightest
    }

    private static func quota(in folder: Cgroup.Folder, root: String) -> CPUQuota? {
        let source = folder.path + (folder.isVersion2 ? "/cpu.max" : "/cpu.cfs_quota_us")
        guard var words = words(root + source) else { return nil }
        if !folder.isVersion2 {
            guard let period = self.words(root + folder.path + "/cpu.cfs_period_us") else { return nil }
            words += period
        }
        // "max" (version 2) and -1 (version 1) mean no limit.
        guard words.count == 2, let time = Int(words[0]), let period = Int(words[1]), time > 0, period > 0
        else { return nil }
        return CPUQuota(cpus: Double(time) / Double(period), source: source)
    }

    private static func words(_ path: String) -> [String]? {
        Cgroup.text(path)?.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
