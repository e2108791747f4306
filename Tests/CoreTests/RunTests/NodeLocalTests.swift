import Foundation
import Synchronization
import Testing

@testable import Core

/// One copy of the data per NUMA node, on machines that are not here.
@Suite struct NodeLocalTests {
    private func lanes(_ synthetic: String, _ pin: LaneOptions.Pin = .core) throws -> LanePlan {
        let layout = try HwlocTopology(.synthetic(synthetic)).layout
        return try LanePlanner.plan(layout, allowed: layout.processors, options: LaneOptions(pin: pin))
    }

    private func executor(_ plan: LanePlan, data: PreparedData) -> JobExecutor {
        JobExecutor(
            data: data, groups: [:], kernels: .of(.portable), nodes: plan.nodes,
            model: { URL(fileURLWithPath: "/nowhere/\($0)") }, notify: { _ in }, shouldStop: { false })
    }

    @Test(arguments: [LaneOptions.Pin.core, .numa])
    func lanesOfOtherNodesHaveOtherImagesOfTheSameContent(_ pin: LaneOptions.Pin) throws {
        let plan = try lanes("pack:2 [numa] core:2 pu:2", pin)
        let data = try TinyData.prepared()
        let executor = executor(plan, data: data)
        let found = plan.lanes.map { executor.data(on: Lane($0)) }
        // Lanes 0 and 2 are on node 0, 1 and 3 on node 1.
        for split in [\PreparedData.train, \.test, \.validation] {
            let images = found.map { $0[keyPath: split].images }
            #expect(images[0] === images[2] && images[1] === images[3] && images[0] !== images[1])
            #expect(images.allSatisfy { $0 !== data[keyPath: split].images })
            for one in images {
                #expect(one.count == data[keyPath: split].count)
                for index in 0 ..< one.count { #expect(Array(one[index]) == Array(data[keyPath: split].images[index])) }
            }
            #expect(found.allSatisfy { $0[keyPath: split].labels == data[keyPath: split].labels })
        }
        #expect(found.allSatisfy { $0.normalisation == data.normalisation && $0.digest == data.digest })
    }

    @Test(arguments: [("pack:1 [numa] core:4 pu:1", LaneOptions.Pin.core), ("pack:2 [numa] core:2 pu:1", .none)])
    func onOneNodeAndUnboundLanesShareTheOriginal(_ synthetic: String, _ pin: LaneOptions.Pin) throws {
        let plan = try lanes(synthetic, pin)
        let data = try TinyData.prepared()
        let executor = executor(plan, data: data)
        for lane in plan.lanes { #expect(executor.data(on: Lane(lane)).train.images === data.train.images) }
    }

    @Test func inkIsListedOncePerGroupAndNode() throws {
        let data = try TinyData.prepared()
        let copies = NodeLocal(data, nodes: [0, 1]) { $0.copy() }
        let cache = InkCache(copies, kernels: .of(.portable))
        let (r4, f2) = (try TinyData.group("R4"), try TinyData.group("F2"))
        let first = cache.ink(under: r4, on: 0)
        let second = cache.ink(under: r4, on: 1)
        #expect(cache.ink(under: r4, on: 0).train === first.train)
        #expect(second.train !== first.train && second.validation !== first.validation)
        #expect(cache.ink(under: f2, on: 0).train !== first.train)
        #expect(first.train.images === copies.value(on: 0).train.images)
        #expect(second.train.images === copies.value(on: 1).train.images)
        #expect(cache.ink(under: r4, on: nil).train.images === data.train.images)
        #expect(first.train.isActive == second.train.isActive)
    }

    @Test func aCopyIsMadeOnceAndByWhoAsksFirst() async {
        let made = Mutex(0)
        let values = NodeLocal(7, nodes: [0, 1, 2]) { value in
            made.withLock { $0 += 1 }
            return value
        }
        await withTaskGroup(of: Void.self) { group in
            for index in 0 ..< 30 { group.addTask { #expect(values.value(on: index % 3) == 7) } }
        }
        #expect(made.withLock { $0 } == 3 && values.copies == 3)
        // A node that no lane was planned on.
        #expect(values.value(on: 9) == 7 && values.place(of: 9) == nil && made.withLock { $0 } == 3)
    }
}
