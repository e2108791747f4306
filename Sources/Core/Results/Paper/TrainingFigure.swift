/// σmax of networks while they are trained, and their accuracy beside it: Proposition 3.1 where it does not strictly
/// hold. Variants stand in one picture, such as augmentation with and without weight decay.
public enum TrainingFigure {
    /// One group.
    public struct Panel: Sendable, Equatable {
        /// The group.
        public var title: String
        /// Largest singular value of the logits' Jacobian after each epoch.
        public var sigmaMax: [SeedCurves]
        /// On the validation split after each epoch, in %.
        public var accuracy: [SeedCurves]

        /// - Parameters:
        ///   - sigmaMax: after each epoch.
        ///   - accuracy: on the validation split after each epoch, in %.
        public init(_ title: String, sigmaMax: [SeedCurves], accuracy: [SeedCurves]) {
            self.title = title
            self.sigmaMax = sigmaMax
            self.accuracy = accuracy
        }
    }

    /// - Parameter samples: of the validation split, that σmax is averaged over.
    public static func figure(_ panels: [Panel], title: String, samples: Int) -> Figure {
        let charts = panels.flatMap { panel in
            [
                chart(panel.title, FigureAxis("σmax", scale: .logarithmic), panel.sigmaMax),
                chart(panel.title, FigureAxis("validation accuracy", unit: "%"), panel.accuracy),
            ]
        }
        return Figure(
            title: title,
            caption: "After each epoch. σmax: the largest singular value of the logits' Jacobian by the normalised input, "
                + "averaged over \(samples) validation samples at x.",
            panels: charts, columns: 2, widthInCentimetres: 17)
    }

    private static func chart(_ title: String, _ axis: FigureAxis, _ curves: [SeedCurves]) -> LineChart {
        LineChart(
            title: title, x: FigureAxis("epoch"), left: axis, series: curves.map(\.series),
            bandName: SeedCurves.bandName(curves))
    }
}
