/// The ν searches as curves.
struct ReportSearches {
    private let searches: [SearchCurve]
    private let styles: FigureStyles
    private let figures: [String]

    /// - Parameter figures: names of those that stand in `figures/`.
    init(_ searches: [SearchCurve], _ styles: FigureStyles, figures: [String]) {
        (self.searches, self.styles, self.figures) = (searches, styles, figures)
    }

    func write(_ html: inout HTMLWriter) {
        html.note(
            "The answer is the smallest ν for which it and every larger ν that was tried reach the threshold. Bracket: "
                + "between it and the largest ν below it, which misses."
                + (figures.isEmpty ? "" : " In figures/: \(figures.listed)."))
        let shown = searches.prefix(ReportLimits.searches)
        html.element("div", ["class": "cards"]) { cards in
            for (index, search) in shown.enumerated() {
                let title = "Search for ν: \(search.title)"
                let figure = ReportFigure(
                    "search-\(index + 1)", title: title,
                    description: "\(search.verdict). \(search.points.count) probes.", panel: search.chart,
                    styles: styles)
                cards.element("figure", ["class": "card"]) { card in
                    if !search.points.isEmpty { card.raw(figure.svg) }
                    card.element("figcaption") { caption in
                        caption.element("strong", search.title)
                        caption.add(": ")
                        caption.element("span", ["class": search.tone.rawValue], search.outcome)
                        caption.add(": \(search.verdict).\(search.progress.map { " \($0.text)" } ?? "")")
                    }
                }
            }
        }
        if shown.count < searches.count {
            html.note("\(searches.count - shown.count) more searches are in nu_search.csv.")
        }
    }
}
