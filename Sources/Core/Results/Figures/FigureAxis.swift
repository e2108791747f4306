/// What one axis of a chart shows.
public struct FigureAxis: Sendable, Equatable {
    /// Whether equal distances are equal differences or equal ratios.
    public enum Scale: String, Sendable { case linear, logarithmic }

    /// `σmax`, `accuracy`: what is measured.
    public var label: String
    /// `%`, `nats`; empty for a pure number.
    public var unit: String
    /// How values become places.
    public var scale: Scale
    /// In the data's units; nil to fit the data. What lies outside is not drawn. On a logarithmic axis only
    /// positive limits count.
    public var limits: ClosedRange<Double>?
    /// What values can be, such as 0 to 100 %: intervals are drawn no farther, even where a mean of few seeds has one
    /// that goes beyond.
    public var bounds: ClosedRange<Double>?

    /// - Parameters:
    ///   - label: what is measured.
    ///   - unit: empty for a pure number.
    ///   - limits: in the data's units; nil to fit the data.
    ///   - bounds: what values can be; nil where anything can.
    public init(
        _ label: String, unit: String = "", scale: Scale = .linear, limits: ClosedRange<Double>? = nil,
        bounds: ClosedRange<Double>? = nil
    ) {
        self.label = label
        self.unit = unit
        self.scale = scale
        self.limits = limits
        self.bounds = bounds
    }

    /// `accuracy (%)`: beside the axis, and at the head of a CSV column.
    public var heading: String { unit.isEmpty ? label : "\(label) (\(unit))" }

    /// The values that widen the span of others by a quarter at most on either side; all where the others have no span.
    func near(_ values: [Double], to others: [Double]) -> [Double] {
        func place(_ value: Double) -> Double? {
            guard AxisScale.isDrawable(value, on: scale) else { return nil }
            return scale == .linear ? value : FigureNumber.log10(value)
        }
        let places = others.compactMap(place)
        guard let low = places.min(), let high = places.max(), low < high else { return values.filter { place($0) != nil } }
        let room = (high - low) / 4
        return values.filter { value in place(value).map { $0 >= low - room && $0 <= high + room } ?? false }
    }
}

/// From values to places along one axis.
struct AxisScale: Equatable {
    let kind: FigureAxis.Scale
    /// In the data's units; low < high, both finite, both positive on a logarithmic axis.
    let low: Double
    let high: Double
    /// Where `low` and `high` are drawn, in points.
    let start: Double
    let end: Double

    /// - Parameter values: whatever shall be seen; what cannot be drawn is passed over.
    /// - Parameter padding: free room at each end, as part of the data's span. Not where limits are given.
    init(_ axis: FigureAxis, values: some Sequence<Double>, padding: Double = 0.05, start: Double, end: Double) {
        kind = axis.scale
        self.start = start
        self.end = end
        var range: (low: Double, high: Double)?
        var hasFloor = false
        for value in values {
            if axis.scale == .logarithmic, value <= 0 { hasFloor = true }
            guard Self.isDrawable(value, on: axis.scale) else { continue }
            range = range.map { (min($0.low, value), max($0.high, value)) } ?? (value, value)
        }
        if let limits = axis.limits, limits.lowerBound < limits.upperBound,
            Self.isDrawable(limits.lowerBound, on: axis.scale), Self.isDrawable(limits.upperBound, on: axis.scale)
        {
            (low, high) = (limits.lowerBound, limits.upperBound)
            return
        }
        let found = range ?? (axis.scale == .linear ? (0, 1) : (0.1, 1))
        switch axis.scale {
        case .linear: (low, high) = Self.padded(found.low, found.high, by: padding)
        case .logarithmic:
            let (a, b) = (FigureNumber.log10(found.low), FigureNumber.log10(found.high))
            // One value gets half a decade on each side: a factor has no natural size either.
            let room = b - a < 1e-9 ? 0.5 : (b - a) * padding
            // What is zero stands apart from the least that is not.
            let least = Self.power(a - room - (hasFloor ? max(b - a, 1) * 0.08 : 0))
            let most = Self.power(b + room)
            let ends = b - a <= Self.shortest.upperBound ? Self.steps(around: found, (a, b)) : (least, most)
            (low, high) = (max(min(least, ends.0), 1e-300), min(max(most, ends.1), 1e300))
        }
    }

