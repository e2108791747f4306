import Foundation
import Testing

@testable import Core

/// Shards at work, which no lock of the folder tells of.
@Suite struct RunningShardTests {
    private let example: ProgressExample

    init() throws { example = try ProgressExample() }

    @Test func `a shard that works is seen, one that ended or was killed is not`() throws {
        let owned = try OwnedFolder()
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
        func found(host: String? = nil, later seconds: Double = 0, isAlive: Bool = true) -> [String] {
            let host = host ?? HostName.current
            return RunningShard.found(folder, host: host, now: .now + seconds) { _ in isAlive }.map { "\($0.number)" }
        }
        #expect(found().isEmpty && !folder.isWorkedIn)
        var status = RunStatus(
            sweep: "s", program: "sweep 1", supervisor: nil, command: "sweep run a", progress: example.progress(lanes: 1))
        for (index, tag) in [(1, nil), (2, nil), (1, "abc")] {
            let number = try #require(ShardNumber(index, of: 2))
            let seen = folder.seen(by: ShardPlace(tag: tag, number))
            try FileManager.default.createDirectory(at: seen.journal, withIntermediateDirectories: true)
            if tag != nil { status.end(status.progress, seconds: 1, exitStatus: 0) }
            try status.write(to: seen.status)
        }
        #expect(found() == ["1/2", "2/2"] && folder.isWorkedIn)
        // Killed here; and somewhere else.
        #expect(found(isAlive: false).isEmpty)
        #expect(found(host: "elsewhere", isAlive: false) == ["1/2", "2/2"])
        #expect(found(host: "elsewhere", later: RunningShard.trust + 5).isEmpty)
        // The number of its process was given again.
        #expect(found(later: RunningShard.trust + 5).isEmpty)
    }

    @Test func `a shard whose supervisor waits before it tries again is at work`() throws {
        let owned = try OwnedFolder()
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
        let seen = folder.seen(by: ShardPlace(tag: nil, try #require(ShardNumber(1, of: 2))))
        try FileManager.default.createDirectory(at: seen.journal, withIntermediateDirectories: true)
        var status = RunStatus(
            sweep: "s", program: "sweep 1", supervisor: nil, command: "sweep run a", progress: example.progress(lanes: 1))
        status.wait(seconds: 300)
        try status.write(to: seen.status)
        func found(later seconds: Double) -> Int {
            RunningShard.found(folder, host: HostName.current, now: .now + seconds) { _ in true }.count
        }
        #expect(found(later: 0) == 1 && found(later: 300) == 1 && found(later: 300 + RunningShard.trust + 5) == 0)
    }
}
