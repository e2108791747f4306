import Testing

@testable import Core

/// Networks that several ask for at the same time, each to have them measured in its own way.
@Suite struct SharedNetworkTests {
    private static let whole = NuSearchSettings()
    /// Begins with the same ν as `whole`, and measures on another split.
    private static let onTest: NuSearchSettings = {
        var settings = NuSearchSettings()
        (settings.split, settings.threshold) = (.test, 0.5)
        return settings
    }()

    /// A variant per choice of ν.
    private func sweep(_ choices: [NuChoice], value: @escaping @Sendable (Job) -> Double?) -> FakeSweep {
        let groups = ["R4"]
        var spec = SweepSpec(name: "fake", groups: groups.compactMap(GroupName.init), methods: [.DA, .IR])
        spec.seeds = [0, 1]
        let plain = spec
        for (index, nu) in choices.enumerated() {
            var part = plain
            part.variant = "v\(index)"
            part.nu = nu
            spec.variants.append(part)
        }
        return FakeSweep(spec: spec, value: value)
    }

    /// The ν that the searches ask for first.
    private func firstNu() throws -> Double {
        let plan = sweep([.smallest(Self.whole)], value: { _ in 0 }).plan
        var search = SearchRun(try #require(plan.searches.first))
        _ = search.advance(isOver: { _ in false }, value: { _ in nil })
        return try #require(search.pending?.nu)
    }

    @Test(arguments: [1, 2, 5], [false, true])
    func `a search goes on with networks whose nu is listed too`(_ lanes: Int, _ speculates: Bool) throws {
        let nu = try firstNu()
        // The listed ν is the answer's, and one that fails.
        for passing in [nu, 5 * nu] {
            let course = try sweep([.values([nu]), .smallest(Self.whole)]) { ($0.nu ?? 0) >= passing ? 1 : 0 }
                .run(lanes: lanes, speculates: speculates)
            #expect(course.isComplete && course.missing == 0)
        }
    }

    @Test(arguments: [1, 2, 5], [false, true])
    func `searches that measure the same networks on two splits both go on`(_ lanes: Int, _ speculates: Bool) throws {
        let course = try sweep([.smallest(Self.whole), .smallest(Self.onTest)]) { ($0.nu ?? 0) >= 7 ? 1 : 0 }
            .run(lanes: lanes, speculates: speculates)
        #expect(course.isComplete && course.missing == 0)
    }

    @Test func `who asks first, and what was done ahead for whom, leaves no trace`() throws {
        let nu = try firstNu()
        for salt in 0 ..< 4 as Range<UInt64> {
            var sweep = sweep([.values([nu]), .smallest(Self.whole), .smallest(Self.onTest)]) { job in
                job.nu.map { 1.1 * $0 / ($0 + 2) + 0.2 * (job.chance(salt) - 0.5) } ?? 0.5
            }
            sweep.trainSeconds = { 10 + 90 * $0.chance(salt &+ 2) }
            let plain = try sweep.run(lanes: 1, speculates: false)
            #expect(plain.isComplete && plain.missing == 0)
            for lanes in [2, 3, 8, 24] {
                let course = try sweep.run(lanes: lanes, speculates: true, patience: Double(lanes % 3) * 40)
                #expect(course.isComplete && course.missing == 0, "salt \(salt), \(lanes) lanes")
                #expect(course.answer == plain.answer, "salt \(salt), \(lanes) lanes")
            }
        }
    }
}
