import Testing

@testable import Core

@Suite struct DriftFigureTests {
    private func run(_ errors: [Double], _ ratios: [Double], betas: [Double] = [0, 0.5, 1]) -> DriftFigure.Run {
        DriftFigure.Run(betas: betas, distributionErrors: errors, accuracyRatios: ratios)
    }

    private func chart(_ figure: Figure, _ index: Int = 0) throws -> LineChart {
        try #require(figure.panels[index] as? LineChart)
    }

    @Test func `mean and sample deviation over the seeds, on both axes`() throws {
        let panels = [
            DriftFigure.Panel(
                "R4",
                methods: [
                    .init("DA", runs: [run([1, 2, 3], [1, 0.5, 0.25]), run([3, 2, 7], [1, 0.75, 0.25])]),
                    .init("WT", runs: [run([0, 0, 0], [1, 1, 0.5]), run([0, 0, 0], [1, 1, 0.5])]),
                ]),
            DriftFigure.Panel("T3", methods: [.init("DA", runs: [run([1, 1, 1], [1, 1, 1])])]),
        ]
        let figure = DriftFigure(source: "mnist", target: "fashion-mnist", panels: panels).figure
        #expect(figure.panels.map(\.title) == ["R4", "T3"] && figure.columns == 2)
        #expect(figure.caption.contains("mnist (β = 0) to fashion-mnist (β = 1)"))
        let chart = try chart(figure)
        #expect(chart.series.map(\.name) == ["DA", "DA", "WT", "WT"])
        #expect(chart.series.map { $0.side == .right } == [false, true, false, true])
        let root = 2.0.squareRoot()
        #expect(
            chart.series[0].points
                == [.init(x: 0, y: 2, deviation: root), .init(x: 0.5, y: 2, deviation: 0), .init(x: 1, y: 5, deviation: 2 * root)])
        #expect(chart.series[1].points.map(\.y) == [1, 0.625, 0.25])
        #expect(chart.bandName == "± 1 std over 2 seeds")
        // One seed says nothing of the spread.
        #expect(try self.chart(figure, 1).series[0].points.allSatisfy { $0.deviation == nil })
    }

    @Test func `zero stands at one height on both axes, and in all panels on the right`() throws {
        let panels = [
            DriftFigure.Panel("R4", methods: [.init("DA", runs: [run([1, 2, 4], [1, 0.5, 0])])]),
            DriftFigure.Panel("T3", methods: [.init("DA", runs: [run([1, 1, 2], [1, 1.2, 1])])]),
        ]
        let figure = DriftFigure(source: "a", target: "b", panels: panels).figure
        let (first, second) = (try chart(figure), try chart(figure, 1))
        func zero(_ axis: FigureAxis?) throws -> Double {
            let limits = try #require(axis?.limits)
            return -limits.lowerBound / (limits.upperBound - limits.lowerBound)
        }
        #expect(first.right?.limits == second.right?.limits)
        #expect(try #require(first.right?.limits).contains(1.2))
        #expect((try zero(first.left) - zero(first.right)).magnitude < 1e-12)
        #expect((try zero(second.left) - zero(second.right)).magnitude < 1e-12)
    }

    @Test func `what was not measured is a gap`() throws {
        #expect(DriftFigure.Run(["LI": [1]]) == nil)
        let onlyDI = try #require(DriftFigure.Run(["drift_beta": [0, 1], "drift_DI": [0.1, 0.2]]))
        #expect(onlyDI.distributionErrors == [0.1, 0.2] && onlyDI.accuracyRatios.allSatisfy(\.isNaN))
        let panels = [
            DriftFigure.Panel(
                "R4", methods: [
                    .init("IR", runs: [onlyDI, run([.nan, 0.4], [1, .infinity], betas: [1, 0.5])]), .init("DA", runs: []),
                ])
        ]
        for panels in [panels, [], [DriftFigure.Panel("T3", methods: [])]] {
            let figure = DriftFigure(source: "strokes", target: "silhouettes", panels: panels).figure
            let svg = figure.svg()
            #expect(!svg.contains("nan") && !svg.contains("inf,") && svg.hasSuffix("</svg>\n"))
        }
        let chart = try chart(DriftFigure(source: "a", target: "b", panels: panels).figure)
        #expect(chart.series[0].points.map(\.x) == [0, 0.5, 1] && chart.series[0].points.map(\.y) == [0.1, 0.4, 0.2])
        #expect(chart.series[1].points.map { $0.y.isNaN } == [true, true, false])
        #expect(chart.bandName == "± 1 std over 2 seeds")
    }
}
