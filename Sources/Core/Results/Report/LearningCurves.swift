/// Learning curves as the report and `figures/` draw them: of the table's rows, the mean over seeds and single networks,
/// thinned.
struct LearningCurves {
    /// What is told of every epoch.
    enum Quantity: CaseIterable {
        case crossEntropy, accuracy, regulariser, sigmaMax

        var axis: FigureAxis {
            switch self {
            case .crossEntropy: FigureAxis("cross-entropy", unit: "nats", scale: .logarithmic)
            case .regulariser: FigureAxis("regulariser R", scale: .logarithmic)
            case .accuracy: FigureAxis("validation accuracy", unit: "%")
            case .sigmaMax: FigureAxis("σmax", scale: .logarithmic)
            }
        }

        func values(_ curves: CurvesEvent) -> [Float] {
            switch self {
            case .crossEntropy: curves.crossEntropy
            case .regulariser: curves.regulariser
            case .accuracy: curves.accuracy
            case .sigmaMax: curves.sigmaMax
            }
        }

        /// As tables scale it.
        func scaled(_ value: Float) -> Double { self == .accuracy ? MeasureColumn.percent(value.shortest) : value.shortest }
    }

    /// One row of the table.
    struct Cell {
        let label: String
        /// Whose look it has: its label, but where a probe stands in for an answer.
        let key: String
        let method: Method
        /// By seed. (seeds)(epochs), of thinned epochs.
        var curves: [Quantity: [[Double]]]
    }

    /// A data set and group.
    struct Group {
        let heading: String
        /// Of its figure's files: `curves-R4`.
        let name: String
        /// From 1 on; those that are drawn.
        let epochs: [Int]
        let cells: [Cell]
    }

    var groups: [Group]
    /// What is not shown; empty where all is.
    var leftOut: [String]

    static func all(_ record: SweepRecord, _ archive: CurvesArchive) -> LearningCurves {
        var found = LearningCurves(groups: [], leftOut: [])
        var omitted = (groups: 0, cells: 0, seeds: false, unanswered: 0)
        for scope in FigureScope.all(record) {
            let charted = ChartedCell.all(scope)
            omitted.unanswered += scope.cells.count - charted.count
            for group in scope.spec.groups {
                let cells = charted.filter { $0.cell.group == group && $0.cell.jobs.contains { $0.training != nil } }
                guard !cells.isEmpty else { continue }
                guard found.groups.count < ReportLimits.curveGroups else {
                    omitted.groups += 1
                    continue
                }
                omitted.cells += max(0, cells.count - ReportLimits.curveCells)
                let epochs = thinned(scope.spec.training.epochs)
                let drawn = cells.prefix(ReportLimits.curveCells).compactMap { charted -> Cell? in
                    omitted.seeds = omitted.seeds || charted.cell.jobs.count > ReportLimits.curveSeeds
                    return Cell(charted, epochs, archive)
                }
                guard !drawn.isEmpty else { continue }
                let heading = record.parts.count > 1 || scope.part.datasets.count > 1
                    ? "\(group.label), \(scope.heading)" : group.label
                found.groups.append(
                    Group(heading: heading, name: "curves-\(group.label)\(scope.suffix)", epochs: epochs, cells: drawn))
            }
        }
        if omitted.cells > 0 { found.leftOut.append("\(omitted.cells.of("row")) of the table") }
        if omitted.unanswered > 0 { found.leftOut.append("\(omitted.unanswered.of("row")) whose search has no answer and no network") }
        if omitted.groups > 0 { found.leftOut.append(omitted.groups.of(record.parts.count > 1 ? "chart" : "group")) }
        if omitted.seeds { found.leftOut.append("seeds beyond the first \(ReportLimits.curveSeeds) of a row") }
        return found
    }

    /// The first, the last, and as many between as a curve may have, evenly.
    static func thinned(_ epochs: Int) -> [Int] {
        guard epochs > ReportLimits.curvePoints else { return epochs > 0 ? Array(1 ... epochs) : [] }
        let last = ReportLimits.curvePoints - 1
        return (0 ... last).map { 1 + $0 * (epochs - 1) / last }
    }
}

extension LearningCurves.Group {
    /// Means with their bands, and behind them the single networks of the first seeds.
    /// - Parameter singles: how many of those at most; none where it is 0.
    /// - Returns: nil where no row has the quantity.
    func chart(_ quantity: LearningCurves.Quantity, singles: Int) -> LineChart? {
        let cells = cells.filter { $0.curves[quantity] != nil }
        guard !cells.isEmpty else { return nil }
        let x = epochs.map(Double.init)
        // As many of each.
        let each = singles / cells.count
        var thin: [LineChart.Series] = []
        var means: [LineChart.Series] = []
        for cell in cells {
            let values = cell.curves[quantity] ?? []
            if values.count > 1 {
                thin += values.prefix(each).map { curve in
                    LineChart.Series(
                        cell.label, key: cell.key, points: zip(x, curve).map { .init(x: $0, y: $1) }, look: .thinLine)
                }
            }
            var mean = SeedCurves(cell.label, x: x, values: values).series
            mean.key = cell.key
            means.append(mean)
        }
        return LineChart(
            x: FigureAxis("epoch"), left: quantity.axis, series: thin + means, bandName: "± 1 std over the seeds")
    }
}

extension LearningCurves.Cell {
    /// Nil where there is no curve of any seed.
    fileprivate init?(_ charted: ChartedCell, _ epochs: [Int], _ archive: CurvesArchive) {
        var curves: [LearningCurves.Quantity: [[Double]]] = [:]
        for job in charted.cell.jobs.prefix(ReportLimits.curveSeeds) where !job.isFailed {
            guard let own = archive[job.id] else { continue }
            for quantity in LearningCurves.Quantity.allCases {
                let values = quantity.values(own)
                guard !values.isEmpty else { continue }
                curves[quantity, default: []].append(
                    epochs.map { values.indices.contains($0 - 1) ? quantity.scaled(values[$0 - 1]) : .nan })
            }
        }
        guard !curves.isEmpty else { return nil }
        self.init(label: charted.label, key: charted.seriesLabel, method: charted.cell.method, curves: curves)
    }
}
