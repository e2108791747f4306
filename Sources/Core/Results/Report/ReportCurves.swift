/// Loss, regulariser and validation accuracy by epoch: the mean of every row of the table, and its single networks.
struct ReportCurves {
    private let curves: LearningCurves

    init(_ curves: LearningCurves) { self.curves = curves }

    func write(_ html: inout HTMLWriter) {
        html.note(
            "Thick: mean over the seeds, with a band of ± 1 standard deviation. Thin: single networks. "
                + "sweep export history gives every epoch of every network.")
        for (index, group) in curves.groups.enumerated() {
            html.element("h3", group.heading)
            html.element("div", ["class": "cards"]) { cards in
                for quantity in LearningCurves.Quantity.allCases {
                    guard let chart = Self.chart(quantity, group) else { continue }
                    let figure = ReportFigure(
                        "curves-\(index + 1)-\(quantity)", title: "\(chart.left.label) by epoch: \(group.heading)",
                        panel: chart, order: PaperFigures.order + group.cells.map(\.label))
                    cards.element("figure", ["class": "card"]) { $0.raw(figure.svg) }
                }
            }
        }
        if !curves.leftOut.isEmpty { html.note("Not shown: \(curves.leftOut.joined(separator: ", ")).") }
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
                        cell.label, points: zip(x, curve).map { .init(x: $0, y: $1) }, look: .thinLine)
                }
            }
            means.append(SeedCurves(cell.label, x: x, values: values).series)
        }
        return LineChart(
            x: FigureAxis("epoch"), left: quantity.axis, series: thin + means, bandName: "± 1 std over the seeds")
    }
}
