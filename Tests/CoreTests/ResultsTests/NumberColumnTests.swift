import Testing

@testable import Core

/// A column of a table is read from top to bottom.
@Suite struct NumberColumnTests {
    /// `0.37 ± 0.02` of means and sample deviations over two seeds; of one seed where there is no deviation.
    private func column(_ rows: [(mean: Double, deviation: Double?)], _ measure: Measure = .LI) -> [String] {
        let statistics = rows.map { mean, deviation in
            let half = (deviation ?? 0) / 2.0.squareRoot()
            return RunningStatistics(deviation == nil ? [mean] : [mean - half, mean + half])
        }
        let column = NumberColumn(statistics, measure)
        return statistics.compactMap(column.text).map { text in text.mean + (text.deviation.map { " ± \($0)" } ?? "") }
    }

    @Test func `numbers of one size have one number of decimals, by their deviations`() {
        #expect(column([(69.613, 16.738), (35.73, 7.366)]) == ["70 ± 17", "36 ± 7"])
        #expect(column([(0.3713, 0.0187), (0.1203, 0.0098)]) == ["0.371 ± 0.019", "0.120 ± 0.010"])
        #expect(column([(0.00358, 0.00059), (0.00144, 0.00036)]) == ["0.0036 ± 0.0006", "0.0014 ± 0.0004"])
        // The smallest mean has two digits, whatever the deviations.
        #expect(column([(0.47, 0.11), (0.18, 0.015), (0.037, 0.012)]) == ["0.470 ± 0.110", "0.180 ± 0.015", "0.037 ± 0.012"])
        // 0.0996 is 0.10, with two digits.
        #expect(column([(0.9, 0.0996)]) == ["0.90 ± 0.10"])
        // A deviation far below the largest decides nothing; one a little below has its digit.
        #expect(column([(99.1, 0.7), (35.2, 0.0004)]) == ["99.1 ± 0.7", "35.2000 ± 0.0004"])
        #expect(column([(0.0117, 0.00046), (0.0027, 8.2e-6)], .DI) == ["0.0117 ± 0.0005", "0.0027 ± 8.2e-06"])
        #expect(column([(99.1, 6), (35.2, 0.4)]) == ["99.1 ± 6.0", "35.2 ± 0.4"])
    }

    @Test func `what is exactly 0 has no decimals`() {
        #expect(column([(0, 0), (0.3713, 0.0187)], .DI) == ["0 ± 0", "0.371 ± 0.019"])
        #expect(column([(0, nil), (17.41, nil), (23.04, nil)]) == ["0", "17.4", "23.0"])
        #expect(column([(0, 0)]) == ["0 ± 0"] && column([]) == [])
    }

    @Test func `numbers that are decades apart keep two digits each`() {
        #expect(column([(69.613, 16.738), (0.00358, 0.00059)]) == ["69.6 ± 16.7", "0.0036 ± 0.0006"])
        // A factor of 30 is the limit.
        #expect(column([(31, 0.5), (1, 0.1)]) == ["31.0 ± 0.5", "1.0 ± 0.1"])
        #expect(column([(32, 0.5), (1, 0.1)]) == ["32.0 ± 0.5", "1.00 ± 0.10"])
        // Nobody counts noughts.
        #expect(column([(1.4e-5, 2e-5), (2e-5, 1e-6)]) == ["1.4e-05 ± 2.0e-05", "2.0e-05 ± 1.0e-06"])
    }

    @Test func `measures with decimals of their own have them always`() {
        #expect(column([(94.67, 0.139), (84.5, 12.13)], .accuracy) == ["94.7 ± 0.1", "84.5 ± 12.1"])
        #expect(column([(0.95625, 0.0083), (1, 0)], .SI) == ["0.956 ± 0.008", "1.000 ± 0.000"])
        #expect(column([(0.0123, 0.001), (14, 2)], .sigmaMax) == ["0.01 ± 0.00", "14.00 ± 2.00"])
    }

    @Test func `points stand under each other`() {
        let aligned = AlignedNumbers(["69.6", "0.0036", "0", "1.4e-05"])
        #expect(["69.6", "0.0036", "0", "1.4e-05"].map(aligned.padded) == ["69.6    ", " 0.0036 ", " 0      ", " 1.4e-05"])
        // In a page: a space as wide as a point, then as wide as digits.
        #expect(aligned.spaceBehind("0") == "\u{2008}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}")
        #expect(aligned.spaceBehind("69.6") == "\u{2007}\u{2007}\u{2007}\u{2007}" && aligned.spaceBehind("1.4e-05").isEmpty)
        #expect(aligned.spaceBefore("0.0036") == "\u{2007}" && aligned.spaceBefore("69.6").isEmpty)
    }
}
