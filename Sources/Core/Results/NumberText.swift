import Foundation

/// Numbers for people to read; files have them at full precision (`CSVWriter`).
enum NumberText {
    /// How many digits a mean is shown with; its deviation gets the same, so that they compare.
    enum Format: Equatable {
        case decimals(Int)
        case scientific
        case zero

        func text(_ value: Double) -> String {
            switch self {
            case .decimals(let count): NumberText.decimals(value, count)
            case .scientific: String(format: "%.1e", value)
            // All values were 0 (the errors of WT): decimals would suggest rounding.
            case .zero: value == 0 ? "0" : String(format: "%.1e", value)
            }
        }
    }

    /// As `%.3f` gives it; asking C at once is quicker than `String(format:)`, and a table may have 10,000 rows.
    private static func decimals(_ value: Double, _ count: Int) -> String {
        // 309 digits, a sign, a point and the decimals at most.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 320 + count) { buffer in
            let written = withVaList([Int32(count), value]) { vsnprintf(buffer.baseAddress, buffer.count, "%.*f", $0) }
            guard written >= 0, written < buffer.count else { return String(format: "%.\(count)f", value) }
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<Int(written)], as: UTF8.self)
        }
    }

    /// Accuracy has one decimal, SI three (two would show 0.948 as the 0.95 that it missed), σmax two, the
    /// errors two significant digits or more over their six decades.
    static func format(for mean: Double, _ measure: Measure) -> Format {
        // In percent.
        if measure == .accuracy { return .decimals(1) }
        switch measure.definition.scale {
        case .bounded: return .decimals(3)
        case .plain: return .decimals(2)
        case .decades:
            let size = abs(mean)
            if size == 0 { return .zero }
            let limits: [(Double, Int)] = [(10, 1), (0.1, 2), (0.01, 3), (0.001, 4), (0.0001, 5)]
            return limits.first { size >= $0.0 }.map { .decimals($0.1) } ?? .scientific
        }
    }

    /// Three significant digits without trailing zeros: `0.1`, `2.37`, `1000`.
    static func short(_ value: Double) -> String {
        let limits: [(Double, Int)] = [(100, 0), (10, 1), (1, 2), (0.1, 3), (0.01, 4), (0.001, 5)]
        let size = abs(value)
        guard size < 100_000, let decimals = limits.first(where: { size >= $0.0 })?.1 else {
            return CSVWriter.number(value)
        }
        var text = String(format: "%.\(decimals)f", value)
        if decimals > 0 {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }
}

extension Measure {
    /// A value in a line of a log: an error, which may be small, with the digits that tables show it with; another with
    /// four decimals.
    /// - Parameter mean: the value whose digits a deviation has; nil for one that stands alone.
    public func shortText(_ value: Double, like mean: Double? = nil) -> String {
        guard value.isFinite else { return "\(value)" }
        return (definition.scale == .decades ? NumberText.format(for: mean ?? value, self) : .decimals(4)).text(value)
    }
}
