/// Which look each name has, the same in all panels of a figure.
///
/// Names beyond the palette's end repeat its colours with other shapes and dashes.
public struct FigureStyles: Sendable {
    private var indices: [String: Int] = [:]

    /// - Parameters:
    ///   - order: names that look the same in all figures, in the order of the palette.
    ///   - names: those of the figure, each once or more often. One that is not in `order` takes the look of one there
    ///     that the figure does not have, the last first, and only then black, grey and dashes.
    public init(order: [String] = [], _ names: some Collection<String>) {
        for name in order where indices[name] == nil { indices[name] = indices.count }
        let present = Set(names)
        var free = order.filter { !present.contains($0) }.compactMap { indices[$0] }
        var next = indices.count
        for name in names where indices[name] == nil {
            if let look = free.popLast() {
                indices[name] = look
            } else {
                indices[name] = next
                next += 1
            }
        }
    }

    /// Series and classes first, whichever panel they came from; what explains their marks after them.
    func sorted(_ entries: [LegendEntry]) -> [LegendEntry] {
        entries.filter { indices[$0.name] != nil } + entries.filter { indices[$0.name] == nil }
    }

    /// For lines and dots.
    func series(_ name: String) -> SeriesLook {
        let index = indices[name] ?? 0
        let round = index / FigureColour.series.count
        return SeriesLook(
            colour: FigureColour.series[index % FigureColour.series.count],
            shape: Self.shapes[(index + round) % Self.shapes.count],
            dash: round == 0 ? [] : round == 1 ? [1.5, 2] : [7, 2, 1.5, 2])
    }

    /// For classes of points.
    func pointClass(_ name: String) -> SeriesLook {
        let index = indices[name] ?? 0
        let round = index / FigureColour.classes.count
        return SeriesLook(
            colour: FigureColour.classes[index % FigureColour.classes.count],
            shape: MarkerShape(rawValue: (index + round) % MarkerShape.allCases.count) ?? .circle, dash: [])
    }

    /// Those that can be filled come first: a hollow one means the right axis.
    private static let shapes: [MarkerShape] = [
        .circle, .square, .triangle, .diamond, .downTriangle, .star, .pentagon, .cross,
    ]
}

/// Colour, and what stands for it where there is no colour.
struct SeriesLook: Equatable {
    var colour: FigureColour
    var shape: MarkerShape
    var dash: [Double]
}
