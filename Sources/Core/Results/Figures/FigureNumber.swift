/// Numbers and logarithms whose text is the same on every machine.
enum FigureNumber {
    /// With at most two decimals, as SVG has coordinates: `12.5`, `-0.03`, `7`.
    static func coordinate(_ value: Double) -> String {
        // Nothing in a figure is a million points away; no coordinate may stop the program.
        let limited = value.isFinite ? min(max(value, -1_000_000), 1_000_000) : 0
        return decimal(Int((limited * 100).rounded()), decimals: 2, trimmed: true, minus: "-")
    }

    /// `digits`·10^−`decimals`, exactly: (125, 2) is `1.25`.
    static func decimal(_ digits: Int, decimals: Int, trimmed: Bool = false, minus: String = "−") -> String {
        var text = String(digits.magnitude)
        if decimals > 0 {
            if text.count <= decimals { text = String(repeating: "0", count: decimals + 1 - text.count) + text }
            text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
            if trimmed {
                while text.hasSuffix("0") { text.removeLast() }
                if text.hasSuffix(".") { text.removeLast() }
            }
        }
        return digits < 0 ? minus + text : text
    }

    /// `10⁻³`
    static func power(_ exponent: Int) -> String {
        let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        let text = String(exponent.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } }
        return "10" + (exponent < 0 ? "⁻" : "") + String(text)
    }

    /// 10^`exponent`, the nearest Double: a product of tens would be off in the last digits.
    static func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? (exponent < 0 ? 0 : .infinity) }

    /// `digit`·10^`exponent`, the nearest Double but for one rounding: where axes have marks.
    static func round(_ digit: Int, _ exponent: Int) -> Double {
        exponent < 0 ? Double(digit) / powerOfTen(-exponent) : Double(digit) * powerOfTen(exponent)
    }

    /// log₁₀ of a positive number, to about 1e-15, by +, −, ·, / alone: the C library's differs in the last
    /// digit between machines, and so would the figures' bytes.
    ///
    /// ln m = 2·artanh((m − 1)/(m + 1)) for the significand, by its series; m in √½ … √2 makes its terms
    /// fall by 34 each.
    static func log10(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return value == 0 ? -.infinity : .nan }
        var exponent = Double(value.exponent)
        var significand = value.significand
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        let s = (significand - 1) / (significand + 1)
        let square = s * s
        var sum = 0.0
        for term in stride(from: 25, through: 1, by: -2) { sum = sum * square + 1 / Double(term) }
        return exponent * 0.30102999566398119521 + 2 * s * sum * 0.43429448190325182765
    }
}
