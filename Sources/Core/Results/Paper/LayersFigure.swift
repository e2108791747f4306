/// Where in a network invariance appears: relative LI by layer.
public enum LayersFigure {
    /// One chart.
    public struct Panel: Sendable {
        /// The group, say.
        public var title: String
        /// Per method, over layers: the image, the hidden layers, the logits.
        public var methods: [(name: String, values: [[Double]])]

        /// - Parameter methods: values (seeds)(layers): the series `layer_LI_relative` of each network.
        public init(title: String, methods: [(name: String, values: [[Double]])]) {
            self.title = title
            self.methods = methods
        }
    }

    /// A chart per panel: means over seeds with their deviation, layer by layer.
    public static func figure(_ panels: [Panel]) -> Figure {
        let charts = panels.map { panel in
            let curves = panel.methods.map { name, values in
                SeedCurves(name, x: (0 ..< (values.map(\.count).max() ?? 0)).map(Double.init), values: values)
            }
            let last = max(1, (curves.map(\.x.count).max() ?? 2) - 1)
            return LineChart(
                title: panel.title,
                x: FigureAxis("layer (0 image, \(last) logits)", limits: -0.2 ... Double(last) + 0.2),
                left: FigureAxis("relative LI", scale: .logarithmic), series: curves.map(\.series),
                bandName: SeedCurves.bandName(curves))
        }
        return Figure(
            title: "Where invariance appears",
            caption: "Relative LI of a layer's activations z: Σ‖z(x) − z(gx)‖² / Σ(‖z(x)‖² + ‖z(gx)‖²) over test "
                + "samples and g ≠ e. 1: as different as vectors at right angles; 0: invariant.",
            panels: charts, columns: min(2, max(1, charts.count)), widthInCentimetres: charts.count > 1 ? 16 : 11)
    }
}
