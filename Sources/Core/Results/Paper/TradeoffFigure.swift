/// Beyond the paper: what ν buys and costs. Accuracy, SI, LI and σmax over ν, a figure per group, WT and DA as level
/// lines.
///
/// Where ν is given the test split is shown. Where it is searched, only the search's measure is known at every probe,
/// on the search's split, and the accuracy on the validation split by which the epoch was chosen.
enum TradeoffFigure {
    static func figures(_ scope: FigureScope) -> [PaperFigures.Named] {
        guard scope.spec.methods.contains(.IR) else { return [] }
        return scope.spec.groups.compactMap { group in
            let jobs = JobRanges(scope.part)
            var outside: [String] = []
            let panels = NuQuantity.all(scope.spec).compactMap { quantity -> LineChart? in
                let curves = scope.spec.regularisers.compactMap { regulariser in
                    NuSeries(quantity, jobs[scope.dataset, group, .IR, regulariser], regulariser, scope.spec)
                }
                return curves.isEmpty ? nil : chart(quantity, curves, group, scope, &outside)
            }
            // One chart alone says nothing of a trade.
            guard panels.count > 1 else { return nil }
            let figure = Figure(
                title: "What ν buys and costs: \(group.label), \(scope.heading)",
                caption: caption(scope, outside, kinds: Set(panels.flatMap(\.marks).map(\.kind)), answer(scope, group)),
                panels: marked(panels, scope), columns: 2)
            return ("tradeoff-\(group.label)\(scope.suffix)", figure)
        }
    }

    private static func answer(_ scope: FigureScope, _ group: GroupName) -> Double? {
        guard scope.spec.nuSearch != nil, scope.spec.regularisers.count == 1 else { return nil }
        return scope.cells(group).first { $0.method == .IR }?.nu
    }

    private static func threshold(_ spec: SweepSpec) -> (measure: Measure, value: Double) {
        (spec.nuSearch?.measure ?? .SI, spec.nuSearch?.threshold ?? 0.95)
    }

    private static func chart(
        _ quantity: NuQuantity, _ curves: [NuSeries], _ group: GroupName, _ scope: FigureScope, _ outside: inout [String]
    ) -> LineChart {
        let note = scope.spec.nuSearch == nil ? "" : "\(quantity.split.rawValue) split"
        var chart = LineChart(
            x: FigureAxis("ν", scale: .logarithmic), left: FigureAxis(quantity.measure, note: note),
            series: curves.map(\.series), bandName: "± 1 std over \(scope.seeds)")
        // Those of several curves would cover each other.
        if [.accuracy, .SI].contains(quantity.measure), scope.spec.regularisers.count == 1 {
            chart.marks = curves.compactMap { curve in
                let knee = curve.curve.knee(quantity.measure == .SI ? .rise : .fall)
                return knee.map {
                    .init("knee, ν = \(NumberText.short($0.nu))", x: $0.nu, y: $0.mean, shape: .diamond, kind: "knee")
                }
            }
        }
        let threshold = threshold(scope.spec)
        if quantity.measure == threshold.measure {
            let value = MeasureColumn.scaled(threshold.value, quantity.measure)
            let text = NumberText.short(value)
            chart.references.append(.init("\(quantity.measure.rawValue) = \(text)", at: value))
            chart.marks += curves.compactMap { curve in
                let name = scope.spec.regularisers.count > 1 ? curve.regulariser.rawValue : text
                return curve.curve.crossing(value).map {
                    .init(
                        "\(name): ν ≈ \(NumberText.short($0))", x: $0, y: value, shape: .square, kind: "threshold crossed")
                }
            }
        }
        addMethods(to: &chart, quantity, scope.cells(group), &outside)
        return chart
    }

    /// WT and DA as level lines in their own colours: words beside two lines that lie close would leave open which is
    /// which. Those far from the curves as words below, for they would press the curves flat.
    private static func addMethods(
        to chart: inout LineChart, _ quantity: NuQuantity, _ cells: [SweepCell], _ outside: inout [String]
    ) {
        let shown = chart.series.flatMap(\.points).map(\.y) + chart.references.map(\.value)
        let nus = chart.series.flatMap(\.points).map(\.x)
        guard let from = nus.min(), let to = nus.max() else { return }
        // Below the curves, which would vanish where they meet.
        for cell in cells.reversed() where cell.method != .IR {
            let statistics = RunningStatistics(cell.jobs.compactMap(quantity.reference))
            guard let mean = statistics.mean else { continue }
            if chart.left.isNear(mean, shown) {
                let isComparable = quantity.referenceSplit == quantity.split
                chart.series.insert(
                    LineChart.Series(
                        cell.method.rawValue + (isComparable ? "" : ", test split"), key: cell.method.rawValue,
                        points: [from, to].map { .init(x: $0, y: mean, deviation: statistics.standardDeviation) },
                        look: isComparable ? .line : .dashedLine),
                    at: 0)
            } else {
                let text = NumberText.format(for: mean, quantity.measure).text(mean)
                let axis = FigureAxis(quantity.measure)
                outside.append(
                    "\(cell.method.rawValue) with \(axis.label) \(text)" + (axis.unit.isEmpty ? "" : " \(axis.unit)"))
            }
        }
    }

