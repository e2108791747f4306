/// How measured values are named and scaled in tables: with their unit where they have one; accuracies in percent, as
/// in the paper, all else as measured.
enum MeasureColumn {
    /// - Parameter key: a key of `Measurements.values` or `series`, with or without the element that it is of:
    ///   `DI` is `DI_nats`, `drift_DI[g1]` is `drift_DI_nats[g1]`.
    static func name(_ key: String) -> String {
        let base = key.prefix { $0 != "[" }
        return unit(base).map { "\(base)_\($0)\(key[base.endIndex...])" } ?? key
    }

    private static func unit(_ base: Substring) -> String? {
        if base.hasSuffix("accuracy") { return "percent" }
        if base == "DI" || base.hasSuffix("_DI") { return "nats" }
        return switch base {
        case "latent_KL", "latent_KL_trace": "nats"
        case "IG_residual": "logits"
        default: nil
        }
    }

    static func scaled(_ value: Double, _ key: String) -> Double { isPercent(key) ? percent(value) : value }

    /// Asked once for a column: a table of 100,000 jobs has too many cells to look a unit up for each.
    static func isPercent(_ key: String) -> Bool { unit(key.prefix { $0 != "[" }) == "percent" }

    static func scaled(_ value: Double, _ measure: Measure) -> Double { measure == .accuracy ? percent(value) : value }

    /// The fraction's shortest decimal text with the point two places to the right, as a double: 0.082 is 8.2, where
    /// multiplication makes 8.200000000000001. Nothing is rounded off.
    static func percent(_ value: Double) -> Double {
        // k/N has few digits most of the time: then it is they over 10¹², and no text is needed.
        let digits = (value * 1e12).rounded()
        if digits.magnitude < 1e15, digits / 1e12 == value { return digits / 1e10 }
        guard value.isFinite else { return value }
        let text = value.description
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
            return Double(text + "e2") ?? value * 100
        }
        return Double("\(text[..<mark])e\(exponent + 2)") ?? value * 100
    }

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
