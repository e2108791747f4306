import Testing

@testable import Core

/// What intervals do to a chart of seeds.
struct DotChartTests {
    private func chart(
        _ axis: FigureAxis, _ seeds: [[Double]], references: [LineChart.Reference] = []
    ) -> DotChart {
        let methods = seeds.enumerated().map { index, values in
            let statistics = RunningStatistics(values)
            let interval = ConfidenceInterval(of: statistics).map { $0.lower ... $0.upper }
            return DotChart.Method("m\(index)", entries: [.init(values: values, mean: statistics.mean, interval: interval)])
        }
        return DotChart(groups: ["g"], value: axis, methods: methods, references: references)
    }

    /// Arrow heads and caps, by their drawing: two lines that meet, and a short level one. In front of the plot stands the
    /// legend, with an arrow of its own.
    private func marks(_ chart: DotChart) -> (arrows: Int, caps: Int, legend: Bool) {
        let svg = Figure(title: "t", panels: [chart]).svg()
        let arrows = svg.matches(of: /<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" class="stroke-\w+" fill="none"/)
        let own = arrows.filter { $0.2 == $0.6 && $0.4 != $0.2 }
        let caps = svg.matches(of: /<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" class="stroke-\w+"[^>]*stroke-width="1.2"/)
            .filter { $0.2 == $0.4 && 1 ... 6 ~= (Double($0.3) ?? 0) - (Double($0.1) ?? 0) }
        let isTold = svg.contains(">goes on beyond the plot<")
        return (own.count - (isTold ? 1 : 0), caps.count, isTold)
    }

    @Test func `of two seeds the axis follows the seeds, and the bars are cut with a mark`() throws {
        let chart = chart(FigureAxis("SI", bounds: -1 ... 1), [[0.40, 0.42], [0.45, 0.46]])
        // 0.41 ± 0.13 and 0.455 ± 0.064.
        #expect(try #require(chart.methods[0].entries[0]?.interval).lowerBound < 0.3)
        let scale = AxisScale(chart.shownAxis, values: chart.axisValues, start: 0, end: 1)
        #expect(scale.low > 0.38 && scale.high < 0.48)
        // One end of the four is near enough.
        #expect(marks(chart) == (3, 1, true))
    }

    @Test func `bars that lie near the seeds are whole`() {
        let chart = chart(FigureAxis("SI"), [[0.40, 0.42, 0.41, 0.43], [0.9, 0.91, 0.92, 0.93]])
        #expect(marks(chart) == (0, 4, false))
        // Of one point, and of points on one place, the bar is all that has a length.
        let paper = DotChart(
            groups: ["g"], value: FigureAxis("SI"), methods: [.init("a", entries: [.init(values: [], mean: 0.5, halfWidth: 0.2)])])
        #expect(marks(paper) == (0, 2, false))
        #expect(marks(self.chart(FigureAxis("SI"), [[1, 1]])) == (0, 2, false))
    }

    @Test func `a bar ends where values end, without a mark`() {
        // 97.5 ± 6.4 of at most 100, and seeds that reach 99.9: the bar goes to 100.
        let chart = chart(FigureAxis("accuracy", unit: "%", bounds: 0 ... 100), [[97, 98], [99.9, 90]])
        let scale = AxisScale(chart.shownAxis, values: chart.axisValues, start: 0, end: 1)
        #expect(scale.contains(100))
        // Below both are cut.
        #expect(marks(chart) == (1, 1, true))
    }

    @Test func `on an axis of ratios too, where what reaches zero goes on`() {
        let axis = FigureAxis("LI", scale: .logarithmic)
        let wide = chart(axis, [[1, 2], [100, 120]])
        // −4.9 … 7.9 and −17 … 237: the upper ends lie near enough.
        let scale = AxisScale(wide.shownAxis, values: wide.axisValues, start: 0, end: 1)
        #expect(scale.low > 0.5 && scale.high > 237 && scale.high < 400)
        #expect(marks(wide) == (2, 2, true))
        // Nothing is drawn of what is 0, and nothing goes on.
        #expect(marks(chart(axis, [[0, 0], [1, 1]])).legend == false)
        #expect(chart(axis, [[0, 0]]).isBlank && !chart(axis, [[0, 1]]).isBlank && !chart(FigureAxis("SI"), [[0, 0]]).isBlank)
    }
}
