/// Figure 4 of the paper: DI (left axis) and the accuracy ratio Acc(D(β))/Acc(D₁) (right axis) over the drift
/// β, one panel per group, mean and ± 1 standard deviation over the seeds of each method.
public struct DriftFigure: Sendable, Equatable {
    /// What one trained network showed: a value of each curve per β. NaN where there is none.
    public struct Run: Sendable, Equatable {
        /// β, from 0 to 1.
        public var betas: [Double]
        /// DI, in nats.
        public var distributionErrors: [Double]
        /// Acc(D(β))/Acc(D₁), 1 at β = 0.
        public var accuracyRatios: [Double]

        /// All of one length: a value per β, NaN where there is none.
        public init(betas: [Double], distributionErrors: [Double], accuracyRatios: [Double]) {
            self.betas = betas
            self.distributionErrors = distributionErrors
            self.accuracyRatios = accuracyRatios
        }

        /// From `Measurements.series`; a curve that was not measured is a gap.
        /// - Returns: nil where no drift was measured.
        public init?(_ series: [String: [Double]]) {
            guard let betas = series[DriftAnalysis.Curve.beta] else { return nil }
            func values(_ name: String) -> [Double] {
                series[name] ?? [Double](repeating: .nan, count: betas.count)
            }
            self.init(
                betas: betas, distributionErrors: values(DriftAnalysis.Curve.of(.DI)),
                accuracyRatios: values(DriftAnalysis.Curve.accuracyRatio))
        }
    }

    /// The networks of all seeds.
    public struct Method: Sendable, Equatable {
        /// `IR`, `IR ν=3`: the same in all panels.
        public var name: String
        /// One per seed.
        public var runs: [Run]

        /// - Parameter runs: one per seed.
        public init(_ name: String, runs: [Run]) {
            self.name = name
            self.runs = runs
        }
    }

    /// One chart.
    public struct Panel: Sendable, Equatable {
        /// The group.
        public var title: String
        /// In the order of the legend.
        public var methods: [Method]

        /// - Parameter methods: in the order of the legend.
        public init(_ title: String, methods: [Method]) {
            self.title = title
            self.methods = methods
        }
    }

    /// The name of D₁, which the samples drift from.
    public var source: String
    /// The name of D₂, which the samples drift to.
    public var target: String
    /// One per group.
    public var panels: [Panel]

    /// - Parameter panels: one per group.
    public init(source: String, target: String, panels: [Panel]) {
        self.source = source
        self.target = target
        self.panels = panels
    }

    /// DI and the accuracy's ratio over β, a chart per panel.
    public var figure: Figure {
        Figure(
            title: "Invariance and accuracy under drift",
            caption: "Predictive distribution invariance error (DI) and accuracy relative to that on \(source), as the "
                + "test samples drift from \(source) (β = 0) to \(target) (β = 1): D(β) = (1 − β)·D₁ + β·D₂.",
            panels: panels.map(chart), columns: min(max(panels.count, 1), 2))
    }

    private func chart(_ panel: Panel) -> LineChart {
        LineChart(
            title: panel.title, x: FigureAxis("drift β"),
            left: FigureAxis("DI", unit: "nats", limits: Self.limits(of: [panel], \.distributionErrors)),
            // One scale for all groups, whose ratios are compared; DI has each group's own.
            right: FigureAxis("accuracy ratio", limits: Self.limits(of: panels, \.accuracyRatios, least: 1)),
            series: panel.methods.flatMap { method in
                [
                    LineChart.Series(method.name, points: Self.points(method.runs, \.distributionErrors)),
                    LineChart.Series(
                        method.name, side: .right, points: Self.points(method.runs, \.accuracyRatios)),
                ]
            }, bandName: bandName)
    }

    /// From a little below 0 to a little above the largest, so that 0 stands at the same height on both axes.
    /// - Parameter least: that is shown in any case.
    private static func limits(
        of panels: [Panel], _ curve: KeyPath<Run, [Double]>, least: Double = 0
    ) -> ClosedRange<Double>? {
        let shown = panels.flatMap(\.methods).flatMap { points($0.runs, curve) }.filter { $0.y.isFinite }
        let largest = shown.reduce(least) { max($0, $1.y + ($1.deviation ?? 0)) }
        return largest > 0 && largest.isFinite ? -0.05 * largest ... 1.05 * largest : nil
    }

    /// Mean over the runs at each β that some run has; the band is missing where only one has it.
    private static func points(_ runs: [Run], _ curve: KeyPath<Run, [Double]>) -> [LineChart.Point] {
        var statistics: [Double: RunningStatistics] = [:]
        for run in runs {
            for (beta, value) in zip(run.betas, run[keyPath: curve]) {
                statistics[beta, default: RunningStatistics()].add(value)
            }
        }
        return statistics.sorted { $0.key < $1.key }.map { beta, values in
            LineChart.Point(x: beta, y: values.mean ?? .nan, deviation: values.standardDeviation)
        }
    }

    /// The same in all panels, or the legend would have an entry for each.
    private var bandName: String {
        let counts = panels.flatMap { $0.methods.map(\.runs.count) }.filter { $0 > 1 }
        guard let least = counts.min(), let most = counts.max() else { return "± 1 std" }
        return "± 1 std over " + (least == most ? "\(most)" : "\(least) to \(most)") + " seeds"
    }
}
