/// Which look each name has: the same in all panels of a figure, and in all figures that are given the same styles.
///
/// Names beyond the palette's end repeat its colours with other shapes and dashes.
public struct FigureStyles: Sendable {
    /// Numbers of looks: of the palette's colours, then of the same colours with other shapes and dashes, and so on.
    private var looks: [String: Int] = [:]
    private var taken: Set<Int> = []
    /// The first that may be free.
    private var next = 0
    /// By a look, the first of its colour that may be free.
    private var nextKin: [Int: Int] = [:]
    /// Points have a palette of their own.
    private var classes: [String: Int] = [:]
    /// How many colours from the palette's beginning belong to the names that were given first.
    private let kept: Int

    /// - Parameters:
    ///   - kept: names whose colours nothing else has but what is said to be their kin, in the palette's order.
    ///   - names: others, each once or more often, in the order in which looks are given out.
    public init(kept: [String] = [], _ names: some Collection<String> = [String]()) {
        // With fewer than two colours left for all others nothing could be told apart by colour.
        self.kept = kept.count < FigureColour.series.count - 1 ? kept.count : 0
        for (index, name) in kept.enumerated() { set(name, index) }
        for name in names { add(name) }
    }

    /// Gives a name a look that no other has; nothing happens where it has one.
    mutating func add(_ name: String) {
        guard looks[name] == nil else { return }
        while taken.contains(next) || next % FigureColour.series.count < kept { next += 1 }
        set(name, next)
    }

    /// Gives a name the colour of another with a shape and dash that nothing else of that colour has.
    mutating func add(_ name: String, kinOf other: String) {
        guard looks[name] == nil, let first = looks[other] else { return add(name) }
        // Those before the last one that was found are taken: thousands of kin are not to be tried for each.
        var look = nextKin[first] ?? first
        while taken.contains(look) { look += FigureColour.series.count }
        nextKin[first] = look
        set(name, look)
    }

    /// Gives a name the look of another.
    mutating func add(_ name: String, sameAs other: String) {
        guard looks[name] == nil, let look = looks[other] else { return add(name) }
        looks[name] = look
    }

    private mutating func set(_ name: String, _ look: Int) {
        looks[name] = look
        taken.insert(look)
    }

    /// With looks for all that the panels have.
    func adding(_ panels: [any FigurePanel]) -> FigureStyles {
        var styles = self
        for panel in panels {
            for key in panel.seriesKeys { styles.add(key) }
            for name in panel.classNames where styles.classes[name] == nil { styles.classes[name] = styles.classes.count }
        }
        return styles
    }

    /// For lines and dots.
    func series(_ name: String) -> SeriesLook {
        let index = looks[name] ?? 0
        let round = index / FigureColour.series.count
        return SeriesLook(
            colour: FigureColour.series[index % FigureColour.series.count],
            shape: Self.shapes[(index + round) % Self.shapes.count],
            dash: Self.dash(round))
    }

    /// Shapes come again after as many rounds as there are of them: then there is one dot more between the strokes.
    private static func dash(_ round: Int) -> [Double] {
        switch round {
        case 0: []
        case 1: [1.5, 2]
        default: [7, 2] + Array(repeating: [1.5, 2], count: 1 + round / shapes.count).joined()
        }
    }

    /// For classes of points.
    func pointClass(_ name: String) -> SeriesLook {
        let index = classes[name] ?? 0
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
