/// A positive decimal number with digits behind the point, digits/10^decimals: the one of fewest digits that reads
/// back as a given double, and of these the nearest to it. For numbers that are written in large amounts.
struct ShortDecimal: Equatable {
    /// At most seventeen; the last is not 0.
    let digits: UInt64
    /// 1 … 20.
    let decimals: Int

    /// 5⁸ … 5²⁰.
    private static let powersOfFive: [UInt64] = [
        390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625, 1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625,
        762_939_453_125, 3_814_697_265_625, 19_073_486_328_125, 95_367_431_640_625,
    ]

    /// Nil where `value` is whole or does not lie in 0.0001 ..< 1e9, and for the few in the middle of two decimals
    /// that are equally good.
    ///
    /// Exact, in integers: a double is m·2^e, so m·2^e·10^k is m·5^k, shifted.
    init?(_ value: Double) {
        guard value >= 0.0001, value < 1_000_000_000 else { return nil }
        // Seventeen digits before the point: more are never needed to tell doubles apart.
        let nineDigits = Self.decimals(value)
        var decimals = nineDigits &+ 8
        let five = Self.powersOfFive[nineDigits]
        let fraction = value.bitPattern & (1 << 52 - 1)
        let product = (fraction | 1 << 52).multipliedFullWidth(by: five)
        // Binary digits behind the point: 13 … 47.
        let bits = UInt64(truncatingIfNeeded: 1075 &- Int(truncatingIfNeeded: value.bitPattern >> 52) &- decimals)
        var digits = product.high &<< (64 &- bits) | product.low &>> bits

        // Distances from `value` are counted in halves of the last binary digit. What reads back is at most half a
        // unit of the double away, which is `five`; less where the double is odd. Next to a power of two units are
        // not the same on both sides, but in this range its own decimals are few: it is taken as it is.
        let reach = fraction == 0 ? 0 : five &- fraction & 1
        var unit: UInt64 = 2 &<< bits
        var below = (product.low & (1 &<< bits &- 1)) << 1

        // Nine digits first: most numbers have been `rounded`. Beyond a hundred is beyond reach.
        let nine = digits / 100_000_000
        let rest = digits &- nine &* 100_000_000
        if rest < 100, rest &* unit &+ below <= reach {
            (digits, decimals) = (nine, decimals &- 8)
        } else if rest > 99_999_900, (100_000_000 &- rest) &* unit &- below <= reach {
            (digits, decimals) = (nine + 1, decimals &- 8)
        } else {
            // With two digits fewer there is one such number at most; further ones would be zeros.
            for _ in 0 ..< 2 {
                let tenth = digits / 10
                let distance = (digits &- 10 &* tenth) &* unit &+ below
                guard distance <= reach || 10 &* unit &- distance <= reach else { break }
                (digits, decimals, unit, below) = (tenth, decimals - 1, 10 &* unit, distance)
            }
            let above = unit &- below
            guard below != above, min(below, above) <= reach else { return nil }
            if above < below { digits += 1 }
        }
        while decimals >= 4, digits % 10_000 == 0 { (digits, decimals) = (digits / 10_000, decimals - 4) }
        while decimals > 0, digits % 10 == 0 { (digits, decimals) = (digits / 10, decimals - 1) }
        guard decimals > 0 else { return nil }
        (self.digits, self.decimals) = (digits, decimals)
    }

    /// What stands behind the point, `decimals` digits with zeros in front.
    /// - Parameter whole: what stands before it.
    func fraction(behind whole: UInt64) -> UInt64 {
        // 10^decimals may be more than an integer holds where nothing stands before the point.
        whole == 0 ? digits : digits &- whole &* UInt64(DecimalValue.powers[decimals])
    }

    /// The nearest number of nine significant digits. Values of 1e9 and beyond, below 1e-13, or not finite stay
    /// as they are.
    static func rounded(_ value: Double) -> Double {
        let magnitude = value.magnitude
        guard magnitude >= 1e-13, magnitude < 1_000_000_000 else { return value }
        let power = DecimalValue.powers[decimals(magnitude)]
        let result = (magnitude * power).rounded() / power
        return value < 0 ? -result : result
    }

    /// The least number of decimals with which there are nine digits before the rounding, for 1e-13 ..< 1e9.
    @inline(__always)
    private static func decimals(_ value: Double) -> Int {
        // The least e with value < 2^e; 1233/4096 is a little less than log₁₀(2).
        let exponent = Int(truncatingIfNeeded: value.bitPattern >> 52) &- 1022
        // What is looked for, or one less.
        let decimals = max(0, 8 &- (exponent &* 1233) >> 12)
        return value * DecimalValue.powers[decimals] < 1e8 ? decimals &+ 1 : decimals
    }
}
