/// One picture of the paper or the report: panels in a grid, one legend for all above them, a title and a
/// caption. A single chart is a figure with one panel.
///
/// ```swift
/// let figure = Figure(title: "Drift", panels: [chartR4, chartT3], columns: 2)
/// try figure.write(to: folder, name: "drift")
/// ```
public struct Figure: Sendable {
    /// Above all panels; may be empty.
    public var title: String
    /// Below the panels.
    public var caption: String
    /// Row by row.
    public var panels: [any FigurePanel]
    /// Panels beside each other; the last row may have fewer.
    public var columns: Int
    /// 14 to 17 cm suit a page; text has 8 to 10 points then. Taken as 6 where it is less, as 200 where more.
    public var widthInCentimetres: Double
    /// Of each panel with its axes, without its title; nil for what suits its width. Grids of images have
    /// their own.
    public var panelHeightInCentimetres: Double?
    /// What looks are given out already: a method looks alike in all figures that have the same.
    public var styles: FigureStyles
    /// Turned off where the page sets title and caption itself.
    public var showsTitle = true
    /// As `showsTitle`, of the caption.
    public var showsCaption = true

    /// - Parameters:
    ///   - panelHeightInCentimetres: nil for what suits the panels' width.
    ///   - styles: what looks are given out already.
    public init(
        title: String, caption: String = "", panels: [any FigurePanel], columns: Int = 1,
        widthInCentimetres: Double = 16, panelHeightInCentimetres: Double? = nil,
        styles: FigureStyles = FigureStyles()
    ) {
        self.title = title
        self.caption = caption
        self.panels = panels
        self.columns = columns
        self.widthInCentimetres = widthInCentimetres
        self.panelHeightInCentimetres = panelHeightInCentimetres
        self.styles = styles
    }

    /// In points.
    public var size: FigureSize { FigureLayout(self).size }

    /// All panels with their axes, the legend, title and caption, on white.
    public func draw(on canvas: some Canvas) {
        let layout = FigureLayout(self)
        canvas.rectangle(layout.size.box, fill: AreaFill(.paper), stroke: nil)
        for text in layout.texts { canvas.text(text) }
        layout.legend.draw(at: layout.legendOrigin, on: canvas)
        for (panel, place) in zip(panels, layout.places) {
            panel.draw(in: place.plot, cell: place.cell, styles: layout.styles, on: canvas)
        }
    }

    /// The picture as SVG text. - Parameter name: differs between the figures of a page.
    public func svg(name: String = "figure") -> String {
        let canvas = SVGCanvas(size: size, name: name, title: title, description: description)
        draw(on: canvas)
        return canvas.text
    }

    /// The picture as a PNG file. - Throws: `FigureError` where cairo refuses it.
    public func png(dotsPerInch: Double = 300) throws(FigureError) -> [UInt8] {
        let canvas = try CairoCanvas(size: size, dotsPerInch: dotsPerInch)
        draw(on: canvas)
        return try canvas.png()
    }

    /// All that is shown: the panels' tables under each other, `panel` in front where there are several.
    public var table: CSVTable {
        let tables = panels.map(\.table)
        guard tables.count != 1 else { return tables[0] }
        var columns: [String] = []
        for table in tables { columns += table.columns.filter { !columns.contains($0) } }
        var result = CSVTable(columns: ["panel"] + columns)
        for (index, (panel, table)) in zip(panels, tables).enumerated() {
            let name = panel.title.isEmpty ? String(index + 1) : panel.title
            let places = columns.map { table.columns.firstIndex(of: $0) }
            for row in table.rows { result.append([.text(name)] + places.map { $0.map { row[$0] } ?? .empty }) }
        }
        return result
    }

    /// For those who do not see it: the caption, or what stands in the panels.
    private var description: String {
        if !caption.isEmpty { return caption }
        let titles = panels.map(\.title).filter { !$0.isEmpty }
        return titles.isEmpty ? title : titles.joined(separator: "; ")
    }
}
