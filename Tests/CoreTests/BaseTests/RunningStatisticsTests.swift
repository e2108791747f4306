import Core
import Testing

@Suite struct RunningStatisticsTests {
    /// The definition in two passes, with compensated sums (Neumaier), independent of Welford.
    private static func twoPass(_ values: [Double]) -> (mean: Double, std: Double) {
        func sum(_ values: [Double]) -> Double {
            var total = 0.0
            var lost = 0.0
            for value in values {
                let next = total + value
                lost += abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
                total = next
            }
            return total + lost
        }
        let mean = sum(values) / Double(values.count)
        let squares = sum(values.map { ($0 - mean) * ($0 - mean) })
        return (mean, (squares / Double(values.count - 1)).squareRoot())
    }

    @Test(arguments: [0.0, 94.5, -3e6, 1e9]) func agreesWithTwoPasses(centre: Double) throws {
        var random = RandomStream(seed: 11, purpose: .test)
        for count in [2, 3, 4, 57, 1000] {
            let values = (0 ..< count).map { _ in centre + Double(random.unitFloat()) - 0.5 }
            let statistics = RunningStatistics(values)
            let reference = Self.twoPass(values)
            let mean = try #require(statistics.mean)
            let std = try #require(statistics.standardDeviation)
            #expect(abs(mean - reference.mean) <= 1e-14 * max(abs(centre), 1))
            // Either way rounds the differences from the mean to one unit in the last place of the centre.
            #expect(abs(std - reference.std) <= 1e-12 + Double.ulpOfOne * abs(centre))
            #expect(statistics.count == count)
        }
    }

    @Test func knownValues() {
        let statistics = RunningStatistics([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(statistics.mean == 5)
        #expect(statistics.standardDeviation == (32.0 / 7).squareRoot())
        #expect(RunningStatistics([3, 3, 3]).standardDeviation == 0)
    }

    @Test func fewNumbersHaveNoSpread() {
        #expect(RunningStatistics().mean == nil)
        #expect(RunningStatistics().standardDeviation == nil)
        #expect(RunningStatistics([7.5]).mean == 7.5)
        #expect(RunningStatistics([7.5]).standardDeviation == nil)
    }

    @Test func nonFiniteIsCountedApart() {
        let statistics = RunningStatistics([1, .nan, 3, .infinity, -.infinity])
        #expect(statistics == {
            var other = RunningStatistics([1, 3])
            for _ in 0 ..< 3 { other.add(.nan) }
            return other
        }())
        #expect(statistics.mean == 2)
        #expect(statistics.count == 2)
        #expect(statistics.nonFinite == 3)
        #expect(RunningStatistics([.nan]).mean == nil)
    }
}
