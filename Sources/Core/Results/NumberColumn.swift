import Foundation

/// How a column of a table shows the means and deviations of one measure: to be read from top to bottom.
///
/// Errors whose means are within a decade and a half have one number of decimals: so many that the largest deviation has one
/// or two significant digits (two where it begins with 1, 2 or 3), the others at least one, and the smallest mean two.
/// Errors farther apart keep two significant digits each, their points under each other. Other measures have their
/// decimals always.
struct NumberColumn {
    private let measure: Measure
    /// Of a column of errors; nil where each has its own.
    private let decimals: Int?

    /// What one decade and a half is as a factor.
    private static let together = 31.622776601683793
    /// More would be read as noughts.
    private static let mostDecimals = 5

    init(_ statistics: [RunningStatistics], _ measure: Measure) {
        self.measure = measure
        decimals = measure.definition.scale == .decades ? Self.decimals(statistics, measure) : nil
    }

    private static func decimals(_ statistics: [RunningStatistics], _ measure: Measure) -> Int? {
        let means = statistics.compactMap(\.mean).map(\.magnitude).filter { $0 > 0 && $0.isFinite }
        guard let least = means.min(), let most = means.max(), most <= least * together else { return nil }
        let deviations = statistics.compactMap(\.standardDeviation).filter { $0 > 0 && $0.isFinite }
        guard let widest = deviations.max() else {
            // Of single seeds nothing tells how many digits mean anything: as many as the smallest would have by itself.
            if case .decimals(let own) = NumberText.format(for: least, measure) { return own }
            return nil
        }
        // One that is much smaller than the largest has digits of its own.
        let finest = deviations.filter { $0 * together >= widest }.min() ?? widest
        let (digits, exponent) = leading(widest)
        let wanted = max(0, 1 - leading(least).exponent, (digits < 3.55 ? 1 : 0) - exponent, -leading(finest).exponent)
        return wanted <= mostDecimals ? wanted : nil
    }

    /// 0.0996 is 1.0·10⁻¹: the first two digits, rounded, and the place of the first.
    private static func leading(_ value: Double) -> (digits: Double, exponent: Int) {
        let parts = String(format: "%.1e", value).split(separator: "e")
        guard parts.count == 2, let digits = Double(parts[0]), let exponent = Int(parts[1]) else { return (1, 0) }
        return (digits, exponent)
    }

    /// A deviation that is not 0 does not look like it: WT's are. The mean then has as many decimals, to which it is known.
    private func formats(_ deviation: Double, _ format: NumberText.Format) -> (mean: NumberText.Format, deviation: NumberText.Format) {
        guard measure.definition.scale == .decades, deviation > 0,
            !format.text(deviation).contains(where: { ("1" ... "9").contains($0) })
        else { return (format, format) }
        let (digits, exponent) = Self.leading(deviation)
        let decimals = (digits < 3.55 ? 1 : 0) - exponent
        if decimals <= Self.mostDecimals { return (.decimals(decimals), .decimals(decimals)) }
        return (format, NumberText.format(for: deviation, measure))
    }

    /// Nil where there is no mean, and of the deviation for a single seed.
    func text(_ statistics: RunningStatistics) -> (mean: String, deviation: String?)? {
        guard let mean = statistics.mean else { return nil }
        let deviation = statistics.standardDeviation
        // All values were 0 (the errors of WT): decimals would suggest rounding.
        let isZero = mean == 0 && (deviation ?? 0) == 0
        let format = isZero ? nil : decimals.map(NumberText.Format.decimals)
        let own = format ?? NumberText.format(for: mean, measure)
        let formats = formats(deviation ?? 0, own)
        return (formats.mean.text(mean), deviation.map(formats.deviation.text))
    }
}

/// Numbers under each other, point under point.
struct AlignedNumbers {
    /// Before the point, and from it on.
    private let (before, behind): (Int, Int)

    init(_ texts: some Sequence<String>) {
        var (before, behind) = (0, 0)
        for text in texts {
            let parts = Self.parts(text)
            (before, behind) = (max(before, parts.before), max(behind, parts.behind))
        }
        (self.before, self.behind) = (before, behind)
    }

    private static func parts(_ text: String) -> (before: Int, behind: Int) {
        let before = text.prefix { $0 != "." && $0 != "e" }.count
        return (before, text.count - before)
    }

    /// What a text lacks on either side, in characters; the point is one of them where the text has none.
    func room(_ text: String) -> (before: Int, behind: Int) {
        let own = Self.parts(text)
        return (max(0, before - own.before), max(0, behind - own.behind))
    }

    /// With spaces on both sides, for letters of one width.
    func padded(_ text: String) -> String {
        let room = room(text)
        return String(repeating: " ", count: room.before) + text + String(repeating: " ", count: room.behind)
    }

    /// As wide as what a text lacks behind it, for letters whose digits have one width.
    func spaceBehind(_ text: String) -> String {
        let room = room(text).behind
        guard room > 0 else { return "" }
        let hasPoint = text.contains(".")
        return (hasPoint ? "" : "\u{2008}") + String(repeating: "\u{2007}", count: hasPoint ? room : room - 1)
    }

    /// Likewise before it.
    func spaceBefore(_ text: String) -> String { String(repeating: "\u{2007}", count: room(text).before) }
}
