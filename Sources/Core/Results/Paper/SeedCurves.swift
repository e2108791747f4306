/// One curve per seed over common places.
public struct SeedCurves: Sendable, Equatable {
    /// `DA`, `one g`: what stands in the legend.
    public var name: String
    /// Common to all seeds.
    public var x: [Double]
    /// (seeds)(points): curves that end early count as far as they go.
    public var values: [[Double]]

    /// - Parameter values: (seeds)(points), each curve no longer than `x`.
    public init(_ name: String, x: [Double], values: [[Double]]) {
        self.name = name
        self.x = x
        self.values = values
    }

    /// With x the epochs, from 1 to the longest curve's end.
    public init(epochs name: String, values: [[Double]]) {
        self.init(name, x: (1 ... max(1, values.map(\.count).max() ?? 1)).map(Double.init), values: values)
    }

    /// Mean and sample standard deviation at each place; no deviation of a single seed. Values that are no
    /// number count at no place.
    var series: LineChart.Series {
        let points = x.indices.compactMap { place -> LineChart.Point? in
            let statistics = RunningStatistics(values.compactMap { $0.indices.contains(place) ? $0[place] : nil })
            guard let mean = statistics.mean else { return nil }
            return LineChart.Point(x: x[place], y: mean, deviation: statistics.standardDeviation)
        }
        return LineChart.Series(name, points: points)
    }

    /// What the bands of these are: `± 1 std over 4 seeds`.
    static func bandName(_ curves: [SeedCurves]) -> String {
        let counts = Set(curves.map(\.values.count))
        return counts.count == 1 ? "± 1 std over \(counts.first ?? 0) seeds" : "± 1 std over the seeds"
    }
}
