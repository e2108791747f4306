import Testing

@testable import Core

@Suite struct MapComparisonTests {
    private let comparison = MapComparison(height: 12, width: 13)

    private func map(_ value: (Int) -> Float) -> [Float] { (0 ..< 156).map(value) }

    private func compare(_ a: [Float], _ b: [Float]) -> (ranks: Double, structure: Double) {
        comparison.begin(a, ranks: true, structure: true)
        return (comparison.rankCorrelation(b), comparison.structure(b))
    }

    @Test func `the same map at any scale`() {
        let a = map { $0 % 7 == 0 ? Float($0) : 0 }
        for scale in [1, 0.25, 1024] as [Float] {
            let found = compare(a, a.map { $0 * scale })
            #expect(found.ranks == 1 && found.structure == 1)
        }
        // The smallest numbers there are.
        let tiny = map { $0 == 70 ? .leastNonzeroMagnitude : 0 }
        #expect(compare(tiny, map { $0 == 70 ? 1 : 0 }) == (1, 1))
    }

    @Test func `a map without anything counts as nothing`() {
        let blank = map { _ in 0 }
        let flat = map { _ in 0.5 }
        let a = map { Float($0) }
        for (one, other) in [(blank, a), (a, blank), (blank, blank), (flat, a), (flat, flat), (map { _ in -0.0 }, blank)] {
            #expect(compare(one, other) == (0, 0))
        }
        #expect(comparison.hasOneValue(blank) && comparison.hasOneValue(flat) && !comparison.hasOneValue(a))
        #expect(!comparison.hasOneValue(map { $0 == 155 ? 1 : 0 }) && !comparison.hasOneValue(map { _ in .nan }))
    }

    @Test func `against both definitions`() throws {
        let structural = try StructuralSimilarity(height: 12, width: 13, dynamicRange: 1)
        var stream = RandomStream(seed: 2, purpose: .test)
        for _ in 0 ..< 5 {
            let a = map { _ in stream.integer(below: 4) == 0 ? stream.unitFloat() * 7 : 0 }
            let b = map { _ in stream.integer(below: 4) == 0 ? stream.unitFloat() * 0.1 : 0 }
            let found = compare(a, b)
            #expect(found.ranks == RankCorrelation.spearman(a, b))
            let (largestA, largestB) = (try #require(a.max()), try #require(b.max()))
            #expect(found.structure == structural(a.map { $0 / largestA }, b.map { $0 / largestB }))
        }
    }

    @Test func `what is not finite shows`() {
        let a = map { Float($0) }
        let broken = map { $0 == 3 ? .nan : Float($0) }
        #expect(compare(a, broken).ranks.isNaN && compare(broken, a).ranks.isNaN)
        #expect(compare(a, broken).structure.isNaN && compare(broken, a).structure.isNaN)
        #expect(compare(a, map { $0 == 3 ? .infinity : 0 }).structure.isNaN)
    }
}
