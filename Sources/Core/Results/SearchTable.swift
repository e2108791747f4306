/// `nu_search.csv`: a row per ν that the search tried, smallest first. Only the header where ν is
/// not searched.
///
/// `reaches` is true where every seed has a finite value and their mean is at least the threshold;
/// false where not, or where a seed failed or is not finite; empty while seeds are outstanding.
/// The answer is the smallest ν for which it and every larger probe reach (method: "Tuning ν").
public enum SearchTable {
    public static func table(_ record: SweepRecord) -> CSVTable {
        var table = CSVTable(columns: [
            "dataset", "group", "regulariser", "nu", "measure", "split", "mean", "std", "n", "n_failed", "n_nonfinite",
            "threshold", "reaches", "role", "outcome",
        ])
        guard let settings = record.spec.nuSearch else { return table }
        for dataset in record.datasets {
            for group in record.spec.groups {
                for regulariser in record.spec.regularisers {
                    let search = record.search(dataset: dataset, group: group, regulariser: regulariser)
                    let jobs = record.jobs.filter {
                        $0.job.method == .IR && $0.job.data.dataset == dataset && $0.job.group == group
                            && $0.job.regulariser == regulariser
                    }
                    let byNu = Dictionary(grouping: jobs) { $0.job.nu ?? 0 }
                    for (nu, jobs) in byNu.sorted(by: { $0.key < $1.key }) {
                        let probe = ProbeRow(jobs, settings, seeds: Set(record.spec.seeds).count)
                        let isAnswer = search?.outcome == "passed" && search?.nu == nu
                        table.append([
                            .text(dataset.rawValue), .text(group.description), .text(regulariser.rawValue), .number(nu),
                            .text(MeasureColumn.name(settings.measure.rawValue)), .text(settings.split.rawValue),
                            .number(probe.statistics.mean), .number(probe.statistics.standardDeviation),
                            .integer(probe.statistics.count), .integer(probe.failed),
                            .integer(probe.statistics.nonFinite), .number(probe.threshold),
                            probe.reaches.map { .boolean($0) } ?? .empty, .text(isAnswer ? "answer" : "probe"),
                            .text(search?.outcome ?? Summary.notFinished),
                        ])
                    }
                }
            }
        }
        return table
    }
}

/// One ν over the seeds.
private struct ProbeRow {
    let statistics: RunningStatistics
    let failed: Int
    let threshold: Double
    let reaches: Bool?

    init(_ jobs: [JobRecord], _ settings: NuSearchSettings, seeds: Int) {
        let key = settings.measure.rawValue
        let values = jobs.compactMap { $0.value(settings.measure, on: settings.split) }
        let raw = RunningStatistics(values)
        statistics = RunningStatistics(values.map { MeasureColumn.scaled($0, key) })
        failed = jobs.count { $0.state == .failed }
        threshold = MeasureColumn.scaled(settings.threshold, key)
        if failed > 0 || raw.nonFinite > 0 {
            reaches = false
        } else if raw.count < seeds {
            reaches = nil
        } else {
            // Unscaled, as the search itself compares: times 100 may round across the threshold.
            reaches = raw.mean.map { $0 >= settings.threshold }
        }
    }
}
