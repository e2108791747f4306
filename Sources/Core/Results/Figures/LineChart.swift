/// Curves over a common x: several series, a band of ± one deviation, one or two y axes, reference lines
/// and marked points.
///
/// Values that are no number are gaps in their line. Zero or less on a logarithmic axis is drawn as a hollow
/// triangle at the axis' lower end, and the legend says so.
public struct LineChart: FigurePanel {
    /// Which y axis a series or a mark is measured on.
    public enum Side: Sendable { case left, right }

    /// One value of a series.
    public struct Point: Sendable, Equatable {
        /// On the common axis, in its unit.
        public var x: Double
        /// On the series' axis, in its unit; no number for a gap.
        public var y: Double
        /// Half of the band's height, in the unit of y; nil for no band here.
        public var deviation: Double?

        /// - Parameter deviation: half of the band's height; nil for no band here.
        public init(x: Double, y: Double, deviation: Double? = nil) {
            self.x = x
            self.y = y
            self.deviation = deviation
        }
    }

    /// One line, or cloud of dots.
    public struct Series: Sendable {
        /// In the legend.
        public var name: String
        /// Whose colour and shape it has: series of one key share them, as the two sides of one method do.
        public var key: String
        /// The axis that it is measured on.
        public var side: Side
        /// Joined in this order, unless `look` is `dots`.
        public var points: [Point]
        /// Line with markers, dashed or not, thin line or dots.
        public var look: Look

        /// - Parameters:
        ///   - key: whose colour and shape it has; nil where that is its name.
        ///   - points: joined in this order, unless `look` is `dots`.
        public init(_ name: String, key: String? = nil, side: Side = .left, points: [Point], look: Look = .line) {
            self.name = name
            self.key = key ?? name
            self.side = side
            self.points = points
            self.look = look
        }

        /// How a series is drawn.
        public enum Look: Sendable {
            case line
            /// Of the same method as another, but measured otherwise.
            case dashedLine
            /// One of many that stand behind their mean: thin and pale, without markers.
            case thinLine
            /// Small, pale and not joined: what a mean is of.
            case dots
        }
    }

    /// A part of the x axis that is shaded over the plot's whole height.
    public struct Span: Sendable {
        /// In the legend.
        public var label: String
        /// In the unit of x.
        public var from: Double
        /// In the unit of x.
        public var to: Double

        /// - Parameter label: in the legend.
        public init(_ label: String, from: Double, to: Double) {
            self.label = label
            self.from = from
            self.to = to
        }
    }

    /// A line across the plot.
    public struct Reference: Sendable {
        /// The axis whose value the line stands at.
        public enum Axis: Sendable { case x, left, right }
        /// The axis whose value the line stands at.
        public var axis: Axis
        /// In the axis' unit.
        public var value: Double
        /// `SI = 0.95`
        public var label: String

        /// - Parameter value: in the axis' unit.
        public init(_ label: String, at value: Double, on axis: Axis = .left) {
            self.axis = axis
            self.value = value
            self.label = label
        }
    }

    /// A hollow shape round a place, such as a knee or a crossing: what is of another kind has another shape.
    public struct Mark: Sendable {
        /// Beside it.
        public var label: String
        /// What marks of this shape are, in the legend; empty for no entry.
        public var kind: String
        /// A ring, where nothing else is said.
        public var shape: MarkerShape
        /// In the unit of x.
        public var x: Double
        /// In the unit of `side`.
        public var y: Double
        /// The axis that y is read on.
        public var side: Side

        /// - Parameters:
        ///   - x: in its axis' unit, as is `y`.
        ///   - kind: what marks of this shape are, in the legend; empty for no entry.
        public init(
            _ label: String, x: Double, y: Double, side: Side = .left, shape: MarkerShape = .circle, kind: String = ""
        ) {
            (self.shape, self.kind) = (shape, kind)
            self.label = label
            self.x = x
            self.y = y
            self.side = side
        }
    }

    /// Above the chart; may be empty.
    public var title: String
    /// Common to all series.
    public var x: FigureAxis
    /// Of the series on the left, and of marks and references that say nothing else.
    public var left: FigureAxis
    /// Its series are dashed, with hollow markers.
    public var right: FigureAxis?
    /// In the order in which they get their looks.
    public var series: [Series]
    /// Behind the series.
    public var references: [Reference]
    /// In front of the series.
    public var marks: [Mark]
    /// Behind all else but the axes' lines.
    public var spans: [Span] = []
    /// What the bands are, for the legend: `± 1 std over 4 seeds`.
    public var bandName: String

