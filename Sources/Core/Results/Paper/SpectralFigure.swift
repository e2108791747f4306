/// The paper's Figure 5: σmax of DA and of IR with each form of the regulariser at its own tuned ν, and what they cost
/// in accuracy beside it.
enum SpectralFigure {
    static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        let spec = scope.spec
        guard let search = spec.nuSearch, spec.measures.contains(.sigmaMax), spec.methods.contains(.IR) else { return [] }
        var labels: [String] = []
        for cell in scope.cells where cell.method != .WT && !labels.contains(cell.label(spec)) {
            labels.append(cell.label(spec))
        }
        let panels = [Measure.sigmaMax, .accuracy].filter(spec.measures.contains).map { measure in
            DotChart(
                groups: spec.groups.map(\.label), groupLabel: "group", value: FigureAxis(measure),
                methods: labels.map { label in
                    DotChart.Method(
                        label,
                        entries: spec.groups.map { group in
                            scope.cells(group).first { $0.label(spec) == label }?.entry(measure)
                        })
                })
        }
        // Without a regularised network there is nothing to compare.
        guard scope.cells.contains(where: { $0.method == .IR && $0.entry(.sigmaMax) != nil }) else { return [] }
        let figure = Figure(
            title: "Sensitivity to the input: \(scope.heading)",
            caption: "Largest singular value of the logits' Jacobian by the normalised input, test split, \(scope.seeds). "
                + "Each form of the regulariser at its tuned ν, the \(search.caption)."
                + scope.unanswered,
            panels: panels, columns: 2)
        return [("spectral" + scope.suffix, figure)]
    }
}
