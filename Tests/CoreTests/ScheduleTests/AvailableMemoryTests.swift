import Testing

@testable import Core

@Suite struct AvailableMemoryTests {
    private let folder: OwnedFolder

    init() throws { folder = try OwnedFolder() }

    private static let version2 = "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
    private static let version1 = "32 31 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"

    private func machine(_ cgroup: String, _ mounts: String, _ files: [String: String]) throws -> AvailableMemory? {
        try folder.write(cgroup, to: "proc/self/cgroup")
        try folder.write(mounts, to: "proc/self/mountinfo")
        try folder.write(
            "MemTotal:       16000 kB\nMemFree:  10 kB\nMemAvailable:    9000 kB\n", to: "proc/meminfo")
        for (name, text) in files { try folder.write(text, to: name) }
        return .read(root: folder.path)
    }

    @Test func withoutLimitsTheMachineCounts() throws {
        #expect(
            try machine("0::/\n", Self.version2, ["sys/fs/cgroup/memory.max": "max\n"])
                == AvailableMemory(bytes: 9000 * 1024, source: "/proc/meminfo"))
    }

    @Test func theTightestGroupCountsWithoutItsIdleCache() throws {
        let found = try machine(
            "0::/a/b\n", Self.version2,
            [
                "sys/fs/cgroup/a/memory.max": "5000000\n", "sys/fs/cgroup/a/memory.current": "4000000\n",
                "sys/fs/cgroup/a/memory.stat": "anon 1\ninactive_file 2500000\n",
                "sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/b/memory.high": "9000000\n",
                "sys/fs/cgroup/a/b/memory.current": "100\n",
            ])
        #expect(found == AvailableMemory(bytes: 3_500_000, source: "/sys/fs/cgroup/a/memory.max"))
    }

    @Test func version1() throws {
        let files = [
            "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "2000000\n",
            "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "500000\n",
            "sys/fs/cgroup/memory/job/memory.stat": "inactive_file 7\ntotal_inactive_file 100000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "500000\n",
        ]
        #expect(
            try machine("4:memory:/job\n", Self.version1, files)
                == AvailableMemory(bytes: 1_600_000, source: "/sys/fs/cgroup/memory/job/memory.limit_in_bytes"))
    }

    @Test func aGroupBeyondItsLimitHasNothing() throws {
        let found = try machine(
            "0::/\n", Self.version2, ["sys/fs/cgroup/memory.max": "5\n", "sys/fs/cgroup/memory.current": "900\n"])
        #expect(found?.bytes == 0)
    }

    @Test(arguments: ["", "x", "-1", "99999999999999999999999"]) func nonsenseIsNoLimit(_ text: String) throws {
        let found = try machine(
            "0::/\n", Self.version2, ["sys/fs/cgroup/memory.max": text, "sys/fs/cgroup/memory.current": "900\n"])
        #expect(found?.source == "/proc/meminfo")
    }

    @Test func aSystemThatDoesNotTell() { #expect(AvailableMemory.read(root: folder.path) == nil) }

    @Test func environment() throws {
        func chosen(_ text: String) throws -> AvailableMemory? {
            try .chosen(environment: ["SWEEP_MEMORY": text])
        }
        #expect(try chosen("off") == nil)
        #expect(try chosen("500M") == AvailableMemory(bytes: 500_000_000, source: "SWEEP_MEMORY=500M"))
        #expect(try chosen("2g")?.bytes == 2_000_000_000)
        for text in ["12", "G", "-1G", "1.5G", "99999999999T", "x"] {
            #expect(throws: AvailableMemoryError.size(text), "\(text)") { try chosen(text) }
        }
        #expect(
            AvailableMemoryError.size("x").description
                == "SWEEP_MEMORY=x: expected a size such as 500M or 64G, or off")
    }
}
