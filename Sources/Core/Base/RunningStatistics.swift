/// Mean and sample standard deviation of numbers that come one at a time (Welford, "Note on a
/// method for calculating corrected sums of squares and products", Technometrics 4, 1962).
///
/// Chosen over sums of squares because those lose every digit of a small spread round a large
/// mean. The result depends on the order of the numbers in the last bits: callers that promise
/// equal bytes add in a fixed order.
///
/// NaN and infinities never enter the mean: they are counted in `nonFinite`, which every table
/// shows. Finite numbers so large that their differences overflow (about 1e308) may still make the
/// mean infinite.
public struct RunningStatistics: Sendable, Equatable {
    /// n: the finite numbers so far.
    public private(set) var count = 0
    /// The numbers that were NaN or infinite.
    public private(set) var nonFinite = 0
    private var runningMean = 0.0
    /// Sum of squared differences from the mean.
    private var squares = 0.0

    /// Of no numbers: n = 0.
    public init() {}

    /// Of the values, added in their order.
    public init(_ values: some Sequence<Double>) {
        for value in values { add(value) }
    }

    /// - Complexity: O(1).
    public mutating func add(_ value: Double) {
        guard value.isFinite else {
            nonFinite += 1
            return
        }
        count += 1
        let before = value - runningMean
        runningMean += before / Double(count)
        squares += before * (value - runningMean)
    }

    /// Nil for n = 0.
    public var mean: Double? { count > 0 ? runningMean : nil }

    /// √(Σ(x − mean)² / (n − 1)); nil for n < 2, where nothing is known of the spread. Never 0 for
    /// want of numbers.
    public var standardDeviation: Double? {
        count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
    }
}
