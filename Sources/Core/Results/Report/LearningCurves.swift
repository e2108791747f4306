/// Learning curves as the report draws them: of the table's rows, the mean over seeds and single networks, thinned.
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
                found.groups.append(Group(heading: heading, epochs: epochs, cells: drawn))
            }
        }
        if omitted.cells > 0 { found.leftOut.append("\(omitted.cells) rows of the table") }
        if omitted.unanswered > 0 { found.leftOut.append("\(omitted.unanswered.of("row")) whose search has no answer and no network") }
        if omitted.groups > 0 { found.leftOut.append("\(omitted.groups) groups") }
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
