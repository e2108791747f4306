/// Beyond the paper: accuracy and SI by group and method, each seed a dot.
enum GroupsFigure {
    static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        let spec = scope.spec
        let labels = methods(scope)
        let measures = [Measure.accuracy, .SI].filter(spec.measures.contains)
        let panels = measures.compactMap { measure -> DotChart? in
            let methods = labels.map { label in
                DotChart.Method(
                    label,
                    entries: spec.groups.map { group in
                        scope.cells(group).first { $0.label(spec) == label }?.entry(measure)
                    })
            }
            guard methods.contains(where: { $0.entries.contains { $0 != nil } }) else { return nil }
            return DotChart(
                groups: spec.groups.map(\.label), groupLabel: "group", value: FigureAxis(measure), methods: methods)
        }
        guard !panels.isEmpty else { return [] }
        let figure = Figure(
            title: "Groups and methods: \(scope.heading)",
            caption: "Test split, \(scope.seeds)." + nu(spec) + scope.unanswered,
            panels: panels, columns: spec.groups.count > 4 ? 1 : 2,
            widthInCentimetres: panels.count == 1 && spec.groups.count < 3 ? 9 : 16)
        return [("groups" + scope.suffix, figure)]
    }

    /// How ν was chosen, where one sentence can tell.
    private static func nu(_ spec: SweepSpec) -> String {
        guard spec.methods.contains(.IR) else { return "" }
        switch spec.nu {
        case .smallest(let settings): return " IR at its tuned ν, the \(settings.caption)."
        case .values(let values): return Set(values).count == 1 ? " IR at ν = \(NumberText.short(values[0]))." : ""
        }
    }

    /// Not a curve over ν: that is another figure's.
    private static func methods(_ scope: FigureScope) -> [String] {
        let spec = scope.spec
        var labels: [String] = []
        for cell in scope.cells {
            if cell.method == .IR, case .values(let values) = spec.nu, Set(values).count > 3 { continue }
            let label = cell.label(spec)
            if !labels.contains(label) { labels.append(label) }
        }
        return labels
    }
}
