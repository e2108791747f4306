/// Student's t distribution, from series of positive terms alone.
///
/// The tail P(|T| > t) is the incomplete beta function I_x(ν/2, ½) at x = ν/(ν + t²), and the middle is
/// its complement I_y(½, ν/2) at y = 1 − x. For either (Abramowitz and Stegun, 26.5.4)
///
///     I_x(a, b) = xᵃ(1 − x)ᵇ / (a·B(a, b)) · (1 + Σ_{n ≥ 1} xⁿ·Π_{k < n} (a + b + k)/(a + 1 + k))
///
/// whose terms never cancel; the side with the argument up to ½ is summed, which takes at most
/// some hundred terms. Continued fractions were left: for many degrees of freedom their first
/// coefficients cancel. No table, no libm: the same bytes on every machine.
public enum StudentT {
    /// Beyond these the distribution is the normal one in every digit, and infinity is taken for this.
    private static let asGoodAsNormal = 1e20

    /// P(|T| > t). Relative error about 1e-14 for t² > ν, absolute elsewhere.
    /// - Parameters:
    ///   - t: either sign.
    ///   - degreesOfFreedom: ν > 0; infinity for the normal distribution.
    /// - Returns: NaN where either is NaN or ν is not positive.
    public static func twoSidedTail(_ t: Double, degreesOfFreedom: Double) -> Double {
        guard degreesOfFreedom > 0, !t.isNaN else { return .nan }
        let freedom = min(degreesOfFreedom, asGoodAsNormal)
        let t = t.magnitude
        let square = t * t
        guard square > 0 else { return 1 }
        guard square < .infinity else { return 0 }
        let ratio = square / freedom
        // (1 + t²/ν)^(−ν/2), the factor that both sides share.
        let power = PortableMath.exp(-0.5 * freedom * PortableMath.log1p(ratio))
        let halfRatio = gammaRatio(freedom / 2)
        if square > freedom {
            // √(1 − x)/(ν/2 · B(ν/2, ½)), B = √π/halfRatio
            let root = (square / (freedom + square)).squareRoot()
            let front = power * root * halfRatio / (freedom / 2 * rootPi)
            return front * series(freedom / 2, 0.5, freedom / (freedom + square))
        }
        let front = power * (square / (freedom + square)).squareRoot() * halfRatio / (0.5 * rootPi)
        return max(0, 1 - front * series(0.5, freedom / 2, square / (freedom + square)))
    }

    /// The t with P(|T| ≤ t) = level: half the width of an interval in standard errors.
    ///
    /// By bisection to the last bit of what `twoSidedTail` says; in the usual range (levels up to
    /// 0.999) exact to about 1e-13.
    /// - Returns: nil unless 0 < level < 1 and ν > 0.
    public static func quantile(level: Double, degreesOfFreedom: Double) -> Double? {
        guard level > 0, level < 1, degreesOfFreedom > 0 else { return nil }
        let tail = 1 - level
        var high = 1.0
        while twoSidedTail(high, degreesOfFreedom: degreesOfFreedom) > tail { high *= 2 }
        var low = 0.0
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if twoSidedTail(middle, degreesOfFreedom: degreesOfFreedom) > tail { low = middle } else { high = middle }
        }
    }

    private static let rootPi = 1.7724538509055161

    /// 1 + Σ, as above.
    private static func series(_ a: Double, _ b: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var n = 0.0
        // Terms first rise where b·x is large; they fall for good at the latest from n = b·x on.
        while term > sum * 1e-17 {
            term *= x * (a + b + n) / (a + 1 + n)
            sum += term
            n += 1
        }
        return sum
    }

    /// Γ(z + ½)/Γ(z), z > 0: its asymptotic series beyond 40, and Γ's recurrence down from there.
    static func gammaRatio(_ z: Double) -> Double {
        var shifted = z
        var factor = 1.0
        while shifted < 40 {
            factor *= shifted / (shifted + 0.5)
            shifted += 1
        }
        let r = 1 / shifted
        var sum = -399.0 / 262_144 + r * (869.0 / 4_194_304 + r * 39_325.0 / 33_554_432)
        sum = 5.0 / 1024 + r * (-21.0 / 32_768 + r * sum)
        return factor * shifted.squareRoot() * (1 + r * (-1.0 / 8 + r * (1.0 / 128 + r * sum)))
    }
}
