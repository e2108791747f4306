/// What is known of a sweep: the journal's events, resolved against the sweep file. All tables are
/// made from this.
///
/// Only what belongs to the sweep as it is asked for now is taken up: a results folder may hold
/// jobs of an earlier form of the sweep file (other seeds, other training), which stay in the
/// journal for reuse but in no table.
public struct SweepRecord: Sendable {
    /// What the sweep asks for.
    public let spec: SweepSpec
    /// One per variant, in their order; one for a sweep without.
    public let parts: [SweepPart]
    /// Each job once, whatever number of variants have it: part by part, in the order of the tables.
    public let jobs: [JobRecord]
    /// Every process that worked on the sweep, in the journal's order: that of time, but for the shards of a cluster.
    public let runs: [RunHeader]
    /// Wall time of those that ended in good order, in seconds.
    public let seconds: Double
    /// Ids of jobs that a lane began to work on and that have neither a model nor a failure. Whether the sweep asks for
    /// them the id alone does not tell.
    let begun: Set<EventID>
    /// Whether somebody is at work on it. By the journal alone: whether the last process that began has not told of its
    /// end, which one that was killed has not either (`FolderRecord` looks).
    var isUnderWay: Bool

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
        spec: SweepSpec, parts: [SweepPart], jobs: [JobRecord], runs: [RunHeader], seconds: Double, begun: Set<EventID>,
        isUnderWay: Bool
    ) {
        (self.spec, self.parts, self.jobs, self.runs, self.seconds) = (spec, parts, jobs, runs, seconds)
        (self.begun, self.isUnderWay) = (begun, isUnderWay)
    }

    /// The data sets that were really used, in the order of the parts.
    public var datasets: [DatasetName] {
        parts.flatMap(\.datasets).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    var hasVariants: Bool { !spec.variants.isEmpty }

    /// Of what was measured on a split, each once.
    func layouts(_ split: SplitName) -> [MeasurementLayout] {
        var layouts: [MeasurementLayout] = []
        for job in jobs {
            // Neighbours mostly share theirs.
            guard let layout = job.packed(split)?.layout, layouts.last !== layout else { continue }
            if !layouts.contains(where: { $0 === layout }) { layouts.append(layout) }
        }
        return layouts
    }
}
