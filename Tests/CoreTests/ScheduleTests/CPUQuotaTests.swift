import Testing

@testable import Core

@Suite struct CPUQuotaTests {
    private let folder: OwnedFolder

    init() throws { folder = try OwnedFolder() }

    private func machine(cgroup: String, mounts: String, _ files: [String: String]) throws {
        try folder.write(cgroup, to: "proc/self/cgroup")
        try folder.write(mounts, to: "proc/self/mountinfo")
        for (name, text) in files { try folder.write(text, to: name) }
    }

    private static let version2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
    private static let version1 =
        "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
        + "34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset\n"

    @Test func version2() throws {
        try machine(
            cgroup: "0::/user/job\n", mounts: Self.version2, ["sys/fs/cgroup/user/job/cpu.max": "150000 100000\n"])
        #expect(
            CPUQuota.read(root: folder.path)
                == CPUQuota(cpus: 1.5, source: "/sys/fs/cgroup/user/job/cpu.max"))
    }

    @Test func theTightestOfAllGroupsAboveCounts() throws {
        try machine(
            cgroup: "0::/a/b/c\n", mounts: Self.version2,
            [
                "sys/fs/cgroup/a/cpu.max": "200000 100000\n", "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
                "sys/fs/cgroup/a/b/c/cpu.max": "400000 100000\n",
            ])
        #expect(CPUQuota.read(root: folder.path) == CPUQuota(cpus: 2, source: "/sys/fs/cgroup/a/cpu.max"))
    }

    @Test func version1() throws {
        try machine(
            cgroup: "5:cpuset:/x\n4:cpu,cpuacct:/job\n", mounts: Self.version1,
            [
                "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "50000\n",
                "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000\n",
            ])
        #expect(CPUQuota.read(root: folder.path)?.cpus == 0.5)
    }

    @Test func insideAContainerTheMountShowsOnlyItsOwnGroup() throws {
        try machine(
            cgroup: "4:cpu,cpuacct:/docker/12\n",
            mounts: "32 31 0:29 /docker/12 /sys/fs/my\\040groups rw - cgroup cgroup rw,cpu,cpuacct\n",
            [
                "sys/fs/my groups/cpu.cfs_quota_us": "300000\n", "sys/fs/my groups/cpu.cfs_period_us": "100000\n",
            ])
        #expect(CPUQuota.read(root: folder.path)?.cpus == 3)
    }

    @Test(arguments: [("-1\n", "100000\n"), ("0\n", "100000\n"), ("5\n", "0\n"), ("x", "y"), ("", "")])
    func noLimitAndNonsenseAreNoQuota(_ quota: String, _ period: String) throws {
        try machine(
            cgroup: "4:cpu,cpuacct:/\n0::/\nnonsense\n", mounts: Self.version1 + Self.version2 + "nonsense\n",
            [
                "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": quota, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": period,
                "sys/fs/cgroup/cpu.max": "max 100000\n",
            ])
        #expect(CPUQuota.read(root: folder.path) == nil)
    }

    @Test func aSystemWithoutCgroups() {
        #expect(CPUQuota.read(root: folder.path) == nil)
    }
}
