/// Loss, regulariser and validation accuracy by epoch: the mean of every row of the table, and its single networks.
struct ReportCurves {
    private let curves: LearningCurves
    private let styles: FigureStyles
    private let figures: [String]

    /// - Parameter figures: names of those that stand in `figures/`.
    init(_ curves: LearningCurves, _ styles: FigureStyles, figures: [String]) {
        (self.curves, self.styles, self.figures) = (curves, styles, figures)
    }

    func write(_ html: inout HTMLWriter) {
        html.note(
            "Thick: mean over the seeds, with a band of ± 1 standard deviation. Thin: single networks. "
                + (figures.isEmpty ? "" : "In figures/: the means, \(figures.listed). ")
                + "sweep export history gives every epoch of every network.")
        for (index, group) in curves.groups.enumerated() {
            html.element("h3", group.heading)
            html.element("div", ["class": "cards"]) { cards in
                for quantity in LearningCurves.Quantity.allCases {
                    guard let chart = group.chart(quantity, singles: ReportLimits.curveJobs), !chart.isBlank else { continue }
                    let figure = ReportFigure(
                        "curves-\(index + 1)-\(quantity)", title: "\(chart.left.label) by epoch: \(group.heading)",
                        panel: chart, styles: styles)
                    cards.element("figure", ["class": "card"]) { $0.raw(figure.svg) }
                }
            }
            for note in LearningCurves.Quantity.allCases.compactMap({ Self.missing($0, group) }) { html.note(note) }
        }
        if !curves.leftOut.isEmpty { html.note("Not shown: \(curves.leftOut.joined(separator: ", ")).") }
    }

    /// What has no curve where one might be looked for: R of weight-tied networks, and what is 0 on an axis of ratios.
    private static func missing(_ quantity: LearningCurves.Quantity, _ group: LearningCurves.Group) -> String? {
        guard quantity.axis.scale == .logarithmic, let chart = group.chart(quantity, singles: 0) else { return nil }
        var words: [String] = []
        if quantity == .regulariser {
            let without = Set(group.cells.filter { $0.curves[quantity] == nil }.map(\.method))
            if without.contains(.WT) { words.append("WT: R is 0, weight-tied.") }
            if without.contains(.DA) { words.append("DA: R is no part of the loss.") }
        }
        if chart.isBlank {
            words.append("\(chart.series.map(\.name).once.listed): \(quantity.axis.label) is 0 in every epoch, and has no chart.")
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
