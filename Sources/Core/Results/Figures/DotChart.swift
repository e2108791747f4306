/// Groups × methods: the value of each seed as a small dot, their mean with its interval as a large one,
/// or as a bar.
public struct DotChart: FigurePanel {
    /// Whether means have bars.
    public enum Style: Sendable {
        case dots
        /// From zero up. On a logarithmic axis, which has no zero for a bar to stand on, dots are drawn.
        case bars
    }

    /// One method within one group.
    public struct Entry: Sendable, Equatable {
        /// One per seed.
        public var values: [Double]
        /// Nil for none.
        public var mean: Double?
        /// Nil for none, as with one seed.
        public var interval: ClosedRange<Double>?

        /// - Parameter mean: of the finite values, where it is not given.
        public init(values: [Double], mean: Double? = nil, interval: ClosedRange<Double>? = nil) {
            self.values = values
            let finite = values.filter { $0.magnitude <= 1e300 }
            self.mean = mean ?? (finite.isEmpty ? nil : finite.reduce(0) { $0 + $1 / Double(finite.count) })
            self.interval = interval
        }

        /// Mean ± half of the interval's length. - Parameter halfWidth: nil, or no number, for no interval.
        public init(values: [Double], mean: Double, halfWidth: Double?) {
            self.values = values
            self.mean = mean
            interval = halfWidth.flatMap { $0 >= 0 && ($0 + mean).isFinite ? mean - $0 ... mean + $0 : nil }
        }
    }

    /// One colour and shape: an entry per group.
    public struct Method: Sendable {
        /// In the legend.
        public var name: String
        /// By group, as the chart has them; nil, or none at the end, where the method has no result.
        public var entries: [Entry?]

        /// - Parameter entries: by group; nil where there is no result.
        public init(_ name: String, entries: [Entry?]) {
            self.name = name
            self.entries = entries
        }
    }

    /// Above the chart; may be empty.
    public var title: String
    /// Names of what stands along the bottom.
    public var groups: [String]
    /// What the groups are; empty for nothing.
    public var groupLabel: String
    /// For the table, where a group's name says several things: a column for each, with a value for every group.
    public var groupColumns: [(name: String, values: [String])] = []
    /// What the methods are, for the table.
    public var methodLabel = "method"
    /// What is measured, along the left axis.
    public var value: FigureAxis
    /// Side by side within each group, in this order.
    public var methods: [Method]
    /// Dots alone, or bars with the dots on them.
    public var style: Style
    /// Those on the left axis are drawn.
    public var references: [LineChart.Reference]
    /// What the intervals are, for the legend: `mean, 95 % interval`.
    public var intervalName: String

    /// - Parameter references: those on the left axis are drawn.
    public init(
        title: String = "", groups: [String], groupLabel: String = "", value: FigureAxis, methods: [Method],
        style: Style = .dots, references: [LineChart.Reference] = [], intervalName: String = "mean, 95 % interval"
    ) {
        self.title = title
        self.groups = groups
        self.groupLabel = groupLabel
        self.value = value
        self.methods = methods
        self.style = style
        self.references = references
        self.intervalName = intervalName
    }

    /// The methods' names.
    public var seriesKeys: [String] { methods.map(\.name) }

    /// Whether it has an axis of ratios on which nothing can be shown.
    var isBlank: Bool { value.scale == .logarithmic && !points.contains { AxisScale.isDrawable($0, on: .logarithmic) } }

    /// 55 % of the width, within 130 to 210 points.
    public func height(forWidth width: Double) -> Double { min(max(width * 0.55, 130), 210) }

    func entry(_ method: Method, _ group: Int) -> Entry? {
        method.entries.indices.contains(group) ? method.entries[group] : nil
    }

    var drawsBars: Bool { style == .bars && value.scale == .linear }

    /// All that has an entry.
    private var shown: [Entry] { methods.flatMap { method in groups.indices.compactMap { entry(method, $0) } } }

    /// Seeds and means.
    private var points: [Double] { shown.flatMap { entry in entry.values + (entry.mean.map { [$0] } ?? []) } }

    /// What the axis is to show: all seeds and means, and those ends of intervals that lie near them. With two seeds an
    /// interval is twelve times as long as they lie apart, and would press all points flat.
    var axisValues: [Double] {
        let points = points + references.filter { $0.axis == .left }.map(\.value) + (drawsBars ? [0] : [])
        let ends = shown.compactMap(interval).flatMap { [$0.low, $0.high] }
        return points + value.near(ends, to: points)
    }

    /// Whether a part of an interval lies beyond what the axis shows.
    var hasCutInterval: Bool {
        let scale = AxisScale(shownAxis, values: axisValues, start: 0, end: 1)
        return shown.compactMap(interval).contains { low, high in
            scale.place(high) != nil && high >= scale.low && low <= scale.high && (low < scale.low || high > scale.high)
        }
    }

    /// A bar says by its length how much it is: it stands on the axis.
    var shownAxis: FigureAxis {
        var axis = value
        let values = axisValues
        if drawsBars, axis.limits == nil, let low = values.filter(\.isFinite).min(), low >= 0,
            let high = values.filter({ $0.magnitude <= 1e300 }).max(), high > 0
        {
            axis.limits = 0 ... high * 1.05
        }
        return axis
    }

    /// As far as values can be.
    private func interval(of entry: Entry) -> (low: Double, high: Double)? {
        guard let interval = entry.interval else { return nil }
        return (
            max(interval.lowerBound, value.bounds?.lowerBound ?? -.infinity),
            min(interval.upperBound, value.bounds?.upperBound ?? .infinity)
        )
    }

    /// For each entry a row per seed and one for the mean with its interval, then a row per reference on the left axis.
    public var table: CSVTable {
        let keys = groupColumns.isEmpty ? [(name: groupLabel.isEmpty ? "group" : groupLabel, values: groups)] : groupColumns
        var table = CSVTable(
            columns: ["kind"] + keys.map(\.name) + [methodLabel, "seed index", value.heading, "interval low", "interval high"])
        for index in groups.indices {
            let group = keys.map { CSVTable.Cell.text($0.values[index]) }
            for method in methods {
                guard let entry = entry(method, index) else { continue }
                for (seed, value) in entry.values.enumerated() {
                    let cells: [CSVTable.Cell] = [.text(method.name), .integer(seed), .number(value), .empty, .empty]
                    table.append([.text("seed")] + group + cells)
                }
                let cells: [CSVTable.Cell] = [
                    .text(method.name), .empty, .number(entry.mean), .number(entry.interval?.lowerBound),
                    .number(entry.interval?.upperBound),
                ]
                table.append([.text("mean")] + group + cells)
            }
        }
        for reference in references where reference.axis == .left {
            let cells: [CSVTable.Cell] = [.text(reference.label), .empty, .number(reference.value), .empty, .empty]
            table.append([.text("reference")] + keys.map { _ in CSVTable.Cell.empty } + cells)
        }
        return table
    }
}
