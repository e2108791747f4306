import Core
import Foundation
import Testing

@Suite struct ConfidenceIntervalTests {
    @Test func `four seeds`() throws {
        // Mean 94, squares 0.04 + 0.01 + 0.01 + 0.04; t(3) = 3.182446305284.
        let statistics = RunningStatistics([93.8, 93.9, 94.1, 94.2])
        let interval = try #require(ConfidenceInterval(of: statistics))
        let margin = 3.182446305284 * (0.1 / 3.0).squareRoot() / 2
        #expect((interval.margin - margin).magnitude < 1e-12)
        #expect((interval.lower - (94 - margin)).magnitude < 1e-12)
        #expect((interval.upper - (94 + margin)).magnitude < 1e-12)
        #expect(interval.level == 0.95 && interval.contains(94) && !interval.contains(94.3))
        let wider = try #require(ConfidenceInterval(of: statistics, level: 0.99))
        #expect((wider.margin / interval.margin - 5.840909309733 / 3.182446305284).magnitude < 1e-10)
    }

    @Test func `few numbers have none`() throws {
        #expect(ConfidenceInterval(of: RunningStatistics()) == nil)
        #expect(ConfidenceInterval(of: RunningStatistics([94])) == nil)
        #expect(ConfidenceInterval(of: RunningStatistics([94, .nan])) == nil)
        #expect(ConfidenceInterval(of: RunningStatistics([94, 95]), level: 1) == nil)
        let same = try #require(ConfidenceInterval(of: RunningStatistics([94, 94])))
        #expect(same.lower == 94 && same.upper == 94)
    }

    /// Of 4,000 samples of five normal draws, about 95 % of the intervals hold the true mean
    /// (standard error 0.34 %).
    @Test func `they hold what they promise`() throws {
        var stream = RandomStream(seed: 12, purpose: .test)
        func unit() -> Double { (Double(stream.nextWord()) + 0.5) * 0x1p-32 }
        var held = 0
        for _ in 0 ..< 4000 {
            let draws = (0 ..< 5).map { _ in 3 + 2 * (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }
            if try #require(ConfidenceInterval(of: RunningStatistics(draws))).contains(3) { held += 1 }
        }
        #expect((Double(held) / 4000 - 0.95).magnitude < 0.0136)
    }
}