    /// Of each decade, where a short logarithmic axis may begin and end: a mark stands at or beyond the data's ends.
    static let steps = [1, 2, 3, 5]
    /// In decades: longer axes are read by whole powers, shorter ones as linear axes are.
    private static let shortest = 0.3 ... 3.0

    /// Whether it is logarithmic, and so short that parts of decades have labels.
    var isShort: Bool {
        kind == .logarithmic && FigureNumber.log10(high) - FigureNumber.log10(low) <= Self.shortest.upperBound + 0.8
    }

    /// The last step below and the first above; the ends themselves where they lie too close.
    private static func steps(around ends: (low: Double, high: Double), _ logarithms: (Double, Double)) -> (Double, Double) {
        guard logarithms.1 - logarithms.0 >= shortest.lowerBound else { return ends }
        let (first, last) = (Int(logarithms.0.rounded(.down)), Int(logarithms.1.rounded(.down)))
        // A logarithm may be rounded up to the next power.
        let below = (first - 1 ... first).flatMap { exponent in steps.map { FigureNumber.round($0, exponent) } }
        let above = (last ... last + 1).flatMap { exponent in steps.map { FigureNumber.round($0, exponent) } }
        return (below.last { $0 <= ends.low } ?? ends.low, above.first { $0 >= ends.high } ?? ends.high)
    }

    /// Where a value is drawn; nil where it cannot be: no number, or not positive on a logarithmic axis.
    func place(_ value: Double) -> Double? {
        guard Self.isDrawable(value, on: kind) else { return nil }
        let part =
            switch kind {
            case .linear: (value - low) / (high - low)
            case .logarithmic:
                (FigureNumber.log10(value) - FigureNumber.log10(low))
                    / (FigureNumber.log10(high) - FigureNumber.log10(low))
            }
        // Far outside is outside: no coordinate may grow beyond what a file can hold.
        return start + min(max(part, -20), 20) * (end - start)
    }

    /// As `place`, with what lies below everything, such as 0 on a logarithmic axis, at the axis' lower end.
    func placeOrFloor(_ value: Double) -> Double? {
        if let place = place(value) { return place }
        return isFloor(value) ? start : nil
    }

    /// Zero or less where the axis has only positive numbers.
    func isFloor(_ value: Double) -> Bool { kind == .logarithmic && value.isFinite && value < 1e-300 }

    func contains(_ value: Double) -> Bool {
        let slack = kind == .linear ? (high - low) * 1e-9 : 0
        return Self.isDrawable(value, on: kind) && value >= low - slack && value <= high + slack
    }

    /// Beyond 1e300 a span would overflow; below 1e-300 a logarithm loses its digits.
    static func isDrawable(_ value: Double, on kind: FigureAxis.Scale) -> Bool {
        switch kind {
        case .linear: value.magnitude <= 1e300
        case .logarithmic: value >= 1e-300 && value <= 1e300
        }
    }

    private static func padded(_ low: Double, _ high: Double, by padding: Double) -> (Double, Double) {
        let span = high - low
        let size = max(low.magnitude, high.magnitude)
        // Values that differ in their last digits only are one value.
        if span <= size * 1e-9 || span < 1e-290 {
            let room = size < 1e-280 ? 1 : size * 0.1
            return (low - room, high + room)
        }
        return (low - span * padding, high + span * padding)
    }

    /// 10^x for any x: whole powers by their text, the part between by its series, e^z with z < 2.31.
    private static func power(_ x: Double) -> Double {
        let whole = x.rounded(.down)
        let z = (x - whole) * 2.302585092994045684
        var term = 1.0
        var sum = 1.0
        for n in 1 ... 30 {
            term *= z / Double(n)
            sum += term
        }
        return min(max(sum * FigureNumber.powerOfTen(Int(whole)), 1e-300), 1e300)
    }
}
