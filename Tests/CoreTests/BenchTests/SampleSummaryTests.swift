import Testing

@testable import Core

@Suite struct SampleSummaryTests {
    @Test func oddAndEven() throws {
        let odd = try #require(SampleSummary([5, 1, 9]))
        #expect((odd.median, odd.min, odd.max) == (5, 1, 9))
        #expect(odd.count == 3)
        let even = try #require(SampleSummary([4, 1, 9, 2]))
        #expect((even.median, even.min, even.max) == (3, 1, 9))
        #expect(SampleSummary([7])?.median == 7)
    }

    @Test func nothingToSay() {
        #expect(SampleSummary([]) == nil)
        #expect(SampleSummary([1, .nan]) == nil)
        #expect(SampleSummary([1, .infinity]) == nil)
    }

    /// 200 multiply-adds in 2, 4 and 1 s at a peak of 200, 100 and 400 a second.
    let trials = Trials(seconds: [2, 4, 1], peaks: [200, 100, 400])

    @Test func rates() {
        let row = trials.rateRow("x", multiplyAdds: 200e9, note: "n")
        #expect(row.unit == "GMAC/s")
        #expect(row.value == 100)
        #expect((row.min, row.max) == (50, 200))
        #expect(row.repetitions == 3)
        #expect(row.note == "n")
        let bound = Trials(seconds: [2, 4, 1], peaks: [200e9, 100e9, 400e9]).rateRow("x", multiplyAdds: 200e9)
        #expect(bound.bound == 200)
        // Every repetition against its own peak: half of it each time, whatever the clock did.
        #expect(bound.ratio == 0.5)
    }

    @Test func times() {
        let row = trials.timeRow("x", multiplyAdds: 200, unit: "ms", scale: 1000)
        #expect((row.value, row.min, row.max) == (2000, 1000, 4000))
        #expect(row.bound == 1000)
        #expect(row.ratio == 0.5)
    }

    @Test func counts() {
        let row = trials.countRow("x", count: 8, multiplyAdds: 200, unit: "samples/s")
        #expect((row.value, row.min, row.max) == (4, 2, 8))
        #expect(row.bound == 8)
        #expect(row.ratio == 0.5)
    }
}

/// Tuples of optionals have no == of their own.
private func == (a: (Double?, Double?, Double?), b: (Double, Double, Double)) -> Bool {
    a.0 == b.0 && a.1 == b.1 && a.2 == b.2
}

private func == (a: (Double?, Double?), b: (Double, Double)) -> Bool { a.0 == b.0 && a.1 == b.1 }
