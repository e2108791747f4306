/// A thin line from a point to its label, where the label does not stand right beside it.
struct LabelLeader {
    private static let leastLength = 5.0

    let start: FigurePoint
    /// At the label.
    let end: FigurePoint

    /// Nil where the label is near enough to need none.
    /// - Parameter clearance: how far from the point it begins.
    init?(from point: FigurePoint, clearance: Double, to label: FigureBox) {
        let near = FigurePoint(min(max(point.x, label.x), label.maxX), min(max(point.y, label.y), label.maxY))
        let distance = point.distance(to: near)
        guard distance > clearance + Self.leastLength else { return nil }
        let part = clearance / distance
        start = FigurePoint(point.x + (near.x - point.x) * part, point.y + (near.y - point.y) * part)
        end = near
    }

    /// Small boxes along it.
    var boxes: [FigureBox] {
        LabelPlacer.samples(along: [start, end]).map { FigureBox(x: $0.x - 0.5, y: $0.y - 0.5, width: 1, height: 1) }
    }

    /// How many of these it crosses.
    func crossings(_ others: [FigureBox]) -> Int {
        let boxes = boxes
        return others.count { other in boxes.contains { $0.overlap(other) > 0 } }
    }

    func draw(on canvas: some Canvas) { canvas.polyline([start, end], LineStroke(.ink, width: 0.6)) }
}
