import Testing

@testable import Core

/// Lanes beside those of other sweeps, and lanes that have a whole node.
@Suite struct HeldCoresTests {
    private static let other = CoreHolder(pid: 123, work: "sweep nu_search", folder: "/results/nu")

    private func plan(
        _ synthetic: String, held: [Int] = [], quota: Double? = nil, _ options: LaneOptions = LaneOptions()
    ) throws -> LanePlan {
        let layout = try HwlocTopology(.synthetic(synthetic)).layout
        return try LanePlanner.plan(
            layout, allowed: layout.processors, quota: quota.map { CPUQuota(cpus: $0, source: "x") },
            held: Dictionary(uniqueKeysWithValues: held.map { ($0, Self.other) }), options: options)
    }

    private func processors(_ plan: LanePlan) -> [String] { plan.lanes.map { $0.processors?.description ?? "any" } }

    @Test func lanesGoToTheFreeCores() throws {
        let plan = try plan("pack:1 core:8 pu:2", held: [0, 1, 2, 3])
        #expect(processors(plan) == ["8", "10", "12", "14"])
        #expect(
            plan.notices.map(\.description) == [
                "cores 0-3 are used by process 123 (sweep nu_search, /results/nu); 4 lanes instead of 8"
            ])
    }

    @Test func fewerLanesThanFreeCoresOnlyMove() throws {
        let plan = try plan("pack:1 core:4 pu:1", held: [0], LaneOptions(lanes: 2))
        #expect(processors(plan) == ["1", "2"])
        #expect(plan.notices.map(\.description) == [
            "core 0 is used by process 123 (sweep nu_search, /results/nu); the lanes are on other cores"
        ])
    }

    @Test func siblingsDoNotStandInForHeldCores() throws {
        // Two of four cores are free; four lanes there would be two on each.
        #expect(processors(try plan("pack:1 core:4 pu:2", held: [0, 1], LaneOptions(lanes: 4))) == ["4", "6"])
        // Who asks for siblings gets them.
        #expect(
            processors(try plan("pack:1 core:4 pu:2", held: [0, 1], LaneOptions(lanes: 8))) == ["4", "6", "5", "7"])
    }

    @Test func namedProcessorsThatAreHeldAreLeftOut() throws {
        let plan = try plan("pack:1 core:4 pu:1", held: [1, 3], LaneOptions(cpus: ProcessorSet([0, 1, 2])))
        #expect(processors(plan) == ["0", "2"])
        // Core 3 is not among those named, and no concern.
        #expect(plan.notices == [
            .held([HeldCores(holder: Self.other, cores: ProcessorSet([1]))], lanes: 2, insteadOf: 3)
        ])
    }

    @Test func noFreeCoreIsAnErrorThatNamesWhoHasThem() throws {
        let groups = [HeldCores(holder: Self.other, cores: ProcessorSet([0, 1]))]
        #expect(throws: LanePlanError.allHeld(groups)) { try plan("core:2 pu:1", held: [0, 1]) }
        #expect(throws: LanePlanError.allHeld([HeldCores(holder: Self.other, cores: ProcessorSet([1]))])) {
            try plan("core:2 pu:1", held: [1], LaneOptions(cpus: ProcessorSet([1])))
        }
        #expect(
            LanePlanError.allHeld(groups).description
                == "All cores are in use: cores 0-1 are used by process 123 (sweep nu_search, /results/nu).")
    }

    @Test func withoutPinningNobodyIsInTheWay() throws {
        let plan = try plan("core:2 pu:1", held: [0, 1], LaneOptions(pin: .none))
        #expect(plan.lanes.count == 2 && plan.notices.isEmpty)
    }

    @Test func theQuotaCountsBeforeTheHeldCores() throws {
        let plan = try plan("core:4 pu:1", held: [0], quota: 2.5)
        #expect(processors(plan) == ["1", "2"])
        #expect(plan.notices.map(\.description) == [
            "the cgroup allows 2.5 CPUs (x): 2 lanes",
            "core 0 is used by process 123 (sweep nu_search, /results/nu); the lanes are on other cores",
        ])
    }

    @Test func slowCoresOnlyWhereNoFastOneIsFree() throws {
        let layout = MachineLayout(cores: (0 ..< 4).map {
            .init(index: $0, processors: [.init(logical: $0, os: $0)], efficiency: $0 < 2 ? 1 : 0)
        })
        func chosen(_ held: [Int]) throws -> [Int] {
            try LanePlanner.plan(
                layout, allowed: layout.processors,
                held: Dictionary(uniqueKeysWithValues: held.map { ($0, Self.other) })
            ).lanes.map(\.core.index)
        }
        #expect(try chosen([0]) == [1])
        #expect(try chosen([0, 1]) == [2, 3])
    }

    // MARK: - --pin numa

    @Test func eachLaneHasItsNodesProcessors() throws {
        let plan = try plan("pack:2 [numa] core:2 pu:2", LaneOptions(pin: .numa))
        #expect(processors(plan) == ["0-3", "4-7", "0-3", "4-7"])
        #expect(plan.lanes.map(\.node) == [0, 1, 0, 1])
        #expect(plan.nodes == [0, 1])
        #expect(plan.lanes[1].place == "processors 4-7, package 1, NUMA 1")
    }

    @Test func aNodesProcessorsEndWhereTheAllowedAndTheFreeEnd() throws {
        let named = LaneOptions(cpus: ProcessorSet([1, 2, 5]), pin: .numa)
        #expect(processors(try plan("pack:2 [numa] core:4 pu:1", named)) == ["1-2", "5", "1-2"])
        #expect(
            processors(try plan("pack:1 [numa] core:4 pu:1", held: [0], LaneOptions(pin: .numa)))
                == ["1-3", "1-3", "1-3"])
    }

    @Test func withoutPinningNoLaneHasANode() throws {
        let plan = try plan("pack:2 [numa] core:2 pu:2", LaneOptions(pin: .none))
        #expect(plan.nodes.isEmpty)
    }

    @Test func aNodeInWhichNothingIsAllowedHasNoLane() throws {
        let layout = try HwlocTopology(.synthetic("pack:2 [numa] core:2 pu:1")).layout
        let plan = try LanePlanner.plan(layout, allowed: ProcessorSet([0, 1]), options: LaneOptions(pin: .numa))
        #expect(plan.nodes == [0] && plan.lanes.count == 2)
    }
}
