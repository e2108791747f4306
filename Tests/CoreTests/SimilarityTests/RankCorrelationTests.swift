import Testing

@testable import Core

@Suite struct RankCorrelationTests {
    /// By the definition: ranks by counting, then Pearson's correlation.
    private func slow(_ a: [Float], _ b: [Float]) -> Double {
        func ranks(_ values: [Float]) -> [Double] {
            values.map { value in
                Double(values.count { $0 < value }) + (Double(values.count { $0 == value }) + 1) / 2
            }
        }
        func centred(_ values: [Double]) -> [Double] {
            let mean = values.reduce(0, +) / Double(values.count)
            return values.map { $0 - mean }
        }
        let (x, y) = (centred(ranks(a)), centred(ranks(b)))
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
    }

    @Test func `by hand`() throws {
        #expect(RankCorrelation.spearman([1, 2, 3, 4], [10, 20, 30, 40]) == 1)
        #expect(RankCorrelation.spearman([1, 2, 3, 4], [4, 3, 2, 1]) == -1)
        // 1 − 6·Σd²/(n(n² − 1)) with d = (1, −1, 0, 0, 0) and n = 5: 1 − 12/120.
        #expect(RankCorrelation.spearman([1, 2, 3, 4, 5], [2, 1, 3, 4, 5]) == 0.9)
        // Ranks (1.5, 1.5, 3) and (1, 2, 3): 1.5/√(1.5·2).
        let tied = try #require(RankCorrelation.spearman([7, 7, 9], [-1, 0, 1]))
        #expect((tied - 1.5 / 3.0.squareRoot()).magnitude < 1e-15)
        // Ten pupils (Wikipedia's example of IQ and hours of television): −29/165.
        let iq: [Float] = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
        let hours: [Float] = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
        #expect((try #require(RankCorrelation.spearman(iq, hours)) + 29.0 / 165).magnitude < 1e-15)
    }

    @Test(arguments: [2, 3, 17, 300]) func `against the definition`(count: Int) throws {
        var stream = RandomStream(seed: 8, purpose: .test)
        for levels in [2, 5, 1000] as [UInt32] {
            for _ in 0 ..< 5 {
                func draw() -> [Float] {
                    (0 ..< count).map { $0 == 0 ? -9 : (Float(stream.integer(below: levels)) - 2) * 0.37 }
                }
                let (a, b) = (draw(), draw())
                #expect((try #require(RankCorrelation.spearman(a, b)) - slow(a, b)).magnitude < 1e-13)
                #expect(RankCorrelation.spearman(a, b) == RankCorrelation.spearman(b, a))
                // Any rising function of the values, exactly.
                #expect(RankCorrelation.spearman(a, a.map { $0 * $0 * $0 + 2 * $0 }) == 1)
                #expect(RankCorrelation.spearman(a, a.map { -$0 }) == -1)
            }
        }
    }

    @Test func `zeros of either sign, infinities, subnormals`() {
        let tiny = Float.leastNonzeroMagnitude
        #expect(RankCorrelation.spearman([-0.0, 0, 1], [3, 3, 4]) == 1)
        #expect(RankCorrelation.spearman([-.infinity, -1, -tiny, 0, tiny, 1, .infinity], [0, 1, 2, 3, 4, 5, 6]) == 1)
    }

    @Test func `constant maps have none`() throws {
        #expect(RankCorrelation.spearman([5, 5, 5], [1, 2, 3]) == nil)
        #expect(RankCorrelation.spearman([1, 2, 3], [0, 0, -0.0]) == nil)
        #expect(RankCorrelation.spearman([5, 5, 5], [5, 5, 5]) == nil)
        #expect(RankCorrelation.spearman([1], [2]) == nil && RankCorrelation.spearman([], []) == nil)
        #expect(try #require(RankCorrelation.spearman([1, .nan, 3], [1, 2, 3])).isNaN)
        #expect(try #require(RankCorrelation.spearman([1, 1, 1], [1, .nan, 3])).isNaN)
    }

    /// The largest size, where sums of products are largest.
    @Test func `large maps`() {
        let count = RankCorrelation.largestCount
        let rising = (0 ..< count).map { Float($0) }
        #expect(RankCorrelation.spearman(rising, rising) == 1)
        #expect(RankCorrelation.spearman(rising, rising.reversed()) == -1)
    }
}
