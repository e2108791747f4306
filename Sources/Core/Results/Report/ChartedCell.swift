/// A row of the table as the report's charts show its networks. Where a search has no answer, its probe with the largest
/// ν stands in, named as such: that is when single networks are looked at most. Tables never do so, nor
/// figures but those of learning curves.
struct ChartedCell {
    let cell: SweepCell
    /// `IR`; `IR ν = 1000, no answer`.
    let label: String
    /// The same for all groups: `IR, largest ν (validation split)`. It has the look.
    let seriesLabel: String
    /// Where its networks were measured.
    let split: SplitName
    /// Nil where the row has an answer.
    let probe: Double?

    /// In the order of the table; without searches of which no network is trained.
    static func all(_ scope: FigureScope) -> [ChartedCell] {
        let jobs = JobRanges(scope.part)
        return scope.cells.compactMap { cell in
            guard !cell.hasAnswer else { return ChartedCell(cell, scope.spec) }
            return ChartedCell(cell, scope.spec, probes: jobs[cell.dataset, cell.group, cell.method, cell.regulariser])
        }
    }

    private init(_ cell: SweepCell, _ spec: SweepSpec) {
        (self.cell, split, probe) = (cell, .test, nil)
        label = cell.label(spec)
        seriesLabel = label
    }

    private init?(_ cell: SweepCell, _ spec: SweepSpec, probes: ArraySlice<JobRecord>) {
        let trained = probes.runs { $0.job.nu ?? 0 }.filter { $0.value.contains { $0.training != nil && !$0.isFailed } }
        guard let largest = trained.max(by: { $0.key < $1.key }), let search = spec.nuSearch else { return nil }
        var own = cell
        own.jobs = largest.value
        (self.cell, split, probe) = (own, search.split, largest.key)
        label = "\(cell.label(spec)) ν = \(NumberText.short(largest.key)), no answer"
        seriesLabel = Self.standIn(cell.label(spec), on: search.split)
    }

    /// `IR, largest ν (validation split)`: what stands in for a search without an answer, which was measured where the search
    /// looked.
    static func standIn(_ label: String, on split: SplitName) -> String { "\(label), largest ν (\(split.rawValue) split)" }
}
