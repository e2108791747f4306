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
        let jobs = JobRanges(record)
        var rows: [SummaryRow] = []
        for dataset in record.datasets {
            for group in spec.groups {
                for method in spec.methods {
                    var row = SummaryRow(
                        dataset: dataset, group: group, method: method, statistics: [:], failed: 0, nonFinite: 0)
                    guard method == .IR else {
                        row.fill(jobs[dataset, group, method, nil], spec.measures)
                        rows.append(row)
                        continue
                    }
                    for regulariser in spec.regularisers {
                        row.regulariser = regulariser
                        let jobs = jobs[dataset, group, method, regulariser]
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
    fileprivate mutating func fill(_ jobs: ArraySlice<JobRecord>, _ measures: [Measure]) {
        failed = jobs.count(where: \.isFailed)
        nonFinite = 0
        var statistics = measures.map { _ in RunningStatistics() }
        // In the order of the seeds, which fixes the last bits of the mean.
        for job in jobs where !job.isFailed {
            guard let measured = job.packed(.test) else { continue }
            var isFinite = true
            for (place, measure) in measures.enumerated() {
                guard let value = measured[measure] else { continue }
                isFinite = isFinite && value.isFinite
                statistics[place].add(MeasureColumn.scaled(value, measure))
            }
            if !isFinite { nonFinite += 1 }
        }
        for (measure, values) in zip(measures, statistics) { self.statistics[measure] = values }
    }

    fileprivate func fixed(_ values: [Double], _ jobs: ArraySlice<JobRecord>, _ measures: [Measure]) -> [SummaryRow] {
        let byNu = jobs.runs(by: \.job.nu)
        return Set(values).sorted().map { value in
            var row = self
            row.nuChoice = "fixed"
            row.nu = value
            row.fill(byNu[value] ?? [], measures)
            return row
        }
    }

    fileprivate func searched(
        _ settings: NuSearchSettings, _ search: SearchedEvent?, _ jobs: ArraySlice<JobRecord>, _ measures: [Measure]
    ) -> SummaryRow {
        var row = self
        row.nuChoice = settings.question
        row.outcome = search?.outcome ?? Summary.notFinished
        if let search, search.outcome == "passed", let answer = search.nu {
            row.nu = answer
            row.fill(jobs.runs(by: \.job.nu)[answer] ?? [], measures)
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

/// Where the jobs of one row stand among a record's, which are in the order of the rows.
struct JobRanges {
    private struct Key: Hashable {
        var dataset: DatasetName
        var group: GroupName
        var method: Method
        var regulariser: Regulariser?
    }

    private let jobs: [JobRecord]
    private var ranges: [Key: Range<Int>] = [:]

    init(_ record: SweepRecord) {
        jobs = record.jobs
        for range in jobs.ranges(where: { Self.key($0.job) == Self.key($1.job) }) {
            ranges[Self.key(jobs[range.lowerBound].job)] = range
        }
    }

    private static func key(_ job: Job) -> Key {
        Key(
            dataset: job.data.dataset, group: job.group, method: job.method,
            regulariser: job.method == .IR ? job.regulariser : nil)
    }

    subscript(dataset: DatasetName, group: GroupName, method: Method, regulariser: Regulariser?) -> ArraySlice<JobRecord> {
        ranges[Key(dataset: dataset, group: group, method: method, regulariser: regulariser)].map { jobs[$0] } ?? []
    }
}

extension RandomAccessCollection where Index == Int {
    /// The ranges of neighbours that are alike.
    func ranges(where areAlike: (Element, Element) -> Bool) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = startIndex
        for index in indices where index > start && !areAlike(self[index - 1], self[index]) {
            ranges.append(start ..< index)
            start = index
        }
        if start < endIndex { ranges.append(start ..< endIndex) }
        return ranges
    }
}

extension ArraySlice {
    /// Neighbours with one key, by it. - Precondition: those with one key are neighbours.
    func runs<Key: Hashable>(by key: (Element) -> Key) -> [Key: ArraySlice] {
        var runs: [Key: ArraySlice] = [:]
        for range in ranges(where: { key($0) == key($1) }) { runs[key(self[range.lowerBound])] = self[range] }
        return runs
    }
}
