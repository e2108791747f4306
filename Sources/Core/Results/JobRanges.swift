/// Where the jobs of one row stand among a part's, which are in the order of the rows.
struct JobRanges {
    private struct Key: Hashable {
        var dataset: DatasetName
        var group: GroupName
        var method: Method
        var regulariser: Regulariser?
    }

    private let jobs: [JobRecord]
    private var ranges: [Key: Range<Int>] = [:]

    init(_ part: SweepPart) {
        jobs = part.jobs
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
