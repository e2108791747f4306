/// One line of the table in the paper: a data set, group, method and choice of ν, over the seeds,
/// on the test split.
public struct SummaryRow: Sendable, Equatable {
    /// Nil for a sweep without variants.
    public var variant: String?
    /// The data that was really used.
    public var dataset: DatasetName
    /// Whose invariance was trained.
    public var group: GroupName
    /// How the networks were trained.
    public var method: Method
    /// IR only, as are the next three; nil for other methods.
    public var regulariser: Regulariser?
    /// `smallest SI >= 0.95`, or `fixed`.
    public var nuChoice: String?
    /// Nil where the search did not pass: there is no best value that stands in for an answer.
    public var nu: Double?
    /// How the search ended; `Summary.notFinished` while it goes on; nil where ν is fixed.
    public var outcome: String?
    /// Over the seeds; empty where a search did not pass. Accuracy in percent.
    public var statistics: [Measure: RunningStatistics]
    /// Jobs that failed: of the row's ν, or of all probes where the search did not pass.
    public var failed: Int
    /// Networks of the row that have been measured and did not fail.
    public var measured = 0
    /// Jobs with at least one value that is not finite. Such a value is in no mean.
    public var nonFinite: Int
    /// What the paper has here; nil where it has no such row.
    public var paper: PaperValues?

    /// Networks that are neither measured nor failed yet; none where a search has no answer.
    /// - Parameter spec: of the row's variant.
    func undone(_ spec: SweepSpec) -> Int {
        outcome != nil && nu == nil ? 0 : max(0, Set(spec.seeds).count - measured - failed)
    }
}

/// Means over seeds, from the records of jobs.
public enum Summary {
    /// The outcome of a search that has not ended.
    public static let notFinished = "not finished"

    /// In the order of the sweep file, variant by variant; rows exist from the start, before any job is done.
    public static func rows(_ record: SweepRecord) -> [SummaryRow] {
        record.parts.flatMap { part in SweepCell.all(part).map { SummaryRow($0, part.spec) } }
    }
}

extension SummaryRow {
    fileprivate init(_ cell: SweepCell, _ spec: SweepSpec) {
        self.init(
            variant: cell.variant, dataset: cell.dataset, group: cell.group, method: cell.method,
            regulariser: cell.regulariser, nuChoice: cell.nuChoice, nu: cell.nu, outcome: cell.outcome, statistics: [:],
            failed: cell.failed, nonFinite: 0, paper: PaperValues(cell, spec))
        if cell.hasAnswer { fill(cell.jobs, spec.measures) }
    }

    private mutating func fill(_ jobs: ArraySlice<JobRecord>, _ measures: [Measure]) {
        var statistics = measures.map { _ in RunningStatistics() }
        // In the order of the seeds, which fixes the last bits of the mean.
        for job in jobs where !job.isFailed {
            guard let values = job.packed(.test) else { continue }
            // A sweep of analyses alone asks for no value.
            var (isMeasured, isFinite) = (measures.isEmpty, true)
            for (place, measure) in measures.enumerated() {
                guard let value = values[measure] else { continue }
                isMeasured = true
                isFinite = isFinite && value.isFinite
                statistics[place].add(MeasureColumn.scaled(value, measure))
            }
            if isMeasured { measured += 1 }
            if !isFinite { nonFinite += 1 }
        }
        for (measure, values) in zip(measures, statistics) { self.statistics[measure] = values }
    }
}
