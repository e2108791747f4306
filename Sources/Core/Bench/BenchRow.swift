/// One line of the benchmark: what was measured, and what it could be at best.
public struct BenchRow: Sendable, Equatable {
    /// Unique in a report.
    public var name: String
    /// The number to quote: the median of the repetitions. Nil where it could not be measured here;
    /// the note then says why.
    public var value: Double?
    /// Of `value`, `bound`, `median`, `min` and `max`.
    public var unit: String
    /// What `value` would be if nothing but multiply-adds took time; in the same unit. Nil where
    /// nothing sets a bound.
    public var bound: Double?
    /// How much of the bound was reached, 1 = all of it: median of the ratios of each repetition to
    /// the bound measured beside it, so that it may differ a little from `value` and `bound`.
    public var ratio: Double?
    /// The median of the repetitions, in `unit`; nil where none was made.
    public var median: Double?
    /// The least of the repetitions, in `unit`.
    public var min: Double?
    /// The largest of the repetitions, in `unit`.
    public var max: Double?
    /// 0 where nothing could be measured.
    public var repetitions: Int
    /// What the numbers leave out.
    public var note: String?

    /// - Parameter summary: of the repetitions; nil where it cannot be measured here, which `note` explains.
    public init(
        name: String, _ summary: SampleSummary?, unit: String, bound: Double? = nil, ratio: Double? = nil,
        note: String? = nil
    ) {
        self.name = name
        self.unit = unit
        self.bound = bound
        self.ratio = ratio
        self.note = note
        value = summary?.median
        median = summary?.median
        min = summary?.min
        max = summary?.max
        repetitions = summary?.count ?? 0
    }

    /// Whether the middle repetition lies far from the best one. A machine left alone has few such
    /// rows; the peak alone does not tell, since registers have no neighbours.
    var isUneven: Bool {
        guard repetitions >= 5, let median, let min, let max else { return false }
        let isTime = ["s", "ms", "µs"].contains(unit)
        return isTime ? median > 1.2 * min : median < max / 1.2
    }

    /// The same without a bound.
    var unbounded: BenchRow {
        var row = self
        (row.bound, row.ratio) = (nil, nil)
        return row
    }

    /// A row that this machine cannot fill.
    public static func unavailable(_ name: String, unit: String, because reason: String) -> BenchRow {
        BenchRow(name: name, nil, unit: unit, note: reason)
    }
}

extension BenchRow: Encodable {
    private enum Key: String, CodingKey {
        case name, value, unit, bound, ratio, median, min, max, repetitions, note
    }

    /// Every field is always there, null where it is empty: readers need not ask twice.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(value, forKey: .value)
        try fields.encode(unit, forKey: .unit)
        try fields.encode(bound, forKey: .bound)
        try fields.encode(ratio, forKey: .ratio)
        try fields.encode(median, forKey: .median)
        try fields.encode(min, forKey: .min)
        try fields.encode(max, forKey: .max)
        try fields.encode(repetitions, forKey: .repetitions)
        try fields.encode(note, forKey: .note)
    }
}
