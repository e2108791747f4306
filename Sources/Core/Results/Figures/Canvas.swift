/// What figures are drawn on: few primitives, which every implementation has alike. All lengths are in
/// points; coordinates are finite. What comes later covers what came before.
public protocol Canvas: AnyObject {
    /// Lines from point to point. Fewer than two points draw nothing.
    func polyline(_ points: [FigurePoint], _ stroke: LineStroke)

    /// A closed area, such as a band. Fewer than three points draw nothing.
    func polygon(_ points: [FigurePoint], fill: AreaFill?, stroke: LineStroke?)

    func rectangle(_ box: FigureBox, fill: AreaFill?, stroke: LineStroke?)

    /// One shape at each of the places. Open shapes (`MarkerShape.cross`) have only a stroke. Where shapes
    /// that let the ground through overlap, formats differ; charts draw them solid.
    func markers(
        _ shape: MarkerShape, at centres: [FigurePoint], radius: Double, fill: AreaFill?, stroke: LineStroke?)

    /// Square pixels with sharp borders, stretched to the box.
    func image(_ image: PixelImage, in box: FigureBox)

    func text(_ text: FigureText)

    /// What `draw` draws is seen inside the box only.
    func clipped(to box: FigureBox, _ draw: () -> Void)
}

/// How a line looks.
public struct LineStroke: Sendable, Equatable {
    /// Drawn over what is there, thinned by `opacity`.
    public var colour: FigureColour
    /// In points.
    public var width: Double
    /// Lengths of marks and gaps in turn, in points; empty for a whole line.
    public var dash: [Double]
    /// From 0, nothing, to 1.
    public var opacity: Double

    /// Without dashes unless they are given.
    public init(_ colour: FigureColour, width: Double = 1, dash: [Double] = [], opacity: Double = 1) {
        self.colour = colour
        self.width = width
        self.dash = dash
        self.opacity = opacity
    }
}

/// How an area looks.
public struct AreaFill: Sendable, Equatable {
    /// Drawn over what is there, thinned by `opacity`.
    public var colour: FigureColour
    /// From 0, nothing, to 1.
    public var opacity: Double

    /// - Parameter opacity: from 0, nothing, to 1.
    public init(_ colour: FigureColour, opacity: Double = 1) {
        self.colour = colour
        self.opacity = opacity
    }
}
