/// Thousands of points in a plane, coloured by class, with the orbits of single samples traced through them:
/// a t-SNE picture. Both directions have the same scale.
public struct ScatterChart: FigurePanel {
    /// Points of one colour.
    public struct Class: Sendable {
        /// In the legend, and near the points.
        public var name: String
        /// Those with a coordinate that is no number are not drawn.
        public var points: [FigureValue]

        /// - Parameter points: those with a coordinate that is no number are not drawn.
        public init(_ name: String, points: [FigureValue]) {
            self.name = name
            self.points = points
        }
    }

    /// The places of gx for g in the group's order, joined by lines; the stops are numbered from 0.
    public struct Orbit: Sendable {
        /// Which sample, for the legend and the table.
        public var name: String
        /// In the group's order, that of the sample itself first; one that is no number is a gap in the line.
        public var points: [FigureValue]
        /// Whether the last stop is joined with the first.
        public var isClosed: Bool

        /// - Parameter isClosed: whether the last stop is joined with the first.
        public init(_ name: String, points: [FigureValue], isClosed: Bool = false) {
            self.name = name
            self.points = points
            self.isClosed = isClosed
        }
    }

    /// Above the chart; may be empty.
    public var title: String
    /// In the order in which they get their colours.
    public var classes: [Class]
    /// In front of the points.
    public var orbits: [Orbit]
    /// Nil where the coordinates mean nothing by themselves, as in t-SNE: no numbers then.
    public var axes: Axes?

    /// What the coordinates mean, where they mean something.
    public struct Axes: Sendable {
        /// Along the lower edge.
        public var x: FigureAxis
        /// Along the left edge.
        public var y: FigureAxis

        /// Their scale is linear whatever they say: distances shall compare.
        public init(x: FigureAxis, y: FigureAxis) {
            self.x = x
            self.y = y
            self.x.scale = .linear
            self.y.scale = .linear
        }
    }

    /// - Parameter axes: nil where the coordinates mean nothing by themselves.
    public init(title: String = "", classes: [Class], orbits: [Orbit] = [], axes: Axes? = nil) {
        self.title = title
        self.classes = classes
        self.orbits = orbits
        self.axes = axes
    }

    /// In the order in which they get their colours; orbits have looks of their own.
    public var classNames: [String] { classes.map(\.name) }

    /// 90 % of the width, within 140 to 330 points.
    public func height(forWidth width: Double) -> Double { min(max(width * 0.9, 140), 330) }

    /// A row per point of the classes, then one per stop of the orbits, numbered from 0.
    public var table: CSVTable {
        let headings = axes.map { [$0.x.heading, $0.y.heading] } ?? ["x", "y"]
        var table = CSVTable(columns: ["kind", "name", "step"] + headings)
        for item in classes {
            for point in item.points {
                table.append([.text("sample"), .text(item.name), .empty, .number(point.x), .number(point.y)])
            }
        }
        for orbit in orbits {
            for (step, point) in orbit.points.enumerated() {
                table.append([.text("orbit"), .text(orbit.name), .integer(step), .number(point.x), .number(point.y)])
            }
        }
        return table
    }
}

/// A pair of values, in the data's units.
public struct FigureValue: Sendable, Equatable {
    /// May be no number: then it is not drawn.
    public var x: Double
    /// May be no number: then it is not drawn.
    public var y: Double

    /// In the data's units; no number for what is not drawn.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    /// Beyond 1e300 a span would overflow.
    var isDrawable: Bool { x.magnitude <= 1e300 && y.magnitude <= 1e300 }
}
