import Testing

@testable import Core

@Suite struct LanePlannerTests {
    private static func layout(_ synthetic: String) throws -> MachineLayout {
        try HwlocTopology(.synthetic(synthetic)).layout
    }

    private func processors(_ plan: LanePlan) -> [Int] { plan.lanes.flatMap { $0.processors?.numbers ?? [] } }

    @Test func oneLanePerCoreOnItsFirstSibling() throws {
        let layout = try Self.layout("pack:1 core:4 pu:2")
        let plan = try LanePlanner.plan(layout, allowed: layout.processors)
        #expect(processors(plan) == [0, 2, 4, 6])
        #expect(plan.lanes.map(\.index) == [0, 1, 2, 3])
        #expect(plan.notices.isEmpty)
    }

    @Test func theFirstLanesLieFarApart() throws {
        let layout = try Self.layout("pack:2 [numa] l3:2 core:4 pu:2")
        let plan = try LanePlanner.plan(layout, allowed: layout.processors)
        // Packages in turn, of each its two caches in turn.
        #expect(processors(plan) == [0, 16, 8, 24, 2, 18, 10, 26, 4, 20, 12, 28, 6, 22, 14, 30])
        let four = try LanePlanner.plan(layout, allowed: layout.processors, options: LaneOptions(lanes: 4))
        #expect(Set(four.lanes.map(\.core.l3)).count == 4)
    }

    @Test func onlyWhatIsAllowed() throws {
        let layout = try Self.layout("pack:1 core:8 pu:1")
        let plan = try LanePlanner.plan(layout, allowed: ProcessorSet([2, 4]))
        #expect(processors(plan) == [2, 4])
        #expect(plan.notices == [.restricted(usable: 2, present: 8)])
    }

    @Test func aSecondSiblingStandsInWhereTheFirstIsForbidden() throws {
        let layout = try Self.layout("pack:1 core:2 pu:2")
        #expect(processors(try LanePlanner.plan(layout, allowed: ProcessorSet([1, 2, 3]))) == [1, 2])
    }

    @Test(arguments: [(1.5, 1), (0.25, 1), (2.0, 2), (3.99, 3), (4.0, 4), (64.0, 4)])
    func theQuotaCapsTheLanes(_ cpus: Double, _ lanes: Int) throws {
        let layout = try Self.layout("pack:1 core:4 pu:1")
        let quota = CPUQuota(cpus: cpus, source: "cpu.max")
        for asked in [nil, 4] {
            let plan = try LanePlanner.plan(
                layout, allowed: layout.processors, quota: quota, options: LaneOptions(lanes: asked))
            #expect(plan.lanes.count == lanes)
            #expect(plan.notices == (lanes < 4 ? [.quota(quota, lanes: lanes)] : []))
        }
    }

    @Test func oneProcessor() throws {
        let layout = try Self.layout("pu:1")
        #expect(processors(try LanePlanner.plan(layout, allowed: layout.processors)) == [0])
    }

    @Test func fastCoresFirstSlowOnesAndSiblingsOnRequest() throws {
        // Two fast cores with two threads each, two slow ones; the slow ones are numbered first.
        let layout = MachineLayout(cores: [
            .init(index: 0, processors: [.init(logical: 0, os: 0)], efficiency: 0),
            .init(index: 1, processors: [.init(logical: 1, os: 1)], efficiency: 0),
            .init(index: 2, processors: [.init(logical: 2, os: 2), .init(logical: 3, os: 6)], efficiency: 1),
            .init(index: 3, processors: [.init(logical: 4, os: 3), .init(logical: 5, os: 7)], efficiency: 1),
        ])
        func plan(_ options: LaneOptions) throws -> LanePlan {
            try LanePlanner.plan(layout, allowed: layout.processors, options: options)
        }
        #expect(processors(try plan(LaneOptions())) == [2, 3])
        let four = try plan(LaneOptions(lanes: 4))
        #expect(processors(four) == [2, 3, 0, 1])
        #expect(four.notices == [.slowerCores(lanes: 2)])
        let six = try plan(LaneOptions(lanes: 6))
        #expect(processors(six) == [2, 3, 0, 1, 6, 7])
        #expect(six.notices == [.sharedCores(lanes: 6, cores: 4), .slowerCores(lanes: 2)])
    }

    @Test func namedProcessorsGetALaneEach() throws {
        let layout = try Self.layout("pack:1 core:2 pu:2")
        func plan(_ list: [Int], lanes: Int? = nil) throws -> LanePlan {
            try LanePlanner.plan(
                layout, allowed: layout.processors, options: LaneOptions(lanes: lanes, cpus: ProcessorSet(list)))
        }
        #expect(processors(try plan([1, 3])) == [1, 3])
        let siblings = try plan([0, 1])
        #expect(processors(siblings) == [0, 1])
        #expect(siblings.notices == [.sharedCores(lanes: 2, cores: 1)])
        #expect(processors(try plan([1, 2, 3], lanes: 1)) == [1])
    }

