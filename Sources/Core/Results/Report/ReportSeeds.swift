/// What every seed came to: a chart per measure, a dot per network.
struct ReportSeeds {
    private struct Block {
        let heading: String
        let charts: [(measure: Measure, chart: DotChart)]
        /// What stands there in place of answers; empty where all searches have one.
        let note: String
    }

    private let blocks: [Block]
    private let hasMore: Bool

    init(_ record: SweepRecord) {
        var blocks: [Block] = []
        var left = ReportLimits.seedCharts
        var hasMore = false
        for scope in FigureScope.all(record) {
            let cells = ChartedCell.all(scope)
            let labels = cells.map(\.seriesLabel).once
            // More could not be told apart; curves over ν show them.
            guard labels.count <= 8 else {
                hasMore = true
                continue
            }
            let charts = scope.spec.measures.compactMap { measure -> (Measure, DotChart)? in
                let chart = Self.chart(measure, scope, cells, labels)
                return chart.methods.contains { $0.entries.contains { $0 != nil } } ? (measure, chart) : nil
            }
            hasMore = hasMore || charts.count > left
            let shown = charts.prefix(left)
            left -= shown.count
            if !shown.isEmpty { blocks.append(Block(heading: scope.heading, charts: Array(shown), note: Self.note(cells))) }
        }
        (self.blocks, self.hasMore) = (blocks, hasMore)
    }

    var isEmpty: Bool { blocks.isEmpty }

    private static func note(_ cells: [ChartedCell]) -> String {
        let probes = cells.compactMap { cell in
            cell.probe.map { "\(cell.cell.group.label) \(NumberText.short($0)) (\(cell.split.rawValue) split)" }
        }
        return probes.isEmpty ? "" : "Largest ν, where a search has no answer: its largest probe, which is no result: \(probes.listed)."
    }

    private static func chart(
        _ measure: Measure, _ scope: FigureScope, _ cells: [ChartedCell], _ labels: [String]
    ) -> DotChart {
        DotChart(
            groups: scope.spec.groups.map(\.label), groupLabel: "group", value: FigureAxis(measure),
            methods: labels.map { label in
                DotChart.Method(
                    label,
                    entries: scope.spec.groups.map { group in
                        let own = cells.first { $0.cell.group == group && $0.seriesLabel == label }
                        return own.flatMap { $0.cell.entry(measure, on: $0.split) }
                    })
            })
    }

    func write(_ html: inout HTMLWriter) {
        html.note("Test split. A small dot is one network, a large one the mean over the seeds with its 95 % interval.")
        for (index, block) in blocks.enumerated() {
            if blocks.count > 1 { html.element("h3", block.heading) }
            html.element("div", ["class": "cards"]) { cards in
                for (measure, chart) in block.charts {
                    let width = chart.groups.count > 6 ? 17.0 : ReportFigure.width
                    let figure = ReportFigure(
                        "seeds-\(index + 1)-\(measure.rawValue)", title: "\(measure.rawValue) of every seed: \(block.heading)",
                        panel: chart, order: PaperFigures.order, width: width)
                    cards.element("figure", ["class": width > ReportFigure.width ? "card wide" : "card"]) {
                        $0.raw(figure.svg)
                    }
                }
            }
        }
        for note in blocks.map(\.note).once where !note.isEmpty { html.note(note) }
        if hasMore { html.note("More are in jobs.csv.") }
    }
}
