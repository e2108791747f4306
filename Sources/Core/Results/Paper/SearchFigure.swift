/// Beyond the paper: the searches for ν, a figure per group, a chart per form of the regulariser.
enum SearchFigure {
    /// As many as the report has charts of: a sweep may have thousands of searches.
    static func figures(_ scopes: [FigureScope]) -> [PaperFigures.Named] {
        Array(scopes.lazy.flatMap(figures).prefix(ReportLimits.searches))
    }

    private static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        let searches = Dictionary(grouping: SearchCurve.all(scope.part, scope.dataset), by: \.group)
        return scope.spec.groups.compactMap { group in
            let drawn = (searches[group] ?? []).filter(\.hasMean)
            guard let first = drawn.first else { return nil }
            let hasForms = scope.spec.regularisers.count > 1
            let panels = drawn.map { search in
                var chart = search.chart
                guard hasForms else { return chart }
                chart.title = search.form.rawValue
                // The legend of all charts is one.
                for index in chart.series.indices { chart.series[index].name = "\(search.form.rawValue), \(chart.series[index].name)" }
                return chart
            }
            let verdicts = drawn.map { search in
                let outcome = search.outcome
                return hasForms
                    ? "\(search.form.rawValue): \(outcome): \(search.verdict)."
                    : "\(outcome.prefix(1).uppercased())\(outcome.dropFirst()): \(search.verdict)."
            }
            let bracket = "Bracket: between the answer and the largest ν below it, which misses."
            let figure = Figure(
                title: "Search for ν: \(group.label), \(scope.heading)",
                caption: ([
                    "Every ν that the search for the \(first.settings.caption) tried, \(first.settings.split.rawValue) split."
                ] + (drawn.contains { $0.below != nil } ? [bracket] : []) + verdicts).joined(separator: " "),
                panels: panels, columns: min(panels.count, 2), widthInCentimetres: panels.count > 1 ? 17 : 11)
            return ("search-\(group.label)\(scope.suffix)", figure)
        }
    }
}
