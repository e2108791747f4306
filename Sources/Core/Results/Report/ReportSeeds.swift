/// What every seed came to: a chart per measure, a dot per network.
struct ReportSeeds {
    private struct Block {
        let heading: String
        let charts: [(measure: Measure, chart: DotChart)]
        /// Where what is drawn was measured, test first.
        let splits: [SplitName]
        /// Names of the rows that no search has given an answer for.
        let standIns: Set<String>
        /// What stands there in place of answers, and what has no chart.
        let notes: [String]
    }

    private let blocks: [Block]
    private let hasMore: Bool
    private let styles: FigureStyles

    init(_ record: SweepRecord, _ styles: FigureStyles) {
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
            let blank = charts.filter(\.1.isBlank).map(\.0.rawValue)
            let drawn = charts.filter { !$0.1.isBlank }
            hasMore = hasMore || drawn.count > left
            let shown = drawn.prefix(left)
            left -= shown.count
            let zero = blank.isEmpty ? "" : "Without a chart, being 0 for every network of \(scope.heading): \(blank.listed)."
            guard !shown.isEmpty || !blank.isEmpty else { continue }
            blocks.append(
                Block(
                    heading: scope.heading, charts: Array(shown), splits: Self.splits(shown.map(\.0), cells),
                    standIns: Set(cells.filter { $0.probe != nil }.map(\.seriesLabel)),
                    notes: [Self.note(cells), zero].filter { !$0.isEmpty }))
        }
        (self.blocks, self.hasMore, self.styles) = (blocks, hasMore, styles)
    }

    var isEmpty: Bool { blocks.isEmpty }

    /// Whether every chart of a figure stands here, with the same networks; beside them there may be what stands in for a
    /// search without an answer.
    func shows(_ figure: Figure) -> Bool {
        !figure.panels.isEmpty && figure.panels.allSatisfy { panel in
            guard let chart = panel as? DotChart else { return false }
            return blocks.contains { block in
                block.charts.contains { $0.chart.leaving(out: block.standIns).hasSameDots(as: chart) }
            }
        }
    }

    /// Where those measures of the cells are from that can be drawn.
    private static func splits(_ measures: [Measure], _ cells: [ChartedCell]) -> [SplitName] {
        let shown = cells.filter { cell in measures.contains { cell.cell.entry($0, on: cell.split) != nil } }.map(\.split)
        return [SplitName.test, .validation].filter(shown.contains)
    }

    private static func note(_ cells: [ChartedCell]) -> String {
        let probes = cells.compactMap { cell in
            cell.probe.map { "\(cell.cell.group.label) \(NumberText.short($0)) (\(cell.split.rawValue) split)" }
        }
        return probes.isEmpty ? "" : "Largest ν, where a search has no answer: its largest probe, which is no result: \(probes.listed)."
    }

    private static func chart(
        _ measure: Measure, _ scope: FigureScope, _ cells: [ChartedCell], _ labels: [String]
    ) -> DotChart {
        // The legend tells what was measured elsewhere; where nothing is of the test split, the axis does.
        let splits = splits([measure], cells)
        let note = splits.contains(.test) ? "" : splits.first.map { "\($0.rawValue) split" } ?? ""
        return DotChart(
            groups: scope.spec.groups.map(\.label), groupLabel: "group", value: FigureAxis(measure, note: note),
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
        if blocks.contains(where: { !$0.charts.isEmpty }) {
            let splits = [SplitName.test, .validation].filter { split in blocks.contains { $0.splits.contains(split) } }
            let words = splits.count > 1 ? "Test split, but for what is named otherwise."
                : splits == [.validation] ? "Validation split." : "Test split."
            html.note("\(words) A small dot is one network, a large one the mean over the seeds with its 95 % interval.")
        }
        for (index, block) in blocks.enumerated() where !block.charts.isEmpty {
            if blocks.count > 1 { html.element("h3", block.heading) }
            html.element("div", ["class": "cards"]) { cards in
                for (measure, chart) in block.charts {
                    let width = chart.groups.count > 6 ? 17.0 : ReportFigure.width
                    let figure = ReportFigure(
                        "seeds-\(index + 1)-\(measure.rawValue)", title: "\(measure.rawValue) of every seed: \(block.heading)",
                        panel: chart, styles: styles, width: width)
                    cards.element("figure", ["class": width > ReportFigure.width ? "card wide" : "card"]) {
                        $0.raw(figure.svg)
                    }
                }
            }
        }
        for note in blocks.flatMap(\.notes).once { html.note(note) }
        if hasMore { html.note("More are in jobs.csv.") }
    }
}

extension DotChart {
    fileprivate func leaving(out names: Set<String>) -> DotChart {
        var chart = self
        chart.methods.removeAll { names.contains($0.name) }
        return chart
    }

    /// Whether both show the same values of the same methods and groups on the same axis, whatever stands above them.
    fileprivate func hasSameDots(as other: DotChart) -> Bool {
        func all(_ chart: DotChart) -> [(name: String, entries: [Entry?])] {
            chart.methods.map { method in (method.name, chart.groups.indices.map { chart.entry(method, $0) }) }
                .filter { $0.1.contains { $0 != nil } }
        }
        let (own, others) = (all(self), all(other))
        return groups == other.groups && value == other.value && own.map(\.name) == others.map(\.name)
            && own.map(\.entries) == others.map(\.entries)
    }
}
