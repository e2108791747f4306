/// Where everything of a figure goes.
struct FigureLayout {
    struct Place {
        let plot: FigureBox
        let cell: FigureBox
    }

    let size: FigureSize
    let styles: FigureStyles
    /// Title, panel titles, caption.
    private(set) var texts: [FigureText] = []
    let legend: FigureLegend
    let legendOrigin: FigurePoint
    /// Of each panel.
    private(set) var places: [Place] = []

    private static let margin = 6.0
    private static let columnGap = 14.0
    private static let rowGap = 12.0

    init(_ figure: Figure) {
        // No more than a poster, no less than a label: other numbers are mistakes, and would stop a canvas.
        let width = Self.limited(figure.widthInCentimetres, 6, 200) * FigureSize.pointsPerCentimetre
        let inner = width - 2 * Self.margin
        let styles = figure.styles.adding(figure.panels)
        self.styles = styles
        var texts: [FigureText] = []
        var y = Self.margin
        func add(_ text: String, size: Double, weight: FigureText.Weight, x: Double, width: Double) {
            let step = size * TextMetrics.lineHeight
            for line in TextMetrics.lines(text, width: width, size: size, weight: weight) {
                texts.append(FigureText(line, at: FigurePoint(x, y), size: size, weight: weight, alignment: .top))
                y += step
            }
        }
        if figure.showsTitle, !figure.title.isEmpty {
            add(figure.title, size: 10, weight: .bold, x: Self.margin, width: inner)
            y += 3
        }
        legend = FigureLegend(LegendEntry.merged(figure.panels.map { $0.legend(styles) }), width: inner)
        legendOrigin = FigurePoint(Self.margin, y)
        if legend.height > 0 { y += legend.height + 5 }

        let columns = max(1, min(figure.columns, max(figure.panels.count, 1)))
        let cellWidth = (inner - Self.columnGap * Double(columns - 1)) / Double(columns)
        let heights = figure.panels.map { panel in
            let own = panel.height(forWidth: cellWidth)
            guard let asked = figure.panelHeightInCentimetres, !(panel is ImageGrid) else { return own }
            return Self.limited(asked, 2, 200) * FigureSize.pointsPerCentimetre
        }
        let cells = figure.panels.indices.map { (row: $0 / columns, column: $0 % columns) }
        let rowCount = (figure.panels.count + columns - 1) / columns
        let rowHeights = (0 ..< rowCount).map { row in
            zip(cells, heights).filter { $0.0.row == row }.map(\.1).max() ?? 0
        }
        let wanted = zip(figure.panels, cells).map { panel, cell in
            panel.insets(in: FigureSize(width: cellWidth, height: rowHeights[cell.row]))
        }
        for row in 0 ..< rowCount {
            if row > 0 { y += Self.rowGap }
            let titled = zip(figure.panels, cells).filter { $0.1.row == row && !$0.0.title.isEmpty }
            let top = y
            for (panel, cell) in titled {
                let x = Self.margin + Double(cell.column) * (cellWidth + Self.columnGap)
                let bottom = y
                y = top
                add(panel.title, size: 9, weight: .bold, x: x, width: cellWidth)
                y = max(y, bottom)
            }
            if !titled.isEmpty { y += 3 }
            for (index, cell) in cells.enumerated() where cell.row == row {
                let insets = zip(cells, wanted).filter { $0.0.column == cell.column || $0.0.row == row }
                    .reduce(FigureInsets()) { result, item in
                        let sameColumn = item.0.column == cell.column
                        let sameRow = item.0.row == row
                        return result.union(
                            FigureInsets(
                                left: sameColumn ? item.1.left : 0, right: sameColumn ? item.1.right : 0,
                                top: sameRow ? item.1.top : 0, bottom: sameRow ? item.1.bottom : 0))
                    }
                let box = FigureBox(
                    x: Self.margin + Double(cell.column) * (cellWidth + Self.columnGap), y: y, width: cellWidth,
                    height: figure.panels[index] is ImageGrid ? heights[index] : rowHeights[row])
                places.append(Place(plot: box.inset(by: insets), cell: box))
            }
            y += rowHeights[row]
        }
        if figure.showsCaption, !figure.caption.isEmpty {
            y += 8
            add(figure.caption, size: FigureText.standardSize, weight: .regular, x: Self.margin, width: inner)
        }
        self.texts = texts
        size = FigureSize(width: width, height: y + Self.margin)
    }

    private static func limited(_ value: Double, _ low: Double, _ high: Double) -> Double {
        value >= low ? min(value, high) : low
    }
}
