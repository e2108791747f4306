import Synchronization
import Testing

@testable import Core

@Suite struct VirtualSchedulerTests {
    private func item(_ id: String, priority: Int = 0, cost: Double = 1) -> WorkItem {
        WorkItem(id: id, priority: priority, cost: cost) { _ in }
    }

    @Test func priorityThenLongestThenFirstCome() {
        let scheduler = VirtualScheduler(lanes: 1)
        scheduler.submit([
            item("a", cost: 1), item("b", cost: 5), item("c", cost: 1), item("d", priority: -1, cost: 100),
            item("e", priority: 2, cost: 0.5), item("f", cost: 5), item("g", cost: .nan),
        ])
        #expect(scheduler.run().map(\.id) == ["e", "b", "f", "a", "c", "g", "d"])
    }

    @Test func longestFirstFillsTheLanes() {
        let scheduler = VirtualScheduler(lanes: 2)
        scheduler.submit([1.0, 1, 1, 1, 4].map { item("\($0)", cost: $0) })
        let course = scheduler.run()
        #expect(course.map(\.end).max() == 4)
        #expect(course.first { $0.id == "4.0" }?.start == 0)
        #expect(course.filter { $0.lane == 1 }.map(\.start) == [0, 1, 2, 3])
    }

    @Test func workFollowsWork() {
        let scheduler = VirtualScheduler(lanes: 2)
        scheduler.submit(
            WorkItem(id: "probe", cost: 2) { [unowned scheduler] _ in
                scheduler.submit([
                    WorkItem(id: "next", priority: 1, cost: 1) { _ in }, WorkItem(id: "idle", cost: 9) { _ in },
                ])
            })
        #expect(
            scheduler.run() == [
                .init(id: "probe", lane: 0, start: 0, end: 2), .init(id: "next", lane: 0, start: 2, end: 3),
                .init(id: "idle", lane: 1, start: 2, end: 11),
            ])
    }

    @Test func cancellingTakesBackOnlyWhatFitsAndHasNotBegun() {
        let scheduler = VirtualScheduler(lanes: 1)
        let removed = Mutex<[String]>([])
        scheduler.submit([
            WorkItem(id: "first", priority: 9, cost: 1) { [unowned scheduler] _ in
                let ids = scheduler.cancelWaiting { $0.priority < 0 }.map(\.id)
                removed.withLock { $0 = ids }
            },
            item("speculative short", priority: -1, cost: 1), item("kept"), item("speculative long", priority: -1, cost: 2),
        ])
        #expect(scheduler.run().map(\.id) == ["first", "kept"])
        #expect(removed.withLock { $0 } == ["speculative long", "speculative short"])
    }

    @Test func aThousandLanes() {
        let scheduler = VirtualScheduler(lanes: 1024)
        scheduler.submit((0 ..< 10_240).map { item("\($0)", cost: 1) })
        let course = scheduler.run()
        #expect(course.count == 10_240)
        #expect(course.map(\.end).max() == 10)
    }
}
