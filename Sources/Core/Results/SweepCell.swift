/// What one row of `table.csv` is about, with the jobs behind it: a variant, data set, group, method and
/// choice of ν, over the seeds.
struct SweepCell: Sendable {
    /// Nil for a sweep without variants.
    let variant: String?
    let dataset: DatasetName
    let group: GroupName
    let method: Method
    /// IR only, as are the next three.
    var regulariser: Regulariser?
    /// `smallest SI >= 0.95`, or `fixed`.
    var nuChoice: String?
    /// Nil where the search did not pass.
    var nu: Double?
    /// Nil where ν is fixed.
    var outcome: String?
    /// In the order of the seeds, failed ones too. None where a search has no answer.
    var jobs: ArraySlice<JobRecord> = []
    /// Of `jobs`; of all probes where a search has no answer.
    var failed = 0

    /// False where a search has none.
    var hasAnswer: Bool { outcome == nil || nu != nil }

    /// In the order of the sweep file.
    static func all(_ part: SweepPart) -> [SweepCell] {
        let spec = part.spec
        let jobs = JobRanges(part)
        var cells: [SweepCell] = []
        for dataset in part.datasets {
            for group in spec.groups {
                for method in spec.methods {
                    var cell = SweepCell(variant: spec.variant, dataset: dataset, group: group, method: method)
                    guard method == .IR else {
                        cell.take(jobs[dataset, group, method, nil])
                        cells.append(cell)
                        continue
                    }
                    for regulariser in spec.regularisers {
                        cell.regulariser = regulariser
                        let jobs = jobs[dataset, group, method, regulariser]
                        switch spec.nu {
                        case .values(let values): cells += cell.fixed(values, jobs)
                        case .smallest(let settings):
                            let search = part.search(dataset: dataset, group: group, regulariser: regulariser)
                            cells.append(cell.searched(settings, search, jobs))
                        }
                    }
                }
            }
        }
        return cells
    }

    private mutating func take(_ jobs: ArraySlice<JobRecord>) {
        self.jobs = jobs
        failed = jobs.count(where: \.isFailed)
    }

    private func fixed(_ values: [Double], _ jobs: ArraySlice<JobRecord>) -> [SweepCell] {
        let byNu = jobs.runs(by: \.job.nu)
        return Set(values).sorted().map { value in
            var cell = self
            cell.nuChoice = "fixed"
            cell.nu = value
            cell.take(byNu[value] ?? [])
            return cell
        }
    }

    private func searched(
        _ settings: NuSearchSettings, _ search: SearchedEvent?, _ jobs: ArraySlice<JobRecord>
    ) -> SweepCell {
        var cell = self
        cell.nuChoice = settings.question
        cell.outcome = search?.outcome ?? Summary.notFinished
        if let answer = search?.answer {
            cell.nu = answer
            cell.take(jobs.runs(by: \.job.nu)[answer] ?? [])
        } else {
            cell.failed = jobs.count(where: \.isFailed)
        }
        return cell
    }
}

extension NuSearchSettings {
    /// `smallest SI >= 0.95`
    public var question: String { "smallest \(measure.rawValue) >= \(CSVWriter.number(threshold))" }
}

/// The first columns of tables with a row per cell or per point of one.
enum CellColumns {
    static func names(_ record: SweepRecord) -> [String] {
        (record.hasVariants ? ["variant"] : []) + ["dataset", "group", "method", "regulariser", "nu_choice", "nu"]
    }

    static func append(_ cell: SweepCell, _ record: SweepRecord, to row: inout [CSVTable.Cell]) {
        if record.hasVariants { row.append(.text(cell.variant)) }
        row.append(.text(cell.dataset.rawValue))
        row.append(.text(cell.group.label))
        row.append(.text(cell.method.rawValue))
        row.append(.text(cell.regulariser?.rawValue))
        row.append(.text(cell.nuChoice))
        row.append(.number(cell.nu))
    }
}
