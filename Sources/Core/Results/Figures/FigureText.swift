/// One line of text at its place.
public struct FigureText: Sendable, Equatable {
    /// Which end of the text stands at its place.
    public enum Anchor: String, Sendable { case start, middle, end }
    /// How heavy the letters are.
    public enum Weight: String, Sendable { case regular, bold }
    /// What of the text stands at the given place.
    public enum Alignment: Sendable { case baseline, middle, top }
    /// By quarters only, so that the box of a text is upright.
    public enum Rotation: Sendable {
        case none
        /// Read from bottom to top.
        case up
        /// Read from top to bottom.
        case down
    }

    /// One line.
    public let text: String
    /// Where the anchor stands on the baseline.
    public let position: FigurePoint
    /// Of the letters, in points.
    public let size: Double
    /// How heavy the letters are.
    public let weight: Weight
    /// Of the letters.
    public let colour: FigureColour
    /// Which end of the text stands at `position`.
    public let anchor: Anchor
    /// About `position`.
    public let rotation: Rotation
    /// A border in the paper's colour, for a text that stands over data.
    public let hasHalo: Bool

    /// - Parameters:
    ///   - point: where the text goes, as `anchor` and `alignment` say.
    ///   - size: in points.
    public init(
        _ text: String, at point: FigurePoint, size: Double = FigureText.standardSize, weight: Weight = .regular,
        colour: FigureColour = .ink, anchor: Anchor = .start, alignment: Alignment = .baseline,
        rotation: Rotation = .none, hasHalo: Bool = false
    ) {
        self.text = text
        self.size = size
        self.weight = weight
        self.colour = colour
        self.anchor = anchor
        self.rotation = rotation
        self.hasHalo = hasHalo
        let drop =
            switch alignment {
            case .baseline: 0.0
            case .middle: (TextMetrics.ascent - TextMetrics.descent) / 2 * size
            case .top: TextMetrics.ascent * size
            }
        position =
            switch rotation {
            case .none: FigurePoint(point.x, point.y + drop)
            case .up: FigurePoint(point.x + drop, point.y)
            case .down: FigurePoint(point.x - drop, point.y)
            }
    }

    /// Axis numbers, labels, legends: 8 points, which a page may still shrink a little.
    public static let standardSize = 8.0

    /// In points, by the metrics of the font that figures are set in.
    public var width: Double { TextMetrics.width(text, size: size, weight: weight) }

    /// The room it takes: letters from the foot of `g` to the head of `b`.
    public var box: FigureBox {
        let start =
            switch anchor {
            case .start: 0.0
            case .middle: -width / 2
            case .end: -width
            }
        let (ascent, descent) = (TextMetrics.ascent * size, TextMetrics.descent * size)
        switch rotation {
        case .none:
            return FigureBox(x: position.x + start, y: position.y - ascent, width: width, height: ascent + descent)
        case .up:
            return FigureBox(
                x: position.x - ascent, y: position.y - start - width, width: ascent + descent, height: width)
        case .down:
            return FigureBox(x: position.x - descent, y: position.y + start, width: ascent + descent, height: width)
        }
    }
}
