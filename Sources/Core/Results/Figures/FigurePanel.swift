/// One chart of a figure. `LineChart`, `ScatterChart`, `DotChart` and `ImageGrid` are panels; `Figure` sets
/// them beside each other, with one legend for all.
public protocol FigurePanel: Sendable {
    /// Above the chart; may be empty.
    var title: String { get }
    /// Whose looks its series have, in the order in which looks are given out.
    var seriesKeys: [String] { get }
    /// Of its classes of points, likewise.
    var classNames: [String] { get }
    func legend(_ styles: FigureStyles) -> [LegendEntry]
    /// The height that suits a width, in points.
    func height(forWidth width: Double) -> Double
    /// What axes and labels take of a cell of that size.
    func insets(in size: FigureSize) -> FigureInsets
    /// - Parameters:
    ///   - plot: where the data goes.
    ///   - cell: `plot` with the room for axes and labels; nothing may be drawn outside.
    func draw(in plot: FigureBox, cell: FigureBox, styles: FigureStyles, on canvas: some Canvas)
    /// All that is shown, a value per cell, units in the headings.
    var table: CSVTable { get }
}

extension FigurePanel {
    /// None.
    public var seriesKeys: [String] { [] }
    /// None.
    public var classNames: [String] { [] }
}

/// Width and height in points.
public struct FigureSize: Sendable, Equatable {
    /// In points.
    public var width: Double
    /// In points.
    public var height: Double

    /// In points.
    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    var box: FigureBox { FigureBox(x: 0, y: 0, width: width, height: height) }

    /// 72 points are an inch of 2.54 cm.
    public static let pointsPerCentimetre = 72 / 2.54
}