    /// Where the threshold is reached, as a line in the other charts too; with several forms there are too many.
    private static func marked(_ panels: [LineChart], _ scope: FigureScope) -> [LineChart] {
        let threshold = threshold(scope.spec)
        let value = MeasureColumn.scaled(threshold.value, threshold.measure)
        let label = "\(threshold.measure.rawValue) = \(NumberText.short(value))"
        let isDrawn = { (panel: LineChart) in panel.references.contains { $0.label == label } }
        guard scope.spec.regularisers.count == 1,
            let crossing = panels.first(where: isDrawn)?.marks.last(where: { $0.y == value })
        else { return panels }
        return panels.map { panel in
            var panel = panel
            if !isDrawn(panel) { panel.references.append(.init(label, at: crossing.x, on: .x)) }
            return panel
        }
    }

    /// - Parameters:
    ///   - kinds: of the marks.
    ///   - answer: of the search, where there is one form and it has one.
    private static func caption(_ scope: FigureScope, _ outside: [String], kinds: Set<String>, _ answer: Double?) -> String {
        let far = outside.isEmpty ? "" : " Off the axes: \(outside.joined(separator: ", "))."
        let knee =
            !kinds.contains("knee")
            ? ""
            : " Knee: of the rise of SI and of the fall of accuracy the point farthest above the line between the ends, "
                + "both axes scaled to their range."
        let between = kinds.contains("threshold crossed") ? " ν ≈: interpolated between the ν that were tried." : ""
        guard let search = scope.spec.nuSearch else { return "Test split, \(scope.seeds).\(far)\(knee)\(between)" }
        let others = scope.spec.methods.filter { $0 != .IR }.map(\.rawValue).joined(separator: " and ")
        let ofOthers = others.isEmpty ? "" : " \(search.measure.rawValue) of \(others): test split."
        return "The probes of the search for the \(search.caption), \(search.split.rawValue) split, \(scope.seeds). Accuracy: "
            + "validation split, of the chosen epoch.\(ofOthers)\(far)\(knee)\(between)"
            + (answer.map { " The search's answer: ν = \(NumberText.short($0))." } ?? "")
    }
}

/// One form of the regulariser in one chart.
private struct NuSeries {
    let regulariser: Regulariser
    let curve: NuCurve
    let series: LineChart.Series

    /// Nil for fewer than three points.
    init?(_ quantity: NuQuantity, _ jobs: ArraySlice<JobRecord>, _ regulariser: Regulariser, _ spec: SweepSpec) {
        var values: [Double: [Double]] = [:]
        for job in jobs {
            if let nu = job.job.nu, let value = quantity.value(job), value.isFinite { values[nu, default: []].append(value) }
        }
        self.regulariser = regulariser
        curve = NuCurve(values)
        guard curve.points.count > 2 else { return nil }
        series = LineChart.Series(
            spec.regularisers.count > 1 ? "IR \(regulariser.rawValue)" : "IR",
            points: curve.points.map { nu, statistics in
                .init(x: nu, y: statistics.mean ?? .nan, deviation: statistics.standardDeviation)
            })
    }
}

/// What is drawn over ν, and where its values are.
private struct NuQuantity {
    let measure: Measure
    let split: SplitName
    /// Of the epoch that was chosen; nothing else is known of the accuracy at a search's probes.
    var isOfTraining = false

    static func all(_ spec: SweepSpec) -> [NuQuantity] {
        let measures = [Measure.accuracy, .SI, .LI, .sigmaMax]
        guard let search = spec.nuSearch else {
            return measures.filter(spec.measures.contains).map { NuQuantity(measure: $0, split: .test) }
        }
        return measures.compactMap { measure in
            if measure == search.measure { return NuQuantity(measure: measure, split: search.split) }
            return measure == .accuracy ? NuQuantity(measure: measure, split: .validation, isOfTraining: true) : nil
        }
    }

    /// As the tables scale it; nil where it is not known.
    func value(_ job: JobRecord) -> Double? {
        guard !job.isFailed else { return nil }
        let value = isOfTraining ? job.training?.validationAccuracy : job.value(measure, on: split)
        return value.map { MeasureColumn.scaled($0, measure) }
    }

    /// Where WT and DA are measured.
    var referenceSplit: SplitName { isOfTraining ? .validation : .test }

    /// Of WT and DA, which are measured on the test split alone, but for the accuracy that chose their epoch.
    func reference(_ job: JobRecord) -> Double? {
        if isOfTraining { return value(job) }
        return job.value(measure, on: .test).map { MeasureColumn.scaled($0, measure) }
    }
}

extension FigureAxis {
    /// Whether a value is no farther from others than these are from each other.
    fileprivate func isNear(_ value: Double, _ others: [Double]) -> Bool {
        func place(_ value: Double) -> Double? {
            scale == .linear ? value : value > 0 ? PortableMath.log(value) : nil
        }
        let places = others.compactMap(place)
        guard let place = place(value), let low = places.min(), let high = places.max() else { return false }
        return place >= low - (high - low) && place <= high + (high - low)
    }
}
