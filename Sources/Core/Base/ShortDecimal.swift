/// A positive decimal number of at most nine significant digits, digits/10^decimals, for values that have to be
/// written and read in large numbers: a tenth of the time that all seventeen digits of a double take.
struct ShortDecimal: Equatable {
    /// Without zeros at its end, unless `decimals` is 0.
    let digits: UInt64
    let decimals: Int

    /// Powers of ten that are doubles.
    private static let powers: [Double] = (0 ... 22).map { (power: Int) -> Double in
        (0 ..< power).reduce(1.0) { value, _ in value * 10 }
    }

    /// Nil unless the decimal that `value` is nearest to has so few digits, and lies in 0.0001 ..< 1e9. There is
    /// then no shorter one, and no other of as many: decimals of up to fifteen digits are told apart by doubles.
    init?(_ value: Double) {
        guard value >= 0.0001, value < 1_000_000_000 else { return nil }
        let powers = Self.powers
        var decimals = Self.decimals(value, powers)
        var digits = UInt64(value * powers[decimals] + 0.5)
        // Division rounds correctly: this is how the text would be read.
        guard Double(digits) / powers[decimals] == value else { return nil }
        while decimals > 0, digits % 10 == 0 {
            digits /= 10
            decimals -= 1
        }
        (self.digits, self.decimals) = (digits, decimals)
    }

    /// The nearest number of nine significant digits. Values of 1e9 and beyond, below 1e-13, or not finite stay
    /// as they are.
    static func rounded(_ value: Double) -> Double {
        let magnitude = value.magnitude
        guard magnitude >= 1e-13, magnitude < 1_000_000_000 else { return value }
        let power = powers[decimals(magnitude, powers)]
        let result = (magnitude * power).rounded() / power
        return value < 0 ? -result : result
    }

    /// The least number of decimals with which there are nine digits before the rounding.
    private static func decimals(_ value: Double, _ powers: [Double]) -> Int {
        // The least e with value < 2^e; 1233/4096 is a little less than log₁₀(2).
        let exponent = Int(value.bitPattern >> 52) - 1022
        // At most what is looked for, and two below it at most.
        var decimals = max(0, 7 - (exponent * 1233) >> 12)
        while decimals < 22, value * powers[decimals] < 1e8 { decimals += 1 }
        return decimals
    }
}
