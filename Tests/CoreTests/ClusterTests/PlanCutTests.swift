import Foundation
import Testing

@testable import Core

@Suite struct PlanCutTests {
    private func spec(seeds: Int = 4, methods: [Method] = [.WT, .DA, .IR]) -> SweepSpec {
        var spec = SweepSpec(name: "s", groups: ["R4", "T3", "D4"].compactMap(GroupName.init), methods: methods)
        spec.seeds = (0 ..< UInt64(seeds)).map(\.self)
        return spec
    }

    private func plan(_ spec: SweepSpec, digest: String = "d") -> SweepPlan {
        SweepPlan(spec: spec, data: DataIdentity(dataset: .mnist, digest: digest, request: spec.data))
    }

    private func parts(_ cut: PlanCut) -> [SweepPlan] {
        (1 ... cut.count).compactMap { ShardNumber($0, of: cut.count) }.map(cut.part)
    }

    @Test(arguments: [1, 2, 3, 8, 27, 100])
    func theShardsTogetherAreThePlan(_ count: Int) {
        let plan = plan(spec())
        let parts = parts(PlanCut(plan, count: count))
        #expect(parts.count == count)
        #expect(parts.flatMap(\.ids).map(\.text).sorted() == plan.ids.map(\.text).sorted())
        #expect(parts.flatMap(\.evaluationIDs).map(\.text).sorted() == plan.evaluationIDs.map(\.text).sorted())
        #expect(parts.flatMap { $0.searches.map(\.id) }.sorted() == plan.searches.map(\.id).sorted())
        for part in parts {
            // In the order of the plan, and the job's own identity beside each.
            let places = part.ids.compactMap { id in plan.ids.firstIndex { $0.text == id.text } }
            #expect(places == places.sorted())
            #expect(zip(part.jobs, part.ids).allSatisfy { $0.id == $1.text })
            #expect(part.jobs.indices.allSatisfy { part.evaluation(at: $0) == plan.evaluation(of: part.jobs[$0]) })
        }
    }

    @Test func oneShardIsThePlan() throws {
        let plan = plan(spec())
        #expect(PlanCut(plan, count: 1).part(try #require(ShardNumber("1/1"))) == plan)
    }

    /// No shard has more than an equal share and one unit more (Graham, 1969).
    @Test(arguments: [2, 3, 5, 8, 13])
    func shardsAreBalanced(_ count: Int) {
        let cut = PlanCut(plan(spec(seeds: 20)), count: count)
        let total = cut.seconds.reduce(0, +)
        let longest = cut.units.map(\.seconds).max() ?? 0
        #expect(total > 0 && longest > 0)
        #expect(abs(total - cut.units.reduce(0) { $0 + $1.seconds }) <= 1e-9 * total)
        #expect((cut.seconds.max() ?? 0) <= total / Double(count) + longest)
        for shard in 0 ..< count {
            let own = zip(cut.units, cut.owners).filter { $1 == shard }.reduce(0) { $0 + $1.0.seconds }
            #expect(abs(own - cut.seconds[shard]) <= 1e-9 * total)
        }
    }

    @Test func aWholeSearchIsOneUnit() {
        let plan = plan(spec(methods: [.IR]))
        #expect(plan.jobs.isEmpty && plan.searches.count == 3 && PlanCut.unitCount(of: plan) == 3)
        #expect(parts(PlanCut(plan, count: 3)).allSatisfy { $0.searches.count == 1 })
        #expect(parts(PlanCut(plan, count: 5)).count { $0.searches.isEmpty && $0.jobs.isEmpty } == 2)
    }

    /// A network that a search may ask for is trained by the shard that has the search.
    @Test func whatSearchesMayAskForStaysWithThem() {
        var (searching, given) = (spec(methods: [.DA, .IR]), spec(methods: [.DA, .IR]))
        (searching.variant, given.variant) = ("searching", "given")
        given.nu = .values([1, 10])
        var whole = spec(methods: [.DA, .IR])
        whole.variants = [searching, given]
        let plan = plan(whole)
        #expect(plan.searches.count == 3 && plan.jobs.count == 3 * 4 + 3 * 2 * 4)
        // 12 of DA, and 3 searches with 8 networks each.
        #expect(PlanCut.unitCount(of: plan) == 15)
        for part in parts(PlanCut(plan, count: 7)) {
            for job in part.jobs where job.method == .IR {
                #expect(part.searches.contains { $0.group == job.group })
            }
        }
    }

    @Test func tagsTellCutsApart() {
        let (few, many) = (plan(spec()), plan(spec(seeds: 5)))
        let tag = PlanCut(few, count: 4).tag
        #expect(tag.count == 8 && tag == PlanCut(plan(spec()), count: 4).tag)
        #expect(tag != PlanCut(few, count: 5).tag && tag != PlanCut(many, count: 4).tag)
        #expect(tag != PlanCut(plan(spec(), digest: "e"), count: 4).tag, "other data")
    }

    @Test func howMany() {
        #expect(ShardCount.chosen(total: 6000, lanes: 1, units: 100, most: 1000) == 10)
        #expect(ShardCount.chosen(total: 6000, lanes: 4, units: 100, most: 1000) == 3)
        #expect(ShardCount.chosen(total: 1, lanes: 1, units: 100, most: 1000) == 1)
        #expect(ShardCount.chosen(total: 1e9, lanes: 1, units: 100_000, most: 1000) == 1000)
        #expect(ShardCount.chosen(total: 1e9, lanes: 1, units: 7, most: 1000) == 7)
        #expect(ShardCount.chosen(total: 0, lanes: 1, units: 0, most: 0) == 1)
        #expect(ShardCount.chosen(total: .infinity, lanes: 1, units: 9, most: 5) == 1)
    }
}
