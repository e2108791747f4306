extension LayersFigure {
    static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        let curves = scope.curves(.layers)
        let panels = scope.spec.groups.compactMap { group -> Panel? in
            let methods = curves.filter { $0.cell.group == group }.map { curve in
                (
                    name: curve.cell.label(scope.spec),
                    values: curve.seeds.compactMap { $0.found.measurements.series["layer_LI_relative"] }
                )
            }.filter { !$0.values.isEmpty }
            return methods.isEmpty ? nil : Panel(title: group.label, methods: Array(methods.prefix(8)))
        }
        guard !panels.isEmpty else { return [] }
        var figure = figure(panels)
        figure.title += ": \(scope.heading)"
        return [("layers" + scope.suffix, figure)]
    }
}
