/// Where a mean lies, as far as its numbers tell: mean ± t·s/√n, with Student's t for n − 1 degrees of
/// freedom. It presumes numbers that are independent and roughly normal, as means over many test
/// samples are over seeds.
public struct ConfidenceInterval: Sendable, Equatable {
    /// Not more than `upper`.
    public let lower: Double
    /// Not less than `lower`.
    public let upper: Double
    /// The share of such intervals that hold the true mean, 0.95 for instance.
    public let level: Double

    /// Half the width.
    public let margin: Double

    /// Of the mean of the finite numbers. Nil for fewer than two, where nothing is known of the
    /// spread, and for a level outside (0, 1).
    public init?(of statistics: RunningStatistics, level: Double = 0.95) {
        guard let mean = statistics.mean, let deviation = statistics.standardDeviation,
            let t = Self.quantile(level, statistics.count - 1)
        else { return nil }
        margin = t * deviation / Double(statistics.count).squareRoot()
        lower = mean - margin
        upper = mean + margin
        self.level = level
    }

    /// Those that tables of thousands of rows ask for again and again, by the degrees of freedom.
    private static let usual = (0 ... 64).map { StudentT.quantile(level: 0.95, degreesOfFreedom: Double($0)) }

    private static func quantile(_ level: Double, _ freedom: Int) -> Double? {
        level == 0.95 && usual.indices.contains(freedom)
            ? usual[freedom] : StudentT.quantile(level: level, degreesOfFreedom: Double(freedom))
    }

    /// Both ends belong to it.
    public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }
}
