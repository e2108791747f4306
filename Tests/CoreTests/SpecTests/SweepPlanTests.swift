import Testing

@testable import Core

@Suite struct SweepPlanTests {
    private let data = DataIdentity(dataset: .strokes, digest: "d", request: DataRequest())

    private func spec(_ nu: NuChoice) -> SweepSpec {
        var spec = SweepSpec(
            name: "x", groups: ["R4", "T3"].compactMap(GroupName.init), methods: [.WT, .IR, .DA])
        spec.seeds = [0, 7]
        spec.nu = nu
        spec.regularisers = [.logit, .kl]
        return spec
    }

    @Test func fixedValues() {
        let plan = SweepPlan(spec: spec(.values([1, 3.5])), data: data)
        #expect(plan.searches.isEmpty)
        #expect(
            plan.jobs.prefix(12).map(\.label) == [
                "R4 WT seed 0", "R4 WT seed 7",
                "R4 IR logit ν=1 seed 0", "R4 IR logit ν=1 seed 7", "R4 IR logit ν=3.5 seed 0", "R4 IR logit ν=3.5 seed 7",
                "R4 IR kl ν=1 seed 0", "R4 IR kl ν=1 seed 7", "R4 IR kl ν=3.5 seed 0", "R4 IR kl ν=3.5 seed 7",
                "R4 DA seed 0", "R4 DA seed 7",
            ])
        #expect(plan.jobs.count == 24 && Set(plan.jobs.map(\.id)).count == 24)
        #expect(plan.jobs.allSatisfy { $0.data == data && ($0.method == .IR) == ($0.nu != nil) })
    }

    @Test func searches() throws {
        var settings = NuSearchSettings()
        settings.split = .train
        let plan = SweepPlan(spec: spec(.smallest(settings)), data: data)
        #expect(plan.jobs.map(\.method) == [.WT, .WT, .DA, .DA, .WT, .WT, .DA, .DA])
        #expect(plan.searches.map(\.label) == ["R4 IR logit", "R4 IR kl", "T3 IR logit", "T3 IR kl"])
        let search = try #require(plan.searches.last)
        #expect(search.settings == settings && search.seeds == [0, 7])
        let jobs = search.jobs(nu: 2)
        #expect(jobs.map(\.label) == ["T3 IR kl ν=2 seed 0", "T3 IR kl ν=2 seed 7"])
        #expect(search.evaluation(of: jobs[0]).split == .train)
        #expect(search.evaluation(of: jobs[0]).measures == [.SI])
        #expect(plan.evaluation(of: jobs[0]) == Evaluation(
            job: jobs[0].id, split: .test, measures: Measure.standard, saliency: SaliencyOptions()))
        // A searched ν that is asked for as a value is the same job.
        let fixed = SweepPlan(spec: spec(.values([2])), data: data)
        #expect(fixed.jobs.contains { $0.id == jobs[0].id })
    }

    @Test func addingAndReorderingKeepsIdentities() {
        let plan = SweepPlan(spec: spec(.values([1])), data: data)
        var other = spec(.values([0.5, 1]))
        other.groups.reverse()
        other.seeds = [7, 3, 0]
        other.methods.reverse()
        let ids = Set(SweepPlan(spec: other, data: data).jobs.map(\.id))
        #expect(plan.jobs.allSatisfy { ids.contains($0.id) })
    }
}
