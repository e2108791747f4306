/// Beyond the paper: what training told of every epoch, a figure per group, a chart per quantity, the means over the seeds.
enum CurvesFigure {
    static func figures(_ curves: LearningCurves) -> [PaperFigures.Named] {
        curves.groups.compactMap { group in
            let panels = LearningCurves.Quantity.allCases.compactMap { group.chart($0, singles: 0) }.filter { !$0.isBlank }
            guard !panels.isEmpty else { return nil }
            let rest = curves.leftOut.isEmpty ? "" : " Of the sweep not drawn: \(curves.leftOut.joined(separator: ", "))."
            let figure = Figure(
                title: "Learning curves: \(group.heading)",
                caption: "After each epoch, mean over the seeds; at most \(ReportLimits.curvePoints) epochs of a curve. Cross-entropy "
                    + "and R: of the train samples; accuracy: validation split.\(rest)",
                panels: panels, columns: 2, widthInCentimetres: 17)
            return (group.name, figure)
        }
    }
}
