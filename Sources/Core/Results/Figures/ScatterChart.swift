/// Thousands of points in a plane, coloured by class, with the orbits of single samples traced through them:
/// a t-SNE picture. Both directions have the same scale.
public struct ScatterChart: FigurePanel {
    public struct Class: Sendable {
        public var name: String
        /// Those with a coordinate that is no number are not drawn.
        public var points: [FigureValue]

        public init(_ name: String, points: [FigureValue]) {
            self.name = name
            self.points = points
        }
    }

    /// The places of gx for g in the group's order, joined by lines; the stops are numbered from 0.
    public struct Orbit: Sendable {
        public var name: String
        public var points: [FigureValue]
        /// Whether the last stop is joined with the first.
        public var isClosed: Bool

        public init(_ name: String, points: [FigureValue], isClosed: Bool = false) {
            self.name = name
            self.points = points
            self.isClosed = isClosed
        }
    }

    public var title: String
    public var classes: [Class]
    public var orbits: [Orbit]
    /// Nil where the coordinates mean nothing by themselves, as in t-SNE: no numbers then.
    public var axes: Axes?

    public struct Axes: Sendable {
        public var x: FigureAxis
        public var y: FigureAxis

        /// Their scale is linear whatever they say: distances shall compare.
        public init(x: FigureAxis, y: FigureAxis) {
            self.x = x
            self.y = y
            self.x.scale = .linear
            self.y.scale = .linear
        }
    }

    public init(title: String = "", classes: [Class], orbits: [Orbit] = [], axes: Axes? = nil) {
        self.title = title
        self.classes = classes
        self.orbits = orbits
        self.axes = axes
    }

    public var seriesNames: [String] { classes.map(\.name) }

    public func height(forWidth width: Double) -> Double { min(max(width * 0.9, 140), 330) }

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
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    /// Beyond 1e300 a span would overflow.
    var isDrawable: Bool { x.magnitude <= 1e300 && y.magnitude <= 1e300 }
}
