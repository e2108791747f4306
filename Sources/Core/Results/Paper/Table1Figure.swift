/// The paper's Table 1 as a picture: our means with their intervals beside the paper's.
enum Table1Figure {
    private static let ours = "this sweep"
    private static let theirs = "the paper"

    static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        let spec = scope.spec
        let rows = scope.cells.compactMap { cell in PaperValues(cell, spec).map { (cell, $0) } }
        let measures = Measure.standard.filter(spec.measures.contains)
        guard rows.contains(where: { row in measures.contains { row.0.entry($0) != nil } }) else { return [] }
        let panels = measures.map { measure -> DotChart in
            var chart = DotChart(
                groups: rows.map { "\($0.0.group.label) \($0.0.method.rawValue)" }, value: FigureAxis(measure),
                methods: [
                    DotChart.Method(ours, entries: rows.map { $0.0.entry(measure) }),
                    DotChart.Method(theirs, entries: rows.map { $0.1[measure].flatMap(entry) }),
                ])
            chart.groupColumns = [
                ("group", rows.map(\.0.group.label)), ("method", rows.map(\.0.method.rawValue)),
            ]
            chart.methodLabel = "source"
            return chart
        }
        let figure = Figure(
            title: "Table 1: \(scope.heading)",
            caption: "Test split, \(scope.seeds). The paper's intervals follow from its standard deviations over "
                + "\(PaperValues.seeds) seeds, which are rounded: one printed as 0.0 has no visible interval.",
            panels: panels, columns: 2, widthInCentimetres: 17)
        return [("table1" + scope.suffix, figure)]
    }

    /// The interval that the paper's deviation amounts to.
    private static func entry(_ value: PaperValues.Value) -> DotChart.Entry? {
        let seeds = Double(PaperValues.seeds)
        let t = StudentT.quantile(level: 0.95, degreesOfFreedom: seeds - 1)
        return DotChart.Entry(
            values: [], mean: value.mean, halfWidth: t.map { $0 * value.standardDeviation / seeds.squareRoot() })
    }
}
