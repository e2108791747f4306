/// Numbers at equal ratios, made of multiplication, division and square roots alone: those are
/// rounded the same on every machine, which logarithms of the C library are not.
enum GeometricNumbers {
    /// `count` values from `a` to `b`, ends included, the others rounded to four significant digits.
    static func space(from a: Double, to b: Double, count: Int) -> [Double] {
        (0 ..< count).map { i in
            if i == 0 { return a }
            if i == count - 1 { return b }
            return rounded(a * power(b / a, Double(i) / Double(count - 1)))
        }
    }

    /// √(ab), rounded to four significant digits.
    static func middle(_ a: Double, _ b: Double) -> Double { rounded(a.squareRoot() * b.squareRoot()) }

    /// The nearest number with four significant decimal digits; positive and normal in, the same out.
    ///
    /// Four digits keep values of ν readable and the same in file names, tables and identities.
    static func rounded(_ value: Double) -> Double {
        let (digits, exponent) = scaled(value)
        return compose(digits, exponent)
    }

    /// The next larger number with four significant digits.
    static func next(after value: Double) -> Double {
        let (digits, exponent) = scaled(value)
        let candidate = compose(digits, exponent)
        return candidate > value ? candidate : compose(digits + 1, exponent)
    }

    /// xᵗ for t in 0 ..< 1, by the binary digits of t: each is one more square root.
    private static func power(_ x: Double, _ t: Double) -> Double {
        var result = 1.0
        var root = x
        var rest = t
        while rest > 0, root != 1 {
            root = root.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= root
                rest -= 1
            }
        }
        return result
    }

    /// value ≈ digits · 10^exponent with digits in 1000 ... 10000.
    private static func scaled(_ value: Double) -> (digits: Int, exponent: Int) {
        var exponent = 0
        var value = value
        // ν lies in 1e-9 ... 1e9, so these loops are short, and powers of ten up to 1e22 are exact.
        var scale = 1.0
        if value >= 10_000 {
            while value / scale >= 10_000 {
                scale *= 10
                exponent += 1
            }
            value /= scale
        } else {
            while value * scale < 1000, exponent > -300 {
                scale *= 10
                exponent -= 1
            }
            value *= scale
        }
        return (Int(value.rounded()), exponent)
    }

    /// Through decimal text, whose reading is correctly rounded; multiplying by 10^exponent is not.
    private static func compose(_ digits: Int, _ exponent: Int) -> Double {
        Double("\(digits)e\(exponent)") ?? .nan
    }
}