    /// - Parameter right: nil for a chart with one y axis.
    public init(
        title: String = "", x: FigureAxis, left: FigureAxis, right: FigureAxis? = nil, series: [Series],
        references: [Reference] = [], marks: [Mark] = [], bandName: String = "± 1 std"
    ) {
        self.title = title
        self.x = x
        self.left = left
        self.right = right
        self.series = series
        self.references = references
        self.marks = marks
        self.bandName = bandName
    }

    /// The series' keys, in their order.
    public var seriesKeys: [String] { series.map(\.key) }

    /// Whether it has an axis of ratios on which nothing can be shown.
    var isBlank: Bool {
        left.scale == .logarithmic && right == nil
            && !series.contains { $0.points.contains { AxisScale.isDrawable($0.y, on: .logarithmic) } }
    }

    /// 62 % of the width, within 130 to 230 points.
    public func height(forWidth width: Double) -> Double { min(max(width * 0.62, 130), 230) }

    /// What the axes with their numbers and names take, in points.
    public func insets(in size: FigureSize) -> FigureInsets {
        // The ticks depend on the room for them and the room on the ticks: a first guess of it, on the small
        // side, tells the second, which is near enough. The first alone would break names that fit.
        let guess = FigureBox(x: 0, y: 0, width: max(size.width - 70, 20), height: max(size.height - 42, 20))
        let first = frame(guess).insets(plot: guess)
        let plot = FigureBox(x: 0, y: 0, width: size.width, height: size.height).inset(by: first)
        guard plot.width >= 20, plot.height >= 20 else { return first }
        return frame(plot).insets(plot: plot)
    }

    /// - Parameter insets: what axis numbers must do with, once it is settled.
    func frame(_ plot: FigureBox, insets: FigureInsets? = nil) -> AxisFrame {
        let xs = series.flatMap { $0.points.filter { $0.y.isFinite }.map(\.x) } + values(of: .x) + marks.map(\.x)
            + spans.flatMap { [$0.from, $0.to] }
        func upright(_ axis: FigureAxis, _ side: Side, _ inset: Double?) -> AxisFrame.Side {
            let values = yValues(side, axis) + self.values(of: side == .left ? .left : .right)
            let room = inset.map { AxisFrame.numberRoom(inset: $0, axis: axis, plot: plot) }
            return AxisFrame.upright(axis, values: values, plot: plot, room: room ?? .infinity)
        }
        return AxisFrame(
            bottom: AxisFrame.bottom(x, values: xs, plot: plot), left: upright(left, .left, insets?.left),
            right: right.map { upright($0, .right, insets?.right) })
    }

    private func yValues(_ side: Side, _ axis: FigureAxis) -> [Double] {
        let points = series.filter { $0.side == side || right == nil }.flatMap(\.points)
        return points.flatMap { point in
            let deviation = point.deviation ?? 0
            // On a logarithmic axis a band may reach below zero, and would draw all else together.
            return axis.scale == .logarithmic
                ? [point.y, point.y + deviation] : [point.y, point.y - deviation, point.y + deviation]
        } + marks.filter { $0.side == side || right == nil }.map(\.y)
    }

    private func values(of axis: Reference.Axis) -> [Double] { references.filter { $0.axis == axis }.map(\.value) }

    /// A row per point, reference and mark, and two per span; the deviations stand beside the values.
    public var table: CSVTable {
        let axes = [left] + (right.map { [$0] } ?? [])
        let columns = axes.flatMap { [$0.heading, "\($0.label) deviation" + ($0.unit.isEmpty ? "" : " (\($0.unit))")] }
        var table = CSVTable(columns: ["kind", "series", x.heading] + columns)
        func row(_ kind: String, _ name: String, _ x: Double?, _ side: Side, _ y: Double?, _ deviation: Double?) {
            let values: [CSVTable.Cell] = [.number(y), .number(deviation)]
            let empty = [CSVTable.Cell](repeating: .empty, count: 2)
            let isRight = side == .right && right != nil
            table.append(
                [.text(kind), .text(name), .number(x)]
                    + (isRight ? empty + values : values + (right == nil ? [] : empty)))
        }
        for series in series {
            for point in series.points { row("point", series.name, point.x, series.side, point.y, point.deviation) }
        }
        for reference in references {
            let isX = reference.axis == .x
            row(
                "reference", reference.label, isX ? reference.value : nil, reference.axis == .right ? .right : .left,
                isX ? nil : reference.value, nil)
        }
        for mark in marks { row("mark", mark.label, mark.x, mark.side, mark.y, nil) }
        for span in spans {
            for x in [span.from, span.to] { row("span", span.label, x, .left, nil, nil) }
        }
        return table
    }
}
