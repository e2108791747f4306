/// How measured values are named and scaled in tables: accuracies in percent, as in the paper; all
/// else as measured.
enum MeasureColumn {
    /// - Parameter key: a key of `Measurements.values`.
    static func name(_ key: String) -> String {
        key == Measure.accuracy.rawValue ? "accuracy_percent" : key
    }

    /// A percentage is rounded to 1e-10 of a percent: far below one sample in a million million, and
    /// times 100 would leave 92.35000000000001 for people to wonder at.
    static func scaled(_ value: Double, _ key: String) -> Double {
        key == Measure.accuracy.rawValue ? percent(value) : value
    }

    static func scaled(_ value: Double, _ measure: Measure) -> Double { measure == .accuracy ? percent(value) : value }

    static func percent(_ value: Double) -> Double { (value * 1e12).rounded() / 1e10 }

    /// The keys in the order of their columns: each asked measure followed by its extras
    /// (`SI`, `SI_zero_maps`), then extras that belong to no measure. Measures that the sweep no
    /// longer asks for are left out.
    static func ordered(_ keys: Set<String>, asked: [Measure]) -> [String] {
        func owner(_ key: String) -> Measure? {
            Measure(rawValue: key) ?? Measure.allCases.first { key.hasPrefix($0.rawValue + "_") }
        }
        let sorted = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return asked.flatMap { measure in
            [measure.rawValue] + sorted.filter { owner($0) == measure && $0 != measure.rawValue }
        } + sorted.filter { owner($0) == nil }
    }
}
