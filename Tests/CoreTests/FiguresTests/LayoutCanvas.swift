@testable import Core

/// Draws nothing: keeps where everything goes, and finds what a reader would trip over.
final class LayoutCanvas: Canvas {
    /// Every text, in the order of drawing.
    private(set) var texts: [FigureText] = []
    /// Boxes round lines, areas and markers outside of clipped areas, without the width of lines, and those of clipped areas.
    private(set) var boxes: [FigureBox] = []
    /// Boxes of all images, clipped or not.
    private(set) var images: [FigureBox] = []
    /// Whether every point of lines, polygons and markers was finite; boxes and texts are not looked at.
    private(set) var isFinite = true
    private var isClipped = false

    /// Nothing has been drawn yet.
    init() {}

    /// Pairs of texts that share room. - Complexity: O(n²) in the number of texts.
    var overlappingTexts: [(FigureText, FigureText)] {
        var result: [(FigureText, FigureText)] = []
        for (index, text) in texts.enumerated() {
            for other in texts[..<index] where text.box.overlap(other.box) > 0.01 { result.append((other, text)) }
        }
        return result
    }

    /// Texts that reach over the border of a picture of this size.
    func textsOutside(_ size: FigureSize) -> [FigureText] {
        texts.filter { !size.box.holds($0.box, tolerance: 0.01) }
    }

    /// Keeps the box round the points.
    func polyline(_ points: [FigurePoint], _ stroke: LineStroke) { add(points) }
    /// Keeps the box round the points.
    func polygon(_ points: [FigurePoint], fill: AreaFill?, stroke: LineStroke?) { add(points) }
    /// Keeps the box.
    func rectangle(_ box: FigureBox, fill: AreaFill?, stroke: LineStroke?) {
        if !isClipped { boxes.append(box) }
    }
    /// Keeps the box round the centres.
    func markers(
        _ shape: MarkerShape, at centres: [FigurePoint], radius: Double, fill: AreaFill?, stroke: LineStroke?
    ) { add(centres) }
    /// Keeps the box among `images`.
    func image(_ image: PixelImage, in box: FigureBox) { images.append(box) }
    /// Keeps the text.
    func text(_ text: FigureText) { texts.append(text) }

    /// Keeps the box; of what `draw` draws, images and texts alone.
    func clipped(to box: FigureBox, _ draw: () -> Void) {
        boxes.append(box)
        let before = isClipped
        isClipped = true
        draw()
        isClipped = before
    }

    private func add(_ points: [FigurePoint]) {
        guard let first = points.first else { return }
        var (low, high) = (first, first)
        for point in points {
            if !point.isFinite { isFinite = false }
            low = FigurePoint(min(low.x, point.x), min(low.y, point.y))
            high = FigurePoint(max(high.x, point.x), max(high.y, point.y))
        }
        if !isClipped { boxes.append(FigureBox(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)) }
    }
}
