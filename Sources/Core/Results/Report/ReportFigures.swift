/// Every figure of `figures/`. Panels become cards of their own, so that they stand beside each other on a wide page
/// and under each other on a phone; grids of images stay whole. What the page shows among the seeds is not shown again.
struct ReportFigures {
    private let figures: [PaperFigures.Named]
    private let seeds: ReportSeeds

    init(_ figures: [PaperFigures.Named], above seeds: ReportSeeds) { (self.figures, self.seeds) = (figures, seeds) }

    func write(_ html: inout HTMLWriter) {
        html.note("As in figures/, where each is an SVG, a PNG and a CSV of its numbers.")
        var bytes = 0
        for (name, figure) in figures {
            html.element("h3", ["id": "figure-\(name)"], figure.title)
            guard !seeds.shows(figure) else {
                html.element("p", ["class": "note"]) { note in
                    note.add("Its charts stand above, under ")
                    note.element("a", ["href": "#seeds"], "Every seed")
                    note.add(". \(figure.caption)")
                }
                continue
            }
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
        let styles = figure.styles.adding(figure.panels)
        return figure.panels.enumerated().map { index, panel in
            var part = figure
            part.panels = [panel]
            part.columns = 1
            part.styles = styles
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
