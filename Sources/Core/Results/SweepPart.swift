/// What is known of one variant of a sweep, or of a sweep without variants.
public struct SweepPart: Sendable {
    /// A whole sweep of its own; `spec.variant` is the variant's name.
    public let spec: SweepSpec
    /// In the order of the tables: dataset, group, method, regulariser (each as in the sweep file),
    /// ν, seed. A job that several variants have stands in each.
    public let jobs: [JobRecord]
    private let searches: [SearchedEvent]

    init(spec: SweepSpec, jobs: [JobRecord], searches: [SearchedEvent]) {
        (self.spec, self.jobs, self.searches) = (spec, jobs, searches)
    }

    /// The data sets that were really used, the source before the fallback; the source where no job
    /// was done yet.
    public var datasets: [DatasetName] {
        // Jobs stand in the order of their sets.
        let used = Set([jobs.first, jobs.last].compactMap { $0?.job.data.dataset })
        return used.isEmpty ? [spec.data.source] : spec.datasets.filter(used.contains)
    }

    /// Whether it can be told what its networks are given: before any is done a fallback may yet stand in.
    var isDataKnown: Bool { !jobs.isEmpty || spec.data.fallback == nil || spec.data.fallback == spec.data.source }

    /// How the search for ν ended; nil while it goes on, and where ν is not searched.
    public func search(dataset: DatasetName, group: GroupName, regulariser: Regulariser) -> SearchedEvent? {
        guard let settings = spec.nuSearch else { return nil }
        // Another variant may have asked the same of other networks.
        let data = jobs.first { $0.job.data.dataset == dataset }?.job.data
        let own = data.map { data in
            NuSearchUnit(
                data: data, group: group, regulariser: regulariser, settings: settings, seeds: spec.seeds,
                training: spec.training, saliency: spec.saliency
            ).id
        }
        return searches.last {
            $0.group == group && $0.regulariser == regulariser && ($0.dataset ?? dataset) == dataset
                && ($0.settings ?? settings) == settings && ($0.search ?? own) == own
        }
    }
}

extension SearchedEvent {
    /// The ν that was found; nil for every end but `passed`.
    var answer: Double? { outcome == "passed" ? nu : nil }
}
