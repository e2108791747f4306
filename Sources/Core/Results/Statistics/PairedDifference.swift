/// Two methods over their common seeds: the differences, and whether they could be chance (Student's
/// paired t test).
///
/// Seeds bring their own luck (a start, an order of the samples) to both methods; a difference per
/// seed takes it out, which two means with their own spreads cannot.
public struct PairedDifference: Sendable, Equatable {
    /// One job's outcome; nil where it failed.
    public struct Outcome: Sendable, Equatable {
        /// Of the network, by which it is paired.
        public var seed: UInt64
        /// The measure's value; nil where the job failed.
        public var value: Double?

        /// - Parameter value: nil where the job failed.
        public init(seed: UInt64, value: Double?) {
            self.seed = seed
            self.value = value
        }

        /// What can be compared: a value that is not finite is no more than a failure.
        fileprivate var usable: Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    }

    /// A − B over the common seeds, ascending: n, mean, standard deviation.
    public let statistics: RunningStatistics
    /// Seeds left out because only A has a value (B failed, or never ran the seed).
    public let onlyA: Int
    /// Likewise, with A and B exchanged.
    public let onlyB: Int
    /// Seeds that some job was run for, with a value on neither side.
    public let neither: Int
    /// Of the mean difference; nil for n < 2, and for a level outside (0, 1).
    public let interval: ConfidenceInterval?

    /// n, the pairs of which both sides have a value.
    public var count: Int { statistics.count }
    /// Of A − B; nil for n = 0.
    public var mean: Double? { statistics.mean }
    /// Sample standard deviation of A − B; nil for n < 2.
    public var standardDeviation: Double? { statistics.standardDeviation }

    /// mean·√n / standard deviation; nil for n < 2 and where all differences are the same.
    public var t: Double? {
        guard let mean, let deviation = standardDeviation, deviation > 0 else { return nil }
        return mean * Double(count).squareRoot() / deviation
    }

    /// The probability of a |t| at least as large where the methods do not differ; nil as `t` is.
    public var p: Double? { t.map { StudentT.twoSidedTail($0, degreesOfFreedom: Double(count - 1)) } }

    /// - Parameters:
    ///   - a: in any order; as is `b`. For a seed that stands there twice the later value counts.
    ///   - level: of the interval.
    public init(_ a: some Sequence<Outcome>, minus b: some Sequence<Outcome>, level: Double = 0.95) {
        let a = Dictionary(a.map { ($0.seed, $0.usable) }) { $1 }
        let b = Dictionary(b.map { ($0.seed, $0.usable) }) { $1 }
        var statistics = RunningStatistics()
        var (onlyA, onlyB, neither) = (0, 0, 0)
        // In the order of the seeds, which fixes the last bits of the mean.
        for seed in Set(a.keys).union(b.keys).sorted() {
            switch (a[seed] ?? nil, b[seed] ?? nil) {
            case (let a?, let b?): statistics.add(a - b)
            case (_?, nil): onlyA += 1
            case (nil, _?): onlyB += 1
            case (nil, nil): neither += 1
            }
        }
        self.statistics = statistics
        self.onlyA = onlyA
        self.onlyB = onlyB
        self.neither = neither
        interval = ConfidenceInterval(of: statistics, level: level)
    }
}
