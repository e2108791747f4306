import Foundation

/// Where the limits of this process's cgroups are written, of version 1 and version 2 alike.
enum Cgroup {
    struct Folder: Hashable, Sendable {
        /// As the process sees it, without `root`.
        var path: String
        var isVersion2: Bool
    }

    /// The folders of the process's groups and of all groups above them that can be seen here. Empty on
    /// systems without cgroups.
    ///
    /// - Parameters:
    ///   - controller: version 1 has a hierarchy for each: `cpu`, `memory`.
    ///   - root: stands before every absolute path that is read; for tests.
    static func folders(controller: String, root: String) -> [Folder] {
        guard let groups = text(root + "/proc/self/cgroup"), let mounts = text(root + "/proc/self/mountinfo")
        else { return [] }
        let memberships = groups.split(separator: "\n").compactMap { CgroupMembership(String($0), controller) }
        return mounts.split(separator: "\n").compactMap { CgroupMount(String($0), controller) }.flatMap { mount in
            memberships.first { $0.isVersion2 == mount.isVersion2 }.map { membership in
                mount.folders(of: membership.path).map { Folder(path: $0, isVersion2: mount.isVersion2) }
            } ?? []
        }
    }

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The number that a file holds; nil for `max` and whatever else is no number.
    static func number(_ path: String) -> Int? {
        text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}

/// A line of /proc/self/cgroup: `0::/user.slice` (version 2) or `4:cpu,cpuacct:/docker/1234` (version 1).
private struct CgroupMembership {
    var isVersion2: Bool
    var path: String

    init?(_ line: String, _ controller: String) {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        isVersion2 = parts[0] == "0" && parts[1].isEmpty
        guard isVersion2 || parts[1].split(separator: ",").contains(Substring(controller)) else { return nil }
        path = String(parts[2])
    }
}

/// Where a cgroup hierarchy is mounted, from /proc/self/mountinfo.
private struct CgroupMount {
    var isVersion2: Bool
    /// The group that is seen at the mount point; in a container often not the hierarchy's root.
    var root: String
    var point: String

    init?(_ line: String, _ controller: String) {
        let halves = line.components(separatedBy: " - ")
        guard halves.count == 2 else { return nil }
        let mount = halves[0].split(separator: " ")
        let system = halves[1].split(separator: " ")
        guard mount.count >= 5, system.count >= 3 else { return nil }
        isVersion2 = system[0] == "cgroup2"
        guard isVersion2 || (system[0] == "cgroup" && system[2].split(separator: ",").contains(Substring(controller)))
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
