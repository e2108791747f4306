/// Every figure of `figures/`. Panels become cards of their own, so that they stand beside each other on a wide page
/// and under each other on a phone; grids of images stay whole.
struct ReportFigures {
    private let figures: [PaperFigures.Named]

    init(_ figures: [PaperFigures.Named]) { self.figures = figures }

    func write(_ html: inout HTMLWriter) {
        html.note("As in figures/, where each is an SVG, a PNG and a CSV of its numbers.")
        var bytes = 0
        for (name, figure) in figures {
            html.element("h3", ["id": "figure-\(name)"], figure.title)
            let pictures = pictures(name, figure)
            let size = pictures.reduce(0) { $0 + $1.svg.utf8.count }
            guard size <= ReportLimits.figure, bytes + size <= ReportLimits.figures else {
                html.note("Too large for this page: figures/\(name).svg.")
                continue
            }
            bytes += size
            html.element("div", ["class": "cards"]) { cards in
                for picture in pictures {
                    cards.element("figure", ["class": picture.isWide ? "card wide" : "card"]) { card in
                        card.raw(picture.svg)
                    }
                }
            }
            if !figure.caption.isEmpty { html.note(figure.caption) }
        }
    }

    private struct Picture {
        let svg: String
        var isWide = false
    }

    private func pictures(_ name: String, _ figure: Figure) -> [Picture] {
        guard !figure.panels.contains(where: { Self.needsWidth($0) }) else {
            return [Picture(svg: ReportFigure(name, figure).svg, isWide: true)]
        }
        // Looks are given out over all panels, as in the figure itself.
        let order = figure.order + figure.panels.flatMap(\.seriesNames)
        return figure.panels.enumerated().map { index, panel in
            var part = figure
            part.panels = [panel]
            part.columns = 1
            part.order = order
            part.widthInCentimetres = ReportFigure.width
            part.panelHeightInCentimetres = nil
            if !panel.title.isEmpty { part.title += ": \(panel.title)" }
            part.caption = ""
            return Picture(svg: ReportFigure("\(name)-\(index + 1)", part).svg)
        }
    }

    /// What cannot be read at the width of a card.
    private static func needsWidth(_ panel: any FigurePanel) -> Bool {
        if let chart = panel as? DotChart { return chart.groups.count > 10 }
        return panel is ImageGrid
    }
}
