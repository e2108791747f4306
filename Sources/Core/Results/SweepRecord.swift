/// What is known of a sweep: the journal's events, resolved against the sweep file. All tables are
/// made from this.
///
/// Only what belongs to the sweep as it is asked for now is taken up: a results folder may hold
/// jobs of an earlier form of the sweep file (other seeds, other training), which stay in the
/// journal for reuse but in no table.
public struct SweepRecord: Sendable {
    public let spec: SweepSpec
    /// In the order of the tables: dataset, group, method, regulariser (each as in the sweep file),
    /// ν, seed.
    public let jobs: [JobRecord]
    /// Every process that worked on the sweep, the first one first.
    public let runs: [RunHeader]
    /// Wall time of those that ended in good order.
    public let seconds: Double
    private let searches: [SearchedEvent]

    /// - Parameters:
    ///   - events: in the order in which they happened.
    ///   - isCurrent: whether a job's id is the one that this program would give these parameters.
    ///     It is not where other numerics computed the job (`NumericsVersion`).
    ///   - isCurrentSearch: likewise for the id of a search.
    public init(
        spec: SweepSpec, events: some Sequence<JournalEvent>, isCurrent: (String, Job) -> Bool = { _, _ in true },
        isCurrentSearch: (String?) -> Bool = { _ in true }
    ) {
        var builder = SweepRecordBuilder(spec: spec)
        var layouts = MeasurementLayouts()
        for event in events {
            builder.add(PackedEvent(event, &layouts), isCurrent: isCurrent, isCurrentSearch: isCurrentSearch)
        }
        self = builder.record()
    }

    init(
        spec: SweepSpec, jobs: [JobRecord], searches: [SearchedEvent], runs: [RunHeader], seconds: Double
    ) {
        (self.spec, self.jobs, self.searches, self.runs, self.seconds) = (spec, jobs, searches, runs, seconds)
    }

    /// The data sets that were really used, the source before the fallback; the source where no job
    /// was done yet.
    public var datasets: [DatasetName] {
        // Jobs stand in the order of their sets.
        let used = Set([jobs.first, jobs.last].compactMap { $0?.job.data.dataset })
        return used.isEmpty ? [spec.data.source] : spec.datasets.filter(used.contains)
    }

    /// How the search for ν ended; nil while it goes on, and where ν is not searched.
    public func search(dataset: DatasetName, group: GroupName, regulariser: Regulariser) -> SearchedEvent? {
        guard let settings = spec.nuSearch else { return nil }
        return searches.last {
            $0.group == group && $0.regulariser == regulariser && ($0.dataset ?? dataset) == dataset
                && ($0.settings ?? settings) == settings
        }
    }
}