    @Test func withoutPinningNothingIsBound() throws {
        let layout = try Self.layout("pack:1 core:2 pu:2")
        let plan = try LanePlanner.plan(layout, allowed: layout.processors, options: LaneOptions(pin: .none))
        #expect(plan.lanes.map(\.processors) == [nil, nil])
        #expect(plan.lanes[0].place == "not bound")
    }

    @Test(arguments: [1, 2, 16, 128])
    func largeMachinesUseEveryCoreOnce(_ packages: Int) throws {
        let layout = try Self.layout("pack:\(packages) [numa] l3:2 core:4 pu:2")
        let plan = try LanePlanner.plan(layout, allowed: layout.processors)
        #expect(plan.lanes.count == 8 * packages)
        #expect(Set(plan.lanes.map(\.core.index)).count == 8 * packages)
        #expect(Set(processors(plan)).count == 8 * packages)
        // Any first lanes are dealt evenly: no package has two more than another.
        for count in [packages, 3 * packages] {
            let perPackage = Dictionary(grouping: plan.lanes.prefix(count), by: \.core.package).mapValues(\.count)
            #expect(perPackage.count == packages && Set(perPackage.values).count == 1)
        }
    }

    @Test func impossibleWishesAreNamed() throws {
        let layout = try Self.layout("pack:1 core:4 pu:1")
        func failure(_ options: LaneOptions, allowed: [Int] = [0, 1]) -> LanePlanError? {
            do {
                _ = try LanePlanner.plan(layout, allowed: ProcessorSet(allowed), options: options)
                return nil
            } catch {
                return error
            }
        }
        #expect(failure(LaneOptions(lanes: 0)) == .lanes(0))
        #expect(failure(LaneOptions(lanes: 3)) == .tooManyLanes(asked: 3, usable: 2))
        #expect(failure(LaneOptions(lanes: 2, cpus: ProcessorSet([1]))) == .tooManyLanes(asked: 2, usable: 1))
        #expect(
            failure(LaneOptions(cpus: ProcessorSet([1, 9])))
                == .noSuchProcessors(ProcessorSet([9]), existing: ProcessorSet(0 ..< 4)))
        #expect(
            failure(LaneOptions(cpus: ProcessorSet([1, 3])))
                == .forbiddenProcessors(ProcessorSet([3]), allowed: ProcessorSet([0, 1])))
        #expect(failure(LaneOptions(cpus: ProcessorSet([]))) == .emptyProcessorList)
        #expect(failure(LaneOptions(), allowed: []) == .nothingAllowed)
        #expect(failure(LaneOptions(), allowed: [17]) == .nothingAllowed)
    }

    @Test func texts() {
        let table: [(any CustomStringConvertible, String)] = [
            (LanePlanError.lanes(-1), "--lanes -1: expected 1 or more."),
            (
                LanePlanError.tooManyLanes(asked: 3, usable: 2),
                "--lanes 3: there are 2 processors to run on; ask for 2 or fewer."
            ),
            (
                LanePlanError.tooManyLanes(asked: 3, usable: 1),
                "--lanes 3: there is 1 processor to run on; ask for 1 or fewer."
            ),
            (
                LanePlanError.noSuchProcessors(ProcessorSet([9]), existing: ProcessorSet(0 ..< 4)),
                "--cpus: there is no processor 9; the machine has 0-3."
            ),
            (
                LanePlanError.forbiddenProcessors(ProcessorSet([3]), allowed: ProcessorSet([0, 1])),
                "--cpus: this process may not use 3 (cgroup or affinity mask); it may use 0-1."
            ),
            (LanePlanError.emptyProcessorList, "--cpus: the list is empty; expected for instance 0-3,8."),
            (
                LanePlanError.nothingAllowed,
                "The cgroup or affinity mask of this process leaves it no processor of this machine."
            ),
            (
                LaneNotice.restricted(usable: 2, present: 8),
                "2 of the machine's 8 cores may be used (cgroup or affinity mask)"
            ),
            (
                LaneNotice.quota(CPUQuota(cpus: 1.5, source: "/x/cpu.max"), lanes: 1),
                "the cgroup allows 1.5 CPUs (/x/cpu.max): 1 lane"
            ),
            (
                LaneNotice.quota(CPUQuota(cpus: 2, source: "/x/cpu.max"), lanes: 2),
                "the cgroup allows 2 CPUs (/x/cpu.max): 2 lanes"
            ),
            (
                LaneNotice.sharedCores(lanes: 2, cores: 1),
                "2 lanes on 1 core: SMT siblings share a core's arithmetic units, more lanes than cores seldom gain anything"
            ),
            (LaneNotice.slowerCores(lanes: 1), "1 lane on cores of a slower kind"),
            (
                PlannedLane(
                    index: 0, processors: ProcessorSet([4]),
                    core: .init(index: 2, processors: [.init(logical: 4, os: 4)], package: 0, l3: 1, numa: 0)
                ).place,
                "processor 4, core 2, package 0, L3 1, NUMA 0"
            ),
        ]
        for (value, text) in table { #expect(value.description == text) }
    }
}
