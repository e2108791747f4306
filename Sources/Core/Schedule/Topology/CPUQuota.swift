import Foundation

/// How much processor time the cgroups of this process allow, in processors: 1.5 means one and a
/// half processors' worth. More lanes than that would only be throttled in turn.
public struct CPUQuota: Hashable, Sendable {
    public var cpus: Double
    /// The file that says so.
    public var source: String

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
        guard let groups = text(root + "/proc/self/cgroup"), let mounts = text(root + "/proc/self/mountinfo")
        else { return nil }
        let memberships = groups.split(separator: "\n").compactMap { CgroupMembership(String($0)) }
        var tightest: CPUQuota?
        for mount in mounts.split(separator: "\n").compactMap({ CgroupMount(String($0)) }) {
            guard let path = memberships.first(where: { $0.isVersion2 == mount.isVersion2 })?.path else { continue }
            for folder in mount.folders(of: path) {
                guard let quota = quota(in: root + folder, isVersion2: mount.isVersion2) else { continue }
                let found = CPUQuota(cpus: quota.cpus, source: String(quota.source.dropFirst(root.count)))
                if tightest.map({ found.cpus < $0.cpus }) ?? true { tightest = found }
            }
        }
        return tightest
    }

    private static func quota(in folder: String, isVersion2: Bool) -> CPUQuota? {
        let source = folder + (isVersion2 ? "/cpu.max" : "/cpu.cfs_quota_us")
        guard var words = text(source)?.split(whereSeparator: \.isWhitespace).map(String.init) else { return nil }
        if !isVersion2 {
            guard let period = text(folder + "/cpu.cfs_period_us") else { return nil }
            words += period.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        // "max" (version 2) and -1 (version 1) mean no limit.
        guard words.count == 2, let time = Int(words[0]), let period = Int(words[1]), time > 0, period > 0
        else { return nil }
        return CPUQuota(cpus: Double(time) / Double(period), source: source)
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A line of /proc/self/cgroup that is about processor time: `0::/user.slice` (version 2) or
/// `4:cpu,cpuacct:/docker/1234` (version 1).
private struct CgroupMembership {
    var isVersion2: Bool
    var path: String

    init?(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        isVersion2 = parts[0] == "0" && parts[1].isEmpty
        guard isVersion2 || parts[1].split(separator: ",").contains("cpu") else { return nil }
        path = String(parts[2])
    }
}

/// Where a cgroup hierarchy is mounted, from /proc/self/mountinfo.
private struct CgroupMount {
    var isVersion2: Bool
    /// The group that is seen at the mount point; in a container often not the hierarchy's root.
    var root: String
    var point: String

    init?(_ line: String) {
        let halves = line.components(separatedBy: " - ")
        guard halves.count == 2 else { return nil }
        let mount = halves[0].split(separator: " ")
        let system = halves[1].split(separator: " ")
        guard mount.count >= 5, system.count >= 3 else { return nil }
        isVersion2 = system[0] == "cgroup2"
        guard isVersion2 || (system[0] == "cgroup" && system[2].split(separator: ",").contains("cpu"))
        else { return nil }
        root = Self.unescaped(mount[3])
        point = Self.unescaped(mount[4])
    }

    /// The group's folder and those of all groups above it that can be seen here.
    func folders(of path: String) -> [String] {
        var inside = path
        if root != "/" {
            inside = path == root ? "" : path.hasPrefix(root + "/") ? String(path.dropFirst(root.count)) : ""
        }
        var folders = [point]
        var folder = point
        for part in inside.split(separator: "/") where part != ".." {
            folder += "/" + part
            folders.append(folder)
        }
        return folders
    }

    /// The kernel writes space, tab, newline and backslash as octal `\040`.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
