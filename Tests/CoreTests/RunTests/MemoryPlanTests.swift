import CAllocationCounter
import Testing

@testable import Core

@Suite struct MemoryPlanTests {
    private func lanes(_ synthetic: String) throws -> LanePlan {
        let layout = try HwlocTopology(.synthetic(synthetic)).layout
        return try LanePlanner.plan(layout, allowed: layout.processors)
    }

    /// Lanes of 100 MB, groups of 10 and 30 MB of ink, images of 50 MB.
    private let plan = MemoryPlan(
        SweepSpec(name: "x", groups: [], methods: []),
        demands: [.init(label: "T3 DA", lane: 60_000_000), .init(label: "R4 IR", lane: 100_000_000)],
        ink: [place("R4"): 10_000_000, place("T3"): 30_000_000], images: 50_000_000)

    private static func place(_ group: String, _ data: DataRequest = DataRequest()) -> MemoryPlan.InkPlace {
        .init(data: data, group: GroupName(group) ?? GroupName(kind: .translation(order: 2, axis: .x)))
    }

    private func available(_ megabytes: Int) -> AvailableMemory {
        AvailableMemory(bytes: megabytes * 1_000_000, source: "/x/memory.max")
    }

    @Test func whatIsShared() {
        #expect(plan.shared(lanes: 1, nodes: 0) == 30_000_000)
        #expect(plan.shared(lanes: 8, nodes: 0) == 40_000_000)
        // Each node's images, and each group on each node; but no more lists than lanes.
        #expect(plan.shared(lanes: 8, nodes: 2) == 180_000_000)
        #expect(plan.shared(lanes: 3, nodes: 2) == 170_000_000)
        #expect(plan.needed(lanes: 4, nodes: 0) == 440_000_000)
    }

    @Test(arguments: [(2000, 4), (440, 4), (439, 3), (340, 3), (240, 2), (239, 1), (130, 1)])
    func lanesAreFewerWhereTheyDoNotFit(_ megabytes: Int, _ count: Int) throws {
        let wished = try lanes("core:4 pu:1")
        let fitted = try plan.fitted(wished, into: available(megabytes))
        #expect(fitted.lanes == Array(wished.lanes.prefix(count)))
        #expect(fitted.notices.count == (count < 4 ? 1 : 0))
    }

    @Test func processesOfTheirOwnNeedTheirOwnData() throws {
        // The data twice, the largest ink, the program.
        let own = 2 * 50_000_000 + 30_000_000 + 32 << 20
        var plan = plan
        for (processes, count) in [(0, 0), (1, 1), (3, 3), (4, 4), (9, 4), (.max, 4)] {
            plan.processes = processes
            #expect(plan.needed(lanes: 4, nodes: 0) == 440_000_000 + count * own)
        }
    }

    /// What is available at each look, in MB, and how many lanes there are in the end.
    @Test(arguments: [
        ([440], 60.0, 4, 0), ([100, 100, 440], 60, 4, 2), ([300], 60, 2, 30), ([300], 0, 2, 0), ([100, 300], 3, 2, 2),
    ])
    func `a run that is started again waits a little for its lanes`(
        _ looks: [Int], _ patience: Double, _ count: Int, _ sleeps: Int
    ) throws {
        var (read, slept, said) = (0, [Double](), [String]())
        let fitted = try MemoryWait(patience: patience).fitted(
            plan, lanes("core:4 pu:1"),
            read: {
                defer { read += 1 }
                return available(looks[min(read, looks.count - 1)])
            }, say: { said.append($0) }, sleep: { slept.append($0) })
        #expect(fitted.lanes.count == count && slept.count == sleeps && read == sleeps + 1)
        #expect(slept.reduce(0, +) <= patience)
        #expect(said.count == min(1, sleeps))
        #expect(fitted.notices.count == (count < 4 ? 1 : 0))
    }

