/// One line of the table in the paper: a data set, group, method and choice of ν, over the seeds,
/// on the test split.
public struct SummaryRow: Sendable, Equatable {
    public var dataset: DatasetName
    public var group: GroupName
    public var method: Method
    /// IR only, as are the next three.
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
    /// Jobs with at least one value that is not finite. Such a value is in no mean.
    public var nonFinite: Int
}

public enum Summary {
    /// The outcome of a search that has not ended.
    public static let notFinished = "not finished"

    /// In the order of the sweep file; rows exist from the start, before any job is done.
    public static func rows(_ record: SweepRecord) -> [SummaryRow] {
        let spec = record.spec
        var rows: [SummaryRow] = []
        for dataset in record.datasets {
            for group in spec.groups {
                for method in spec.methods {
                    let jobs = record.jobs.filter {
                        $0.job.data.dataset == dataset && $0.job.group == group && $0.job.method == method
                    }
                    var row = SummaryRow(
                        dataset: dataset, group: group, method: method, statistics: [:], failed: 0, nonFinite: 0)
                    guard method == .IR else {
                        row.fill(jobs, spec.measures)
                        rows.append(row)
                        continue
                    }
                    for regulariser in spec.regularisers {
                        row.regulariser = regulariser
                        let jobs = jobs.filter { $0.job.regulariser == regulariser }
                        switch spec.nu {
                        case .values(let values): rows += row.fixed(values, jobs, spec.measures)
                        case .smallest(let settings):
                            let search = record.search(dataset: dataset, group: group, regulariser: regulariser)
                            rows.append(row.searched(settings, search, jobs, spec.measures))
                        }
                    }
                }
            }
        }
        return rows
    }
}

extension SummaryRow {
    fileprivate mutating func fill(_ jobs: [JobRecord], _ measures: [Measure]) {
        failed = jobs.count(where: \.isFailed)
        nonFinite = jobs.count { job in
            measures.contains { measure in job.value(measure, on: .test).map { !$0.isFinite } ?? false }
        }
        for measure in measures {
            // In the order of the seeds, which fixes the last bits of the mean.
            statistics[measure] = RunningStatistics(
                jobs.compactMap { job in
                    job.value(measure, on: .test).map { MeasureColumn.scaled($0, measure.rawValue) }
                })
        }
    }

    fileprivate func fixed(_ values: [Double], _ jobs: [JobRecord], _ measures: [Measure]) -> [SummaryRow] {
        let byNu = Dictionary(grouping: jobs, by: \.job.nu)
        return Set(values).sorted().map { value in
            var row = self
            row.nuChoice = "fixed"
            row.nu = value
            row.fill(byNu[value] ?? [], measures)
            return row
        }
    }

    fileprivate func searched(
        _ settings: NuSearchSettings, _ search: SearchedEvent?, _ jobs: [JobRecord], _ measures: [Measure]
    ) -> SummaryRow {
        var row = self
        row.nuChoice = settings.question
        row.outcome = search?.outcome ?? Summary.notFinished
        if let search, search.outcome == "passed", let answer = search.nu {
            row.nu = answer
            row.fill(jobs.filter { $0.job.nu == answer }, measures)
        } else {
            row.failed = jobs.count(where: \.isFailed)
        }
        return row
    }
}

extension NuSearchSettings {
    /// `smallest SI >= 0.95`
    var question: String { "smallest \(measure.rawValue) >= \(CSVWriter.number(threshold))" }
}
