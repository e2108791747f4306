import Foundation
import Synchronization
import Testing

@testable import Core

/// Lanes that go on in another thread when their work does not come back.
@Suite struct ReplacedLaneTests {
    /// Lanes whose first items do not come back until they are told to.
    private final class Bench: Sendable {
        let scheduler: Scheduler
        private let began = DispatchSemaphore(value: 0)
        private let release = DispatchSemaphore(value: 0)
        /// Which item is with which lane, by token.
        private let lanes = Mutex<[Int: Int]>([:])

        init(lanes: Int) { scheduler = Scheduler(LanePlan.unpinned(lanes), binder: nil) }

        /// Hands out an item that hangs, and waits until it does.
        func hang(token: Int) {
            var item = WorkItem(id: "hung", priority: 1) { [self] lane in
                lanes.withLock { $0[token] = lane.index }
                began.signal()
                release.wait()
            }
            item.token = token
            scheduler.submit(item)
            scheduler.start()
            began.wait()
        }

        func giveUp(_ token: Int, _ rule: ReplacementRule) -> Scheduler.GivenUp? {
            scheduler.giveUp(lane: lanes.withLock { $0[token] } ?? -1, token: token, replacing: rule)
        }

        func wake() { release.signal() }
    }

    @Test(arguments: [1, 3]) func `with every lane hung, work goes on`(_ lanes: Int) {
        let bench = Bench(lanes: lanes)
        let rule = ReplacementRule(lanes: lanes)
        for token in 1 ... lanes { bench.hang(token: token) }
        for token in 1 ... lanes {
            #expect(bench.giveUp(token, rule) == .init(isReplaced: true, behind: token))
            // It is with the lane no more.
            #expect(bench.giveUp(token, rule) == nil)
        }
        let done = Mutex<[Int]>([])
        bench.scheduler.run(
            (0 ..< 40).map { number in WorkItem(id: "\(number)") { lane in done.withLock { $0.append(lane.index) } } })
        #expect(done.withLock { $0.count } == 40)
        #expect(done.withLock { Set($0).isSubset(of: 0 ..< lanes) })
        #expect(bench.scheduler.lostCount == 0 && bench.scheduler.behindCount == lanes)
        for _ in 0 ..< lanes { bench.wake() }
        while bench.scheduler.behindCount > 0 { usleep(500) }
    }

    @Test func `a thread that wakes ends, and takes no work from its lane's successor`() {
        let bench = Bench(lanes: 1)
        bench.hang(token: 1)
        #expect(bench.giveUp(1, ReplacementRule(lanes: 1))?.isReplaced == true)
        bench.wake()
        while bench.scheduler.behindCount > 0 { usleep(500) }
        #expect(bench.scheduler.runningCount == 0 && bench.scheduler.idleLanes <= 1)
        let busy = Mutex(0)
        let most = Mutex(0)
        bench.scheduler.run(
            (0 ..< 20).map { number in
                WorkItem(id: "\(number)") { _ in
                    let now = busy.withLock {
                        $0 += 1
                        return $0
                    }
                    most.withLock { $0 = max($0, now) }
                    usleep(500)
                    busy.withLock { $0 -= 1 }
                }
            })
        // One lane is one thread.
        #expect(most.withLock { $0 } == 1)
        #expect(bench.scheduler.behindCount == 0 && bench.scheduler.lostCount == 0)
    }

    @Test func `so many stay behind, then lanes are lost`() {
        let bench = Bench(lanes: 1)
        let rule = ReplacementRule(lanes: 1)
        #expect(rule.most == 4)
        for token in 1 ... 4 {
            bench.hang(token: token)
            #expect(bench.giveUp(token, rule) == .init(isReplaced: true, behind: token))
        }
        bench.hang(token: 5)
        #expect(bench.giveUp(5, rule) == .init(isReplaced: false, behind: 5))
        #expect(bench.scheduler.lostCount == 1)
        // With the last lane nothing more is taken.
        #expect(!bench.scheduler.submit(WorkItem(id: "late") { _ in }))
        bench.scheduler.stopWhenIdle()
        for _ in 0 ..< 5 { bench.wake() }
    }

    @Test func `a hung job keeps its memory, and a lost lane's is free`() {
        let rule = ReplacementRule(lanes: 2, spareJobs: 1)
        #expect(rule.most == 1)
        #expect(rule.allows(behind: 1, lost: 0))
        #expect(!rule.allows(behind: 2, lost: 0))
        // One lane is lost: the other may be replaced once more.
        #expect(rule.allows(behind: 2, lost: 1))
        #expect(!rule.allows(behind: 3, lost: 1))
        #expect(!ReplacementRule.never.allows(behind: 1, lost: 0))
        #expect(!ReplacementRule(lanes: 2, spareJobs: 100).allows(behind: 9, lost: 1))
        #expect(ReplacementRule(lanes: 2, spareJobs: 100).most == 8)
    }

    @Test func `room for hung jobs is what lanes leave of the memory`() throws {
        var spec = SweepSpec(name: "x", groups: ["R4"].compactMap(GroupName.init), methods: [.DA])
        spec.data.source = .strokes
        let plan = MemoryPlan(spec, demands: [.init(label: "R4 DA", lane: 100)], ink: [:], images: 0)
        func most(_ bytes: Int) -> Int {
            plan.replacements(on: .unpinned(3), in: AvailableMemory(bytes: bytes, source: "")).most
        }
        #expect([300, 399, 400, 1500, 100_000].map(most) == [0, 0, 1, 12, 12])
        #expect(plan.replacements(on: .unpinned(3), in: nil).most == 12)
    }
}
