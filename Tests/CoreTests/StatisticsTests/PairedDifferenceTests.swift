import Core
import Testing

@Suite struct PairedDifferenceTests {
    private func outcomes(_ values: [UInt64: Double?]) -> [PairedDifference.Outcome] {
        values.map { .init(seed: $0.key, value: $0.value) }
    }

    /// Student's own example (Biometrika 6, 1908): hours of sleep gained by ten patients with two
    /// drugs. t = 4.0621, p = 0.00283.
    @Test func `Student's sleep data`() throws {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
        let found = PairedDifference(
            outcomes(.init(uniqueKeysWithValues: second.enumerated().map { (UInt64($0), $1) })),
            minus: outcomes(.init(uniqueKeysWithValues: first.enumerated().map { (UInt64($0), $1) })))
        #expect(found.count == 10 && found.onlyA == 0 && found.onlyB == 0 && found.neither == 0)
        #expect((try #require(found.mean) - 1.58).magnitude < 1e-14)
        #expect((try #require(found.standardDeviation) - 1.229995).magnitude < 1e-6)
        #expect((try #require(found.t) - 4.062128).magnitude < 1e-6)
        #expect((try #require(found.p) - 0.00283289).magnitude < 1e-8)
        let interval = try #require(found.interval)
        #expect((interval.lower - 0.7001142).magnitude < 1e-7 && (interval.upper - 2.4598858).magnitude < 1e-7)
    }

    @Test func `seeds that fail on a side are left out and counted`() throws {
        let a = outcomes([0: 10, 1: 12, 2: nil, 3: 11, 4: .nan, 5: nil, 7: 1])
        let b = outcomes([0: 9, 1: 10, 2: 4, 3: nil, 4: 3, 5: nil, 6: 2])
        let found = PairedDifference(a, minus: b)
        #expect(found.statistics == RunningStatistics([1, 2]))
        #expect(found.onlyA == 2 && found.onlyB == 3 && found.neither == 1)
        #expect(PairedDifference(b, minus: a).mean == -1.5)
        #expect(PairedDifference(b, minus: a).p == found.p)
        #expect((try #require(found.t) - 3).magnitude < 1e-14)
        // One degree of freedom: 1 − 2·arctan(3)/π.
        #expect((try #require(found.p) - 0.20483276469913345).magnitude < 1e-14)
    }

    @Test func `the order of the jobs does not count`() {
        let a = (0 ..< 9).map { PairedDifference.Outcome(seed: UInt64($0), value: 0.1 * Double($0 * $0 % 7)) }
        let b = (0 ..< 9).map { PairedDifference.Outcome(seed: UInt64($0), value: 0.3 * Double($0 % 4)) }
        #expect(PairedDifference(a, minus: b) == PairedDifference(a.reversed(), minus: b.reversed()))
    }

    @Test func `too few or all the same`() throws {
        let none = PairedDifference(outcomes([1: 3]), minus: outcomes([2: 3]))
        #expect(none.count == 0 && none.mean == nil && none.interval == nil && none.t == nil && none.p == nil)
        #expect(none.onlyA == 1 && none.onlyB == 1)
        let one = PairedDifference(outcomes([1: 3]), minus: outcomes([1: 1]))
        #expect(one.mean == 2 && one.standardDeviation == nil && one.interval == nil && one.t == nil && one.p == nil)
        let same = PairedDifference(outcomes([1: 3, 2: 4]), minus: outcomes([1: 1, 2: 2]))
        #expect(same.mean == 2 && same.t == nil && same.p == nil)
        #expect(try #require(same.interval).margin == 0)
    }
}
