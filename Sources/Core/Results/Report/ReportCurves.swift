/// Loss, regulariser and validation accuracy by epoch: the mean of every row of the table, and its single networks.
struct ReportCurves {
    private let curves: LearningCurves
    private let styles: FigureStyles

    init(_ curves: LearningCurves, _ styles: FigureStyles) { (self.curves, self.styles) = (curves, styles) }

    func write(_ html: inout HTMLWriter) {
        html.note(
            "Thick: mean over the seeds, with a band of ± 1 standard deviation. Thin: single networks. "
                + "sweep export history gives every epoch of every network.")
        for (index, group) in curves.groups.enumerated() {
            html.element("h3", group.heading)
            html.element("div", ["class": "cards"]) { cards in
                for quantity in LearningCurves.Quantity.allCases {
                    guard let chart = Self.chart(quantity, group), !chart.isBlank else { continue }
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
        guard quantity.axis.scale == .logarithmic, let chart = chart(quantity, group) else { return nil }
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

    private static func chart(_ quantity: LearningCurves.Quantity, _ group: LearningCurves.Group) -> LineChart? {
        let cells = group.cells.filter { $0.curves[quantity] != nil }
        guard !cells.isEmpty else { return nil }
        let x = group.epochs.map(Double.init)
        // As many of each, the first seeds.
        let each = ReportLimits.curveJobs / cells.count
        var thin: [LineChart.Series] = []
        var means: [LineChart.Series] = []
        for cell in cells {
            let values = cell.curves[quantity] ?? []
            if values.count > 1 {
                thin += values.prefix(each).map { curve in
                    LineChart.Series(
                        cell.label, key: cell.key, points: zip(x, curve).map { .init(x: $0, y: $1) }, look: .thinLine)
                }
            }
            var mean = SeedCurves(cell.label, x: x, values: values).series
            mean.key = cell.key
            means.append(mean)
        }
        return LineChart(
            x: FigureAxis("epoch"), left: quantity.axis, series: thin + means, bandName: "± 1 std over the seeds")
    }
}
