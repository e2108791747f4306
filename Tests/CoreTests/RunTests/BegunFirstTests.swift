import Foundation
import Synchronization
import Testing

@testable import Core

/// What an earlier run began goes on before anything new begins.
@Suite struct BegunFirstTests {
    /// Keeps what is submitted, and does none of it.
    private final class Pool: WorkPool {
        private let state = Mutex<[WorkItem]>([])

        var items: [WorkItem] { state.withLock { $0 } }

        func submit(_ items: [WorkItem]) -> Bool {
            state.withLock { $0 += items }
            return true
        }

        func cancelWaiting(where fits: (WorkItem) -> Bool) -> [WorkItem] { [] }
    }

    /// Ids of what is submitted at the start, in the order in which lanes would take it.
    private func ids(_ sweep: FakeSweep, _ checkpoints: FoundCheckpoints) throws -> [String] {
        let folder = try OwnedFolder()
        defer { withExtendedLifetime(folder) {} }
        let journal = try JournalWriter(folder: folder.path + "/journal", shard: "main")
        let pool = Pool()
        let runner = SweepRunner(
            plan: sweep.plan, known: KnownResults(events: [], hasModel: { _ in true }),
            executor: FakeSweep.Executor(sweep: sweep), pool: pool, journal: journal, checkpoints: checkpoints,
            notify: { _ in }, stopping: {})
        runner.start()
        try journal.close()
        return pool.items.enumerated().sorted {
            ($1.element.priority, $1.element.cost, $0.offset) < ($0.element.priority, $0.element.cost, $1.offset)
        }.map(\.element.id)
    }

    /// The same by labels; `search` for a job of a search.
    private func order(_ sweep: FakeSweep, _ checkpoints: FoundCheckpoints) throws -> [String] {
        var labels: [String: String] = [:]
        for job in sweep.plan.jobs { labels[job.id] = job.label }
        return try ids(sweep, checkpoints).map { labels[$0] ?? "search" }
    }

    @Test func `interrupted jobs go before longer ones that are new`() throws {
        var sweep = FakeSweep.search(groups: ["R4"], methods: [.WT, .DA], seeds: 2) { _ in 0.5 }
        sweep.trainSeconds = { $0.method == .DA ? 100 : 50 }
        #expect(try order(sweep, [:]) == ["R4 DA seed 0", "R4 DA seed 1", "R4 WT seed 0", "R4 WT seed 1"])
        let job = try #require(sweep.plan.jobs.first { $0.label == "R4 WT seed 1" })
        let begun: FoundCheckpoints = [job.id: 7]
        #expect(try order(sweep, begun) == ["R4 WT seed 1", "R4 DA seed 0", "R4 DA seed 1", "R4 WT seed 0"])
    }

    @Test func `they go before what a search waits for, and that before all else`() throws {
        var sweep = FakeSweep.search(groups: ["R4"], seeds: 1) { _ in 0.5 }
        sweep.trainSeconds = { $0.method == .DA ? 61 : 60 }
        #expect(try order(sweep, [:]) == ["search", "R4 DA seed 0", "R4 WT seed 0"])
        let job = try #require(sweep.plan.jobs.first { $0.method == .WT })
        #expect(try order(sweep, [job.id: 7]) == ["R4 WT seed 0", "search", "R4 DA seed 0"])
    }

    @Test func `of a search's probe the seeds that were begun go first`() throws {
        let sweep = FakeSweep.search(groups: ["R4"], methods: [.IR], seeds: 3) { _ in 0.5 }
        let before = try ids(sweep, [:])
        try #require(before.count == 3)
        let after = try ids(sweep, [before[2]: 7])
        #expect(after == [before[2], before[0], before[1]])
    }
}
