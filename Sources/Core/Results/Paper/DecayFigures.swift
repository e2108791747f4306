/// Proposition 3.1 in pictures, on the linear model; on networks see `TrainingFigure`.
public enum DecayFigures {
    /// One case of the linear model: a single g, or the whole orbit.
    public struct Case: Sendable, Equatable {
        /// `one g`, `orbit`: what stands in the legend.
        public var name: String
        /// Gradient descent steps.
        public var steps: [Double]
        /// (seeds)(points): ‖W(t) − W(0)exp(−Σt)‖ relative to the latter.
        public var distance: [[Double]]
        /// (seeds)(points): σmax of W.
        public var sigmaMax: [[Double]]
        /// (seeds)(points): LI of W.
        public var invarianceError: [[Double]]

        /// - Parameters:
        ///   - steps: gradient descent steps, common to all seeds.
        ///   - distance: (seeds)(points), as are the next two.
        public init(
            name: String, steps: [Double], distance: [[Double]], sigmaMax: [[Double]], invarianceError: [[Double]]
        ) {
            self.name = name
            self.steps = steps
            self.distance = distance
            self.sigmaMax = sigmaMax
            self.invarianceError = invarianceError
        }

        /// From the series of `decay`, one set per seed. Nil where they lack the case.
        /// - Parameter key: `g1`, `orbit`: what stands in the series' brackets.
        public init?(_ key: String, name: String, series: [[String: [Double]]]) {
            let found = series.filter { $0["decay_step[\(key)]"] != nil }
            guard let steps = found.compactMap({ $0["decay_step[\(key)]"] }).max(by: { $0.count < $1.count }) else {
                return nil
            }
            func all(_ quantity: String) -> [[Double]] { found.compactMap { $0["\(quantity)[\(key)]"] } }
            self.init(
                name: name, steps: steps, distance: all("decay_distance"), sigmaMax: all("decay_sigma_max"),
                invarianceError: all("decay_LI"))
        }
    }

    /// LI, σmax and the distance to the closed form over steps.
    public static func linear(_ cases: [Case], group: String) -> Figure {
        func chart(
            _ title: String, _ axis: FigureAxis, _ values: (Case) -> [[Double]],
            references: [LineChart.Reference] = []
        ) -> LineChart {
            let curves = cases.map { SeedCurves($0.name, x: $0.steps, values: values($0)) }
            return LineChart(
                title: title, x: FigureAxis("gradient descent step"), left: axis, series: curves.map(\.series),
                references: references, bandName: SeedCurves.bandName(curves))
        }
        return Figure(
            title: "Proposition 3.1: a linear model under gradient descent on LI, \(group)",
            caption: "Means over draws of W(0). The proposition: σmax(W) never exceeds its start. The distance to "
                + "the closed form, ‖W(t) − W(0)exp(−Σt)‖ / ‖W(0)exp(−Σt)‖, is what finite steps cost; it is proportional "
                + "to the step size.",
            panels: [
                chart("Invariance error", FigureAxis("LI", scale: .logarithmic), \.invarianceError),
                chart(
                    "Largest singular value", FigureAxis("σmax / σmax at start"),
                    { $0.sigmaMax.map(relativeToStart) }, references: [.init("bound", at: 1)]),
                chart("Distance to the closed form", FigureAxis("relative distance"), \.distance),
            ], columns: 3, widthInCentimetres: 17, panelHeightInCentimetres: 5)
    }

    /// What the proposition bounds by 1; seeds differ in their start, which would hide the decay.
    private static func relativeToStart(_ curve: [Double]) -> [Double] {
        guard let start = curve.first, start > 0 else { return curve }
        return curve.map { $0 / start }
    }
}