    @Test func `whoever waits in vain for one lane is told what it needs`() throws {
        let wait = MemoryWait(patience: 10)
        let plan = plan
        let wished = try lanes("core:4 pu:1")
        #expect(throws: MemoryPlanError.self) {
            try wait.fitted(plan, wished, read: { available(100) }, say: { _ in }, sleep: { _ in })
        }
        #expect(try wait.fitted(plan, wished, read: { nil }, say: { _ in }, sleep: { _ in }) == wished)
    }

    @Test func severalNodesNeedMore() throws {
        // 4 lanes on two nodes: 400 + 2·50 + 2·40; 2 lanes: 200 + 100 + 60; one lane is on one node: 130.
        let wished = try lanes("pack:2 [numa] core:2 pu:1")
        #expect(try plan.fitted(wished, into: available(580)).lanes.count == 4)
        #expect(try plan.fitted(wished, into: available(579)).lanes.count == 3)
        #expect(try plan.fitted(wished, into: available(359)).lanes.count == 1)
    }

    @Test func noticesAndErrorsNameJobNeedAndAvailable() throws {
        let wished = try lanes("core:4 pu:1")
        #expect(
            try plan.fitted(wished, into: available(250)).notices.map(\.description) == [
                "2 lanes instead of 4: the largest job needs up to 100 MB a lane, beside 40 MB for all, and 250 MB "
                    + "are available (/x/memory.max)"
            ])
        let error = MemoryPlanError.doesNotFit(job: "R4 IR", needed: 130_000_000, available: available(129))
        #expect(throws: error) { try plan.fitted(wished, into: available(129)) }
        #expect(
            error.description
                == "R4 IR needs up to 130 MB of memory, and 129 MB are available (/x/memory.max). Narrower layers "
                + "(training.hidden) or smaller batches (training.batch) need less. If you know better, "
                + "SWEEP_MEMORY=64G plans with as much, and SWEEP_MEMORY=off does not ask.")
    }

    /// Fashion-MNIST's 60,000 at once, under a group as large as they get: an image has up to 746 inked pixels.
    @Test(arguments: [Method.IR, .WT]) func `a batch with more pixels than can be listed is refused, with whatever memory`(
        _ method: Method
    ) throws {
        let spec = SweepSpec(name: "x", groups: [], methods: [method])
        let wished = try lanes("core:4 pu:1")
        func plan(largest: Int, method: Method) -> MemoryPlan {
            let ink = InkExtent(images: 60_000, entries: 60_000 * largest, largest: largest)
            let shape = JobShape(
                architecture: Architecture(inputs: 1024, hidden: [16], classes: 9), method: method, order: 64, batch: 60_000,
                isSparse: true)
            let demand = MemoryPlan.Demand(shape, label: "mine", spec, train: ink, validation: ink)
            return MemoryPlan(spec, demands: [demand], ink: [:], images: 0)
        }
        let error = try #require(throws: MemoryPlanError.self) { try plan(largest: 746, method: method).fitted(wished, into: nil) }
        #expect(error == .tooManyPixels(job: "mine", pixels: 2_864_640_000))
        #expect("\(error)".contains("expected fewer than 2147483647: a smaller batch (training.batch)"), "\(error)")
        #expect(try plan(largest: 559, method: method).fitted(wished, into: nil) == wished)
        // Each sample under one element.
        #expect(try plan(largest: 746, method: .DA).fitted(wished, into: nil) == wished)
    }

    @Test func whereNothingIsKnownAllLanesStay() throws {
        let wished = try lanes("core:4 pu:1")
        #expect(try plan.fitted(wished, into: nil) == wished)
    }

    @Test func ofASweep() throws {
        var spec = SweepSpec(
            name: "x", groups: ["R4", "F2"].compactMap(GroupName.init), methods: [.DA, .WT, .IR])
        spec.training = TinyData.parameters()
        spec.training.hidden = [512, 512]
        let data = try TinyData.prepared()
        var groups: [GroupName: PermutationGroup] = [:]
        for name in spec.groups { groups[name] = try TinyData.group(name.description) }
        let plan = MemoryPlan(spec, data: data, groups: groups)
        #expect(plan.demands.count == 6 && plan.demands[0].label.hasPrefix("R4"))
        #expect(plan.ink.count == 2 && plan.ink[0] > plan.ink[1])
        #expect(plan.images == 103 * 64)
        // Six copies of the parameters and more.
        #expect(plan.perLane > 6 * 4 * 300_000)
        spec.measures = [.accuracy, .sigmaMax]
        // W₁W₁ᵀ of all images of the weights under R4: (4·512)² floats.
        #expect(MemoryPlan(spec, data: data, groups: groups).perLane > 4 * 2048 * 2048)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var method: Method
        var hidden = [96, 64]
        var batch = 18
        var sparse = true
        var testDescription: String { "\(method) \(hidden) batch \(batch)\(sparse ? "" : ", dense")" }
    }

    /// What is counted from the shapes is what is allocated: no less, and little more.
    @Test(
        .enabled(if: allocation_counting_available(), "allocations are counted with glibc on Linux only"),
        arguments: [
            Case(method: .DA), Case(method: .WT), Case(method: .IR), Case(method: .IR, hidden: [256, 256, 32]),
            Case(method: .WT, hidden: [256, 40], batch: 50), Case(method: .IR, batch: 50, sparse: false),
            Case(method: .WT, batch: 50, sparse: false),
        ])
    func theEstimateIsWhatIsAllocated(_ example: Case) throws {
        var parameters = TinyData.parameters(batch: example.batch)
        parameters.hidden = example.hidden
        let task = TrainingTask(
            data: try TinyData.prepared(sparse: example.sparse), group: try TinyData.group("R4"),
            method: example.method, nu: 1, seed: 1, parameters: parameters)
        #expect(task.data.normalisation.isSparse == example.sparse)
        let kernels = KernelSet.of(availableSets.last ?? .portable)
        let background = task.data.normalisation.background
        let (train, validation) = (
            InkExtent(task.data.train.images, background: background),
            InkExtent(task.data.validation.images, background: background)
        )
        func memory(_ measures: Set<Measure>) -> JobMemory {
            JobMemory(JobShape(task), train: train, validation: validation, measures: measures, saliency: SaliencyOptions())
        }
        func allocated(_ body: () -> Void) -> Int {
            allocation_counting_begin()
            body()
            _ = allocation_counting_end()
            return allocation_counting_bytes()
        }
        func check(_ name: String, found: Int, estimate: Int) {
            // Objects and small arrays of the tiny networks here: 200 kB.
            #expect(Double(found) < 1.02 * Double(estimate) + 200_000, "\(name): \(found) of \(estimate)")
            #expect(Double(estimate) < 1.3 * Double(found) + 200_000, "\(name): \(found) of \(estimate)")
        }
        let ink = TrainingInk(task.data, group: task.group, kernels: kernels)
        check("ink", found: allocated { _ = TrainingInk(task.data, group: task.group, kernels: kernels) },
            estimate: [train, validation].reduce(0) { $0 + $1.listSize(order: 4, pixels: task.data.pixels) })
        check("training", found: allocated { _ = Trainer(task, kernels: kernels, ink: ink) },
            estimate: memory([]).training)
        let network = Network(task.architecture)
        for measures: Set<Measure> in [[.accuracy], [.accuracy, .SI], [.accuracy, .sigmaMax], [.SI, .sigmaMax]] {
            let found = allocated {
                _ = Evaluator(
                    network, tying: task.tying, group: task.group, normalisation: task.data.normalisation,
                    measures: Array(measures), saliency: SaliencyOptions(), kernels: kernels)
            }
            let estimate = memory(measures).measuring - 4 * network.parameters.count
            guard estimate > 4 * 4 * network.parameters.count else { continue }
            check("\(measures)", found: found, estimate: estimate)
        }
    }
}
