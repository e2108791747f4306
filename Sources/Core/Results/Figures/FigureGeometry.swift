/// A place in a figure, in points (1/72 inch) from the upper left corner; y grows downwards.
public struct FigurePoint: Sendable, Equatable {
    /// From the left edge.
    public var x: Double
    /// From the upper edge.
    public var y: Double

    /// In points from the upper left corner.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    var isFinite: Bool { x.isFinite && y.isFinite }

    func distance(to other: FigurePoint) -> Double {
        let (dx, dy) = (x - other.x, y - other.y)
        return (dx * dx + dy * dy).squareRoot()
    }

    func moved(into box: FigureBox) -> FigurePoint {
        FigurePoint(min(max(x, box.x), box.maxX), min(max(y, box.y), box.maxY))
    }
}

/// An upright rectangle in a figure, in points.
public struct FigureBox: Sendable, Equatable {
    /// Of the left edge.
    public var x: Double
    /// Of the upper edge.
    public var y: Double
    /// In points, not negative.
    public var width: Double
    /// In points, not negative.
    public var height: Double

    /// - Parameters:
    ///   - x: of the left edge.
    ///   - y: of the upper edge.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Of the right edge.
    public var maxX: Double { x + width }
    /// Of the lower edge.
    public var maxY: Double { y + height }
    /// Halfway between all four edges.
    public var middle: FigurePoint { FigurePoint(x + width / 2, y + height / 2) }

    /// Points on an edge are inside.
    public func contains(_ point: FigurePoint) -> Bool {
        point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY
    }

    /// The area that both cover, in square points; boxes that only touch share none.
    public func overlap(_ other: FigureBox) -> Double {
        let width = min(maxX, other.maxX) - max(x, other.x)
        let height = min(maxY, other.maxY) - max(y, other.y)
        return width > 0 && height > 0 ? width * height : 0
    }

    /// Whether `other` lies inside, up to `tolerance` points.
    public func holds(_ other: FigureBox, tolerance: Double = 0) -> Bool {
        other.x >= x - tolerance && other.y >= y - tolerance && other.maxX <= maxX + tolerance
            && other.maxY <= maxY + tolerance
    }

    func inset(by insets: FigureInsets) -> FigureBox {
        FigureBox(
            x: x + insets.left, y: y + insets.top, width: max(1, width - insets.left - insets.right),
            height: max(1, height - insets.top - insets.bottom))
    }

    func inset(by margin: Double) -> FigureBox {
        inset(by: FigureInsets(left: margin, right: margin, top: margin, bottom: margin))
    }

    /// Moved by as little as brings it inside `bounds`, as far as it fits.
    func moved(into bounds: FigureBox) -> FigureBox {
        var box = self
        box.x = max(bounds.x, min(box.x, bounds.maxX - width))
        box.y = max(bounds.y, min(box.y, bounds.maxY - height))
        return box
    }
}

/// The room that axes and labels take on each side of a panel, in points.
public struct FigureInsets: Sendable, Equatable {
    /// In points.
    public var left = 0.0
    /// In points.
    public var right = 0.0
    /// In points.
    public var top = 0.0
    /// In points.
    public var bottom = 0.0

    /// In points.
    public init(left: Double = 0, right: Double = 0, top: Double = 0, bottom: Double = 0) {
        self.left = left
        self.right = right
        self.top = top
        self.bottom = bottom
    }

    /// What is enough for both: panels side by side get the same, and their axes stand in line.
    func union(_ other: FigureInsets) -> FigureInsets {
        FigureInsets(
            left: max(left, other.left), right: max(right, other.right), top: max(top, other.top),
            bottom: max(bottom, other.bottom))
    }
}
