/// One ν search as it can be drawn: what it probed, what every seed came to, what it found.
struct SearchCurve {
    struct Point {
        let nu: Double
        /// Over the seeds, as the tables scale it.
        let statistics: RunningStatistics
        /// Of each seed that has a value.
        let values: [Double]
        /// Nil where that cannot be told.
        let reaches: Bool?
    }

    /// `R4`; with variant, data set and form of the regulariser where the sweep has several.
    let title: String
    /// The row of the table that waits for the answer, as figures call it: it has the look.
    let row: String
    let group: GroupName
    let form: Regulariser
    let settings: NuSearchSettings
    /// As the journal has it; `Summary.notFinished` while it goes on.
    let outcome: String
    let answer: Double?
    /// Smallest ν first; those that the search asked for.
    let points: [Point]
    let seeds: Int
    /// How far it is; nil once it has ended.
    let progress: Progress?

    /// In the order of the tables.
    static func all(_ record: SweepRecord) -> [SearchCurve] {
        record.parts.flatMap { part in part.datasets.flatMap { all(part, $0) } }
    }

    /// Of one variant on one data set, group by group.
    static func all(_ part: SweepPart, _ dataset: DatasetName) -> [SearchCurve] {
        guard let settings = part.spec.nuSearch, part.spec.methods.contains(.IR) else { return [] }
        let jobs = JobRanges(part)
        return part.spec.groups.flatMap { group in
            part.spec.regularisers.map { form in
                SearchCurve(part, dataset, group, form, settings, jobs[dataset, group, .IR, form])
            }
        }
    }

    /// Whether its chart has a point.
    var hasMean: Bool { points.contains { $0.statistics.mean != nil } }

    private init(
        _ part: SweepPart, _ dataset: DatasetName, _ group: GroupName, _ form: Regulariser,
        _ settings: NuSearchSettings, _ jobs: ArraySlice<JobRecord>
    ) {
        let search = part.search(dataset: dataset, group: group, regulariser: form)
        let words = [
            part.spec.variant, part.datasets.count > 1 ? dataset.rawValue : nil, group.label,
            part.spec.regularisers.count > 1 ? form.rawValue : nil,
        ]
        title = words.compactMap(\.self).joined(separator: ", ")
        row = SweepCell.label(.IR, form, nu: nil, part.spec)
        (self.settings, self.group, self.form) = (settings, group, form)
        outcome = search?.outcome ?? Summary.notFinished
        answer = search?.answer
        seeds = Set(part.spec.seeds).count
        let runs = jobs.runs { $0.job.nu ?? 0 }
        progress = search == nil ? Progress(jobs, settings, seeds: seeds) : nil
        points = SearchTable.probes(jobs, settings, seeds: seeds).map { nu, probe in
            let values = (runs[nu] ?? []).compactMap { $0.value(settings.measure, on: settings.split) }
            return Point(
                nu: nu, statistics: probe.statistics,
                values: values.filter(\.isFinite).map { MeasureColumn.scaled($0, settings.measure) },
                reaches: probe.reaches)
        }
    }

    /// The largest ν that was tried below the answer: there the threshold is missed.
    var below: Double? { answer.flatMap { answer in points.last { $0.nu < answer }?.nu } }

    var threshold: Double { MeasureColumn.scaled(settings.threshold, settings.measure) }

    var tone: ReportVerdict.Tone { answer != nil ? .good : outcome == Summary.notFinished ? .unfinished : .bad }

    /// `SI ≥ 0.95 from ν = 19.1 on`.
    var verdict: String {
        let asked = "\(settings.measure.rawValue) ≥ \(CSVWriter.number(threshold))"
        if let answer {
            let from = "\(asked) from ν = \(CSVWriter.number(answer)) on"
            return from + (below.map { "; at \(CSVWriter.number($0)) it is missed" } ?? ", the smallest ν that was allowed")
        }
        switch outcome {
        case "unreachable within bounds": return "no ν that was tried, up to \(CSVWriter.number(settings.to)), reaches \(asked)"
        case "not monotone": return "the largest ν misses \(asked), although smaller ones reach it"
        case "budget spent": return "\(points.count) probes did not settle \(asked)"
        case "incomplete": return "a probe lacks a seed, so that \(asked) cannot be told"
        default: return "whether \(asked) is not known yet"
        }
    }

    /// The probes over ν: mean, deviation, every seed, the threshold, the bracket and the answer in it.
    var chart: LineChart {
        let mean = seeds == 1 ? "probe" : "mean"
        let hasFewer = points.contains { $0.statistics.count < seeds }
        var chart = LineChart(
            x: FigureAxis("ν", scale: .logarithmic),
            left: FigureAxis(settings.measure, isWide: false, note: "\(settings.split.rawValue) split"),
            series: [
                LineChart.Series(
                    mean, key: row,
                    points: points.compactMap { point in
                        point.statistics.mean.map {
                            .init(x: point.nu, y: $0, deviation: point.statistics.standardDeviation)
                        }
                    })
            ],
            references: [
                .init("\(settings.measure.rawValue) = \(NumberText.short(threshold))", at: threshold)
            ],
            bandName: "± 1 std over \(hasFewer ? "up to " : "")\(seeds) seeds")
        if seeds > 1 {
            chart.series.append(
                LineChart.Series(
                    "one seed", key: row, points: points.flatMap { point in point.values.map { .init(x: point.nu, y: $0) } },
                    look: .dots))
        }
        if let answer, let found = points.first(where: { $0.nu == answer })?.statistics.mean {
            chart.marks = [.init("answer, ν = \(NumberText.short(answer))", x: answer, y: found)]
            if let below { chart.spans = [.init("bracket", from: below, to: answer)] }
        }
        return chart
    }
}
