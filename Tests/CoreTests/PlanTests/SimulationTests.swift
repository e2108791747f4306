import Testing

@testable import Core

@Suite struct SimulationTests {
    private func spec(groups: [String] = ["R4", "T3"], methods: [Method] = [.WT, .DA], seeds: Int = 50) -> SweepSpec {
        var spec = SweepSpec(name: "s", groups: groups.compactMap(GroupName.init), methods: methods)
        spec.seeds = (0 ..< UInt64(seeds)).map(\.self)
        return spec
    }

    private func plan(_ spec: SweepSpec) -> SweepPlan {
        SweepPlan(spec: spec, data: DataIdentity(dataset: .mnist, digest: "d", request: spec.data))
    }

    private func simulate(_ spec: SweepSpec, lanes: Int, noise: Double = 0, seed: UInt64 = 0) -> Simulation {
        var options = Simulation.Options()
        (options.noise, options.seed) = (noise, seed)
        return Simulation(plan(spec), known: KnownResults(), lanes: lanes, options: options)
    }

    /// Longest first comes within 4/3 − 1/(3m) of the best schedule (Graham, 1969), which no bound exceeds.
    @Test(arguments: [1, 2, 3, 7, 64])
    func independentJobsKeepGrahamsBound(_ lanes: Int) {
        for seed in 0 ..< 5 as Range<UInt64> {
            let simulation = simulate(spec(), lanes: lanes, noise: 0.9, seed: seed)
            #expect(simulation.stays.count == 200)
            #expect(simulation.makespan >= simulation.bound * (1 - 1e-12))
            #expect(simulation.ratio <= 4.0 / 3 - 1 / (3 * Double(lanes)) + 1e-9)
            #expect(simulation.utilisation <= 1 + 1e-12)
        }
    }

    /// Against the best of all schedules, found by trying them.
    @Test func fewJobsAgainstTheBestSchedule() {
        var state: UInt64 = 3
        for _ in 0 ..< 40 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let bits = state
            let costs = (0 ..< 7).map { (index: UInt64) -> Double in
                let drawn: UInt64 = (bits >> (8 * index + 3)) % 20
                return Double(drawn + 1)
            }
            for lanes in 2 ... 3 {
                let scheduler = VirtualScheduler(lanes: lanes)
                scheduler.submit(costs.enumerated().map { WorkItem(id: "\($0)", cost: $1) { _ in } })
                let makespan = scheduler.run().last?.end ?? 0
                #expect(makespan <= Self.best(costs, lanes) * (4.0 / 3 - 1 / (3 * Double(lanes))) + 1e-9)
            }
        }
    }

    private static func best(_ costs: [Double], _ lanes: Int) -> Double {
        var best = Double.infinity
        func place(_ index: Int, _ loads: [Double]) {
            guard index < costs.count else { return best = min(best, loads.max() ?? 0) }
            for lane in loads.indices {
                var loads = loads
                loads[lane] += costs[index]
                place(index + 1, loads)
            }
        }
        place(0, [Double](repeating: 0, count: lanes))
        return best
    }

    @Test func theSameEveryTime() {
        var searched = spec(methods: Method.allCases, seeds: 3)
        searched.nu = .smallest(NuSearchSettings())
        let first = simulate(searched, lanes: 5, noise: 0.3, seed: 9)
        let second = simulate(searched, lanes: 5, noise: 0.3, seed: 9)
        #expect(first.stays == second.stays && first.longestChain == second.longestChain)
        #expect(simulate(searched, lanes: 5, noise: 0.3, seed: 10).stays != first.stays)
    }

    /// A search's probes follow one another, so that lanes beyond the seeds cannot make it shorter.
    @Test func aSearchIsAChain() {
        var searched = spec(groups: ["R4"], methods: [.IR], seeds: 4)
        searched.nu = .smallest(NuSearchSettings())
        let few = simulate(searched, lanes: 4)
        let many = simulate(searched, lanes: 64)
        #expect(few.probed > 8 && few.probed % 4 == 0)
        // One piece of work more per seed: measuring the answer.
        #expect(few.stays.count == few.probed + 4)
        #expect(abs(few.makespan - many.makespan) < 1e-9 * many.makespan)
        #expect(abs(many.longestChain - many.makespan) < 1e-9 * many.makespan)
        #expect(many.ratio < 1 + 1e-9 && many.bound == many.longestChain)
    }

    /// The search ends where it is assumed to pass.
    @Test func theAssumedNuIsFound() {
        var searched = spec(groups: ["R4"], methods: [.IR], seeds: 1)
        searched.nu = .smallest(NuSearchSettings())
        let counts = [0.02, 10, 900, 5000].map { nu in
            var options = Simulation.Options()
            options.passingNu = nu
            let simulation = Simulation(plan(searched), known: KnownResults(), lanes: 1, options: options)
            return (simulation.probed, simulation.stays.count)
        }
        // Beyond the bounds no search passes, and nothing is measured on the test split.
        #expect(counts[3].0 == counts[3].1)
        for (probed, pieces) in counts[..<3] { #expect(pieces == probed + 1) }
    }

    @Test func thePicture() {
        let simulation = simulate(spec(), lanes: 40)
        let lines = simulation.picture(width: 60)
        #expect(lines.count == 14 && lines.allSatisfy { $0.count == 60 })
        #expect(lines[0].hasPrefix("  0–2 │█") && lines[13].hasPrefix("39–39 │█"))
        #expect(simulate(spec(), lanes: 2).picture(width: 40).map { $0.prefix(3) } == ["0 │", "1 │"])
        #expect(Simulation(plan(spec(seeds: 0)), known: KnownResults(), lanes: 2).picture(width: 40).isEmpty)
    }
}
