/// One entry of a legend: a sample and its name.
public struct LegendEntry: Sendable, Equatable {
    enum Sample: Sendable, Equatable {
        case line(LineStroke, MarkerShape?, isHollow: Bool)
        case marker(MarkerShape, FigureColour, isHollow: Bool)
        /// What is of one kind in several colours: one beside the other.
        case areas([AreaFill])
        /// The end of a bar that is not seen.
        case arrow(LineStroke)

        /// In points.
        var width: Double {
            switch self {
            case .line: 22
            case .marker: 8
            case .areas(let fills): max(16, Double(fills.count) * 6)
            case .arrow: 12
            }
        }
    }

    /// What stands beside the sample; an entry without a name is not shown.
    public let name: String
    let sample: Sample
    /// Whether it is a series or class, and no mark that is explained.
    let isSeries: Bool

    init(name: String, sample: Sample, isSeries: Bool = false) {
        (self.name, self.sample, self.isSeries) = (name, sample, isSeries)
    }

    /// Of several panels, each once: series and classes first, whichever panel they came from, what explains their marks
    /// after them. Areas of one name in several colours are one entry.
    static func merged(_ panels: [[LegendEntry]]) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        for entry in panels.joined() where !entries.contains(entry) {
            guard case .areas(let fills) = entry.sample,
                let place = entries.firstIndex(where: { $0.name == entry.name && !$0.isSeries }),
                case .areas(let known) = entries[place].sample
            else {
                entries.append(entry)
                continue
            }
            entries[place] = LegendEntry(name: entry.name, sample: .areas(known + fills.filter { !known.contains($0) }))
        }
        return entries.filter(\.isSeries) + entries.filter { !$0.isSeries }
    }
}

/// The entries in rows, above the panels: a legend there never covers data.
struct FigureLegend {
    private let width: Double
    private let rows: [[(entry: LegendEntry, name: String, x: Double)]]

    private static let size = FigureText.standardSize
    private static let rowHeight = 12.0
    private static let gap = 12.0

    /// - Parameter width: of the room for it; entries that are wider are cut.
    init(_ entries: [LegendEntry], width: Double) {
        self.width = width
        var rows: [[(entry: LegendEntry, name: String, x: Double)]] = []
        var row: [(entry: LegendEntry, name: String, x: Double)] = []
        var x = 0.0
        for entry in entries where !entry.name.isEmpty {
            let sampleWidth = entry.sample.width
            let name = TextMetrics.cut(entry.name, to: width - sampleWidth - 4, size: Self.size)
            let needed = sampleWidth + 4 + TextMetrics.width(name, size: Self.size)
            if !row.isEmpty, x + needed > width {
                rows.append(row)
                row = []
                x = 0
            }
            row.append((entry, name, x))
            x += needed + Self.gap
        }
        if !row.isEmpty { rows.append(row) }
        self.rows = rows
    }

    var height: Double { Double(rows.count) * Self.rowHeight }

    /// - Parameter origin: its upper left corner.
    func draw(at origin: FigurePoint, on canvas: some Canvas) {
        for (index, row) in rows.enumerated() {
            let y = origin.y + (Double(index) + 0.5) * Self.rowHeight
            for (entry, name, offset) in row {
                let x = origin.x + offset
                draw(entry.sample, from: FigurePoint(x, y), on: canvas)
                canvas.text(
                    FigureText(
                        name, at: FigurePoint(x + entry.sample.width + 4, y), size: Self.size, alignment: .middle))
            }
        }
    }

    private func draw(_ sample: LegendEntry.Sample, from start: FigurePoint, on canvas: some Canvas) {
        let middle = FigurePoint(start.x + sample.width / 2, start.y)
        switch sample {
        case .line(let stroke, let shape, let isHollow):
            canvas.polyline([start, FigurePoint(start.x + sample.width, start.y)], stroke)
            if let shape { canvas.marker(shape, at: [middle], radius: 2.7, colour: stroke.colour, isHollow: isHollow) }
        case .marker(let shape, let colour, let isHollow):
            canvas.marker(shape, at: [middle], radius: 3.2, colour: colour, isHollow: isHollow)
        case .areas(let fills):
            let width = sample.width / Double(max(fills.count, 1))
            for (place, fill) in fills.enumerated() {
                let box = FigureBox(x: start.x + Double(place) * width, y: start.y - 4, width: width, height: 8)
                canvas.rectangle(box, fill: fill, stroke: nil)
            }
        case .arrow(let stroke):
            let end = FigurePoint(middle.x, start.y - 4)
            canvas.polyline([FigurePoint(middle.x, start.y + 4), end], stroke)
            canvas.arrowHead(at: end, isUp: true, stroke)
        }
    }
}

extension Canvas {
    /// What a bar ends with that goes on where nothing more is seen.
    func arrowHead(at tip: FigurePoint, isUp: Bool, _ stroke: LineStroke) {
        let y = tip.y + (isUp ? 3.2 : -3.2)
        polyline([FigurePoint(tip.x - 2.4, y), tip, FigurePoint(tip.x + 2.4, y)], stroke)
    }

    /// Single seeds, which a mean is of: small rings.
    func seeds(at centres: [FigurePoint], colour: FigureColour) {
        markers(.circle, at: centres, radius: 1.6, fill: AreaFill(.paper), stroke: LineStroke(colour, width: 0.8))
    }

    /// Markers as series have them: filled with a thin border of paper that keeps neighbours apart, or hollow.
    func marker(
        _ shape: MarkerShape, at centres: [FigurePoint], radius: Double, colour: FigureColour, isHollow: Bool
    ) {
        if shape.isOpen || isHollow {
            let fill = shape.isOpen ? nil : AreaFill(.paper)
            markers(shape, at: centres, radius: radius, fill: fill, stroke: LineStroke(colour, width: 1.1))
        } else {
            markers(shape, at: centres, radius: radius, fill: AreaFill(colour), stroke: LineStroke(.paper, width: 0.5))
        }
    }
}
