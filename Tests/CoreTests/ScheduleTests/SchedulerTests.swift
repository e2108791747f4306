import Synchronization
import Testing

@testable import Core

@Suite struct SchedulerTests {
    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test(arguments: [1, 2, 5])
    func everyItemRunsExactlyOnce(_ lanes: Int) {
        let scheduler = Scheduler(LanePlan.unpinned(lanes), binder: nil)
        let runs = Mutex([Int](repeating: 0, count: 3000))
        scheduler.run(
            (0 ..< 1000).map { index in
                WorkItem(id: "\(index)", cost: Double(index % 7)) { lane in
                    #expect((0 ..< lanes).contains(lane.index))
                    runs.withLock { $0[index] += 1 }
                    // Work that comes from work.
                    for follower in [index + 1000, index + 2000] {
                        scheduler.submit(WorkItem(id: "\(follower)") { _ in runs.withLock { $0[follower] += 1 } })
                    }
                }
            })
        #expect(runs.withLock { $0 } == [Int](repeating: 1, count: 3000))
        #expect(scheduler.waitingCount == 0 && scheduler.runningCount == 0)
        #expect(!scheduler.submit(WorkItem(id: "late") { _ in Issue.record("ran after the end") }))
    }

    @Test func itemsRunOnThreadsBoundAsPlanned() throws {
        let topology = try HwlocTopology()
        let plan = try LanePlanner.plan(topology.layout, allowed: topology.allowed)
        let binder = Binder(topology)
        let scheduler = Scheduler(plan, binder: binder)
        let seen = Mutex(Set<Int>())
        scheduler.run(
            (0 ..< 200).map { index in
                WorkItem(id: "\(index)") { lane in
                    seen.withLock { _ = $0.insert(lane.index) }
                    switch lane.binding {
                    case .bound(let found, let asked):
                        #expect(asked == lane.plan.processors && found == asked)
                        #expect(binder.currentThread() == asked)
                        #expect(lane.record == LaneRecord(lane: lane.index, processors: asked.description))
                    case .refused:
                        #expect(lane.record == LaneRecord(lane: lane.index, processors: "unbound"))
                    case .notAsked: Issue.record("the plan asks for binding")
                    }
                }
            })
        #expect(!seen.withLock { $0 }.isEmpty)
    }

    @Test func withoutPinningTheLaneIsUnbound() {
        let scheduler = Scheduler(LanePlan.unpinned(1), binder: nil)
        let record = Mutex<LaneRecord?>(nil)
        scheduler.run([WorkItem(id: "a") { lane in record.withLock { $0 = lane.record } }])
        #expect(record.withLock { $0 } == LaneRecord(lane: 0, processors: "unbound"))
    }

    @Test func oneLaneKeepsTheOrder() {
        let scheduler = Scheduler(LanePlan.unpinned(1), binder: nil)
        let log = Log()
        func item(_ id: String, _ priority: Int, _ cost: Double) -> WorkItem {
            WorkItem(id: id, priority: priority, cost: cost) { _ in log.add(id) }
        }
        scheduler.run([
            item("short", 0, 1), item("long", 0, 9), item("equal", 0, 1), item("speculative", -1, 99), item("urgent", 1, 0),
        ])
        #expect(log.all == ["urgent", "long", "short", "equal", "speculative"])
    }

    @Test func cancellingLeavesWhatRunsToFinish() {
        let scheduler = Scheduler(LanePlan.unpinned(1), binder: nil)
        let log = Log()
        scheduler.run([
            WorkItem(id: "running", priority: 1) { _ in
                log.add("cancelled " + scheduler.cancelWaitingAndRefuse().map(\.id).joined(separator: " "))
                log.add("accepted \(scheduler.submit(WorkItem(id: "more") { _ in log.add("more ran") }))")
            },
            WorkItem(id: "b", cost: 1) { _ in log.add("b ran") },
            WorkItem(id: "a", cost: 2) { _ in log.add("a ran") },
        ])
        #expect(log.all == ["cancelled a b", "accepted false"])
    }

    @Test func workCanBeGivenAgainAfterRest() {
        let scheduler = Scheduler(LanePlan.unpinned(2), binder: nil)
        let count = Mutex(0)
        for round in 1 ... 20 {
            scheduler.submit((0 ..< 10).map { WorkItem(id: "\($0)") { _ in count.withLock { $0 += 1 } } })
            scheduler.waitUntilIdle()
            #expect(count.withLock { $0 } == 10 * round)
        }
        scheduler.stopWhenIdle()
    }

    @Test func waitingForALimitedTimeTellsWhetherItIsDone() {
        let scheduler = Scheduler(LanePlan.unpinned(1), binder: nil)
        let gate = Monitor(false, conditions: 1)
        scheduler.submit(WorkItem(id: "waits") { _ in gate.wait(on: 0) { $0 ? () : nil } })
        #expect(!scheduler.waitUntilIdle(seconds: 0.001))
        #expect(scheduler.runningCount + scheduler.waitingCount == 1)
        gate.withLock { open in
            open = true
            gate.broadcast(0)
        }
        #expect(scheduler.waitUntilIdle(seconds: 600))
        scheduler.stopWhenIdle()
    }

    @Test func observersSeeBeginAndEnd() {
        struct Observer: WorkObserver {
            let log: Log
            func workStarted(_ item: WorkItem, on lane: Lane) { log.add("+\(item.id) \(lane.index)") }
            func workFinished(_ item: WorkItem, on lane: Lane, seconds: Double) {
                log.add("-\(item.id) \(seconds >= 0)")
            }
        }
        let log = Log()
        let scheduler = Scheduler(LanePlan.unpinned(1), binder: nil, observer: Observer(log: log))
        scheduler.run([WorkItem(id: "a", cost: 2) { _ in log.add("a") }, WorkItem(id: "b", cost: 1) { _ in log.add("b") }])
        #expect(log.all == ["+a 0", "a", "-a true", "+b 0", "b", "-b true"])
    }

    /// Whether the container lets 300 lanes have their threads. libdispatch waits for ever for one that is refused.
    private static let hasRoom = Cgroup.folders(controller: "pids", root: "").allSatisfy { folder in
        guard let most = Cgroup.number(folder.path + "/pids.max") else { return true }
        return most - (Cgroup.number(folder.path + "/pids.current") ?? 0) > 1000
    }

    /// In a process of its own: these lanes take nearly all threads of a pool of libdispatch, and other tests' lanes, which
    /// wait for each other too, might hold the last.
    @Test(.enabled(if: hasRoom, "the cgroup has no room for 300 threads (pids.max)"))
    func moreLanesThanProcessorsAllWork() async {
        await #expect(processExitsWith: .success) {
            // Each item waits for all others: only as many lanes as items can do that.
            let lanes = 300
            let scheduler = Scheduler(LanePlan.unpinned(lanes), binder: nil)
            let met = Monitor(0, conditions: 1)
            scheduler.run(
                (0 ..< lanes).map { index in
                    WorkItem(id: "\(index)") { _ in
                        met.withLock { count in
                            count += 1
                            met.broadcast(0)
                        }
                        met.wait(on: 0) { $0 == lanes ? () : nil }
                    }
                })
            #expect(met.withLock { $0 } == lanes)
        }
    }
}
