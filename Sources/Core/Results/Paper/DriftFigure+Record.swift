extension DriftFigure {
    /// One for each set that the data drifts to.
    static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        let curves = scope.curves(.drift)
        var targets: [DatasetName] = []
        for target in curves.compactMap(\.with) where !targets.contains(target) { targets.append(target) }
        return targets.compactMap { target in
            let panels = scope.spec.groups.compactMap { group -> Panel? in
                let methods = curves.filter { $0.with == target && $0.cell.group == group }.map { curve in
                    Method(
                        curve.cell.label(scope.spec), runs: curve.seeds.compactMap { Run($0.found.measurements.series) })
                }.filter { !$0.runs.isEmpty }
                return methods.isEmpty ? nil : Panel(group.label, methods: Array(methods.prefix(largestCount)))
            }
            guard !panels.isEmpty else { return nil }
            var figure = DriftFigure(source: scope.dataset.rawValue, target: target.rawValue, panels: panels).figure
            figure.title += scope.variant
            return ("drift" + (targets.count > 1 ? "-\(target.rawValue)" : "") + scope.suffix, figure)
        }
    }

    /// Twice as many lines are no picture; `drift.csv` has all.
    private static let largestCount = 6
}
