import Testing

@testable import Core

/// What people call jobs and searches of a sweep with variants.
@Suite struct PlanLabelsTests {
    private let data = DataIdentity(dataset: .strokes, digest: "d", request: DataRequest())

    /// `base`, `wide` with other networks, `mean` with another pooling for WT, `more` with a third seed.
    private func plan(_ nu: NuChoice = .values([1])) throws -> SweepPlan {
        var sweep = SampleSweep(methods: [.WT, .DA, .IR])
        sweep.spec.nu = nu
        sweep.variant("base")
        sweep.variant("wide") { $0.training.hidden = [64] }
        sweep.variant("mean") { $0.training.pooling = .mean }
        sweep.variant("more") { $0.seeds = [0, 1, 2] }
        return SweepPlan(spec: sweep.spec, data: data)
    }

    @Test func sharedJobsStandOnceAndNameTheirVariants() throws {
        let plan = try plan()
        #expect(
            plan.jobs.map(plan.label(of:)) == [
                "base, more: R4 WT seed 0", "base, more: R4 WT seed 1",
                "base and 2 more: R4 DA seed 0", "base and 2 more: R4 DA seed 1",
                "base and 2 more: R4 IR logit ν=1 seed 0", "base and 2 more: R4 IR logit ν=1 seed 1",
                "wide: R4 WT seed 0", "wide: R4 WT seed 1", "wide: R4 DA seed 0", "wide: R4 DA seed 1",
                "wide: R4 IR logit ν=1 seed 0", "wide: R4 IR logit ν=1 seed 1",
                "mean: R4 WT seed 0", "mean: R4 WT seed 1",
                "more: R4 WT seed 2", "more: R4 DA seed 2", "more: R4 IR logit ν=1 seed 2",
            ])
        #expect(plan.variants(of: plan.jobs[2]) == ["base", "mean", "more"])
        #expect(plan.ids == plan.jobs.map(\.packedID) && Set(plan.ids).count == plan.ids.count)
        #expect(plan.evaluationIDs.count == plan.ids.count)
    }

    @Test func searchesToo() throws {
        let plan = try plan(.smallest(NuSearchSettings()))
        // More seeds are another question; another pooling is none, since IR does not pool.
        #expect(plan.searches.map(plan.label(of:)) == ["base, mean: R4 IR logit", "wide: R4 IR logit", "more: R4 IR logit"])
        let probe = plan.searches[0].job(nu: 0.5, seed: 1)
        #expect(plan.label(of: probe) == "base and 2 more: R4 IR logit ν=0.5 seed 1")
    }

    @Test func withoutVariantsNothingStandsInFront() throws {
        let sweep = SampleSweep(methods: [.DA])
        let plan = SweepPlan(spec: sweep.spec, data: data)
        #expect(plan.label(of: plan.jobs[0]) == "R4 DA seed 0" && plan.variants(of: plan.jobs[0]).isEmpty)
    }

    @Test func faultsMeanAJobByAnyOfItsNames() throws {
        func jobs(_ label: String, _ plan: SweepPlan) throws -> [String] {
            let faults = try FaultPlan(environment: [FaultPlan.variable: "throw@\(label):1"])
            #expect(faults.unknownLabels(plan) == (faults.resolved(plan).faults[0].jobs == [] ? [label] : []))
            return try #require(faults.resolved(plan).faults[0].jobs)
        }
        let fixed = try plan()
        func ids(_ places: Int...) -> [String] { places.map { fixed.ids[$0].text } }
        #expect(try jobs("R4 WT seed 0", fixed) == ids(0, 6, 12))
        #expect(try jobs("wide: R4 WT seed 0", fixed) == ids(6))
        #expect(try jobs("more: R4 DA seed 0", fixed) == ids(2))
        #expect(try jobs("base and 2 more: R4 DA seed 0", fixed) == ids(2))
        #expect(try jobs("wide: R4 DA seed 2", fixed) == [])
        #expect(try jobs("narrow: R4 DA seed 0", fixed) == [])
        let searched = try plan(.smallest(NuSearchSettings()))
        let probe = searched.searches[1].job(nu: 0.316, seed: 1)
        #expect(try jobs("wide: R4 IR logit ν=0.316 seed 1", searched) == [probe.id])
    }

    @Test func rowsOfAPlanAreAPart() throws {
        let plan = try plan(.smallest(NuSearchSettings()))
        var spec = SampleSweep(methods: [.WT, .DA, .IR])
        for name in ["base", "wide", "mean", "more"] { spec.variant(name) }
        let run = RunPlan(plan, spec: spec.spec, known: KnownResults())
        #expect(
            run.rows.map { "\(SweepPlan.words($0.variants)): \($0.method.rawValue)" } == [
                "base, more: WT", "base and 2 more: DA", "base, mean: IR", "wide: WT", "wide: DA", "wide: IR", "mean: WT",
                "more: WT", "more: DA", "more: IR",
            ])
        // A third seed, and two that the first search asks for as well.
        #expect(run.rows.map { $0.counts.values.reduce(0, +) } == [2, 2, 2, 2, 2, 2, 2, 1, 1, 1])
    }
}
