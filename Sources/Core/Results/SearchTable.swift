/// `nu_search.csv`: a row per ν that the search asked for, smallest first. Only the header where ν is
/// not searched. Other ν that the folder may know (from an earlier form of the sweep) are not in it.
///
/// `reaches_threshold` is true where every seed has a finite value and their mean is at least the threshold,
/// false where the mean is below; empty where a seed is missing, failed or not finite: that is no
/// answer, and the search is `incomplete` if it depends on it.
/// The answer is the smallest ν for which it and every larger probe reach (method: "The search for ν").
public enum SearchTable {
    /// `nu_search.csv`: a row per probe.
    public static func table(_ record: SweepRecord) -> CSVTable {
        var table = CSVTable(
            columns: (record.hasVariants ? ["variant"] : []) + [
                "dataset", "group", "regulariser", "nu", "measure", "split", "mean", "std", "n", "n_failed", "n_nonfinite",
                "threshold", "reaches_threshold", "role", "search_outcome",
            ])
        for part in record.parts {
            guard let settings = part.spec.nuSearch else { continue }
            let jobs = JobRanges(part)
            for dataset in part.datasets {
                for group in part.spec.groups {
                    for regulariser in part.spec.regularisers {
                        let search = part.search(dataset: dataset, group: group, regulariser: regulariser)
                        let first: [CSVTable.Cell] =
                            (record.hasVariants ? [.text(part.spec.variant)] : []) + [
                                .text(dataset.rawValue), .text(group.label), .text(regulariser.rawValue),
                            ]
                        let jobs = jobs[dataset, group, .IR, regulariser]
                        for row in rows(jobs, settings, search, seeds: Set(part.spec.seeds).count) {
                            table.append(first + row)
                        }
                    }
                }
            }
        }
        return table
    }

    /// Without the columns that tell the search.
    private static func rows(
        _ jobs: ArraySlice<JobRecord>, _ settings: NuSearchSettings, _ search: SearchedEvent?, seeds: Int
    ) -> [[CSVTable.Cell]] {
        let probes = probes(jobs, settings, seeds: seeds)
        return probes.map { nu, probe in
            let isAnswer = search?.answer == nu
            return [
                .number(nu), .text(MeasureColumn.name(settings.measure.rawValue)), .text(settings.split.rawValue),
                .number(probe.statistics.mean), .number(probe.statistics.standardDeviation),
                .integer(probe.statistics.count), .integer(probe.failed), .integer(probe.statistics.nonFinite),
                .number(probe.threshold), probe.reaches.map { .boolean($0) } ?? .empty,
                .text(isAnswer ? "answer" : "probe"), .text(search?.outcome ?? Summary.notFinished),
            ]
        }
    }

    /// What the search asked for, smallest ν first.
    static func probes(
        _ jobs: ArraySlice<JobRecord>, _ settings: NuSearchSettings, seeds: Int
    ) -> [(nu: Double, probe: ProbeRow)] {
        let probes = jobs.runs { $0.job.nu ?? 0 }.mapValues { ProbeRow($0, settings, seeds: seeds) }
        let asked = askedFor(probes, settings)
        return probes.filter { asked.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension SearchTable {
    /// The search, as its probes decide it.
    static func replay(_ jobs: ArraySlice<JobRecord>, _ settings: NuSearchSettings, seeds: Int) -> NuSearch {
        replay(jobs.runs { $0.job.nu ?? 0 }.mapValues { ProbeRow($0, settings, seeds: seeds) }, settings)
    }

    private static func replay(_ probes: [Double: ProbeRow], _ settings: NuSearchSettings) -> NuSearch {
        var search = NuSearch(settings)
        for (nu, probe) in probes where probe.failed + probe.statistics.count + probe.statistics.nonFinite >= probe.seeds {
            search.record(
                Probe(
                    nu: nu, mean: probe.statistics.nonFinite > 0 ? .nan : probe.mean,
                    seedsFinished: probe.seeds - probe.failed, seedsAsked: probe.seeds))
        }
        return search
    }

    /// The ν that the search asked for, the pending one included.
    private static func askedFor(_ probes: [Double: ProbeRow], _ settings: NuSearchSettings) -> Set<Double> {
        let search = replay(probes, settings)
        var asked = Set(search.path.map(\.nu))
        if case .probe(let pending) = search.next { asked.insert(pending) }
        return asked
    }
}

/// One ν over the seeds.
struct ProbeRow {
    let statistics: RunningStatistics
    let failed: Int
    let threshold: Double
    let reaches: Bool?
    /// Unscaled, as the search itself compares: times 100 may round across the threshold.
    let mean: Double?
    let seeds: Int

    init(_ jobs: ArraySlice<JobRecord>, _ settings: NuSearchSettings, seeds: Int) {
        let key = settings.measure.rawValue
        let values = jobs.compactMap { $0.value(settings.measure, on: settings.split) }
        let raw = RunningStatistics(values)
        statistics = RunningStatistics(values.map { MeasureColumn.scaled($0, key) })
        failed = jobs.count(where: \.isFailed)
        threshold = MeasureColumn.scaled(settings.threshold, key)
        self.seeds = seeds
        mean = raw.mean
        let isWhole = failed == 0 && raw.nonFinite == 0 && raw.count >= seeds
        reaches = isWhole ? raw.mean.map { $0 >= settings.threshold } : nil
    }
}
