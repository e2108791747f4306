// How fast this core multiplies and adds when nothing else is asked of it: the bound that every
// product is compared with.

/// Keeps 12 accumulators in registers and adds to each in turn; no memory is touched in the loop.
///
/// 12, because two pipes with a latency of four cycles need 8 that do not wait for each other, and
/// 12 leave room for the two factors among AVX2's 16 registers.
/// - Parameters:
///   - rounds: of 12 vector multiply-adds each.
///   - values: (32), in and out: the first two are the factors (their product must be small, or
///     the sums overflow); sums are left there, so that nothing can be optimised away.
/// - Returns: multiply-adds done: 12 · lanes · rounds.
public func peakFMA(_ rounds: Int, _ values: UnsafeMutablePointer<Float>) -> Int {
    let x = Vector(repeating: values[0])
    let y = Vector(repeating: values[1])
    var a = load(values)
    var b = a + x
    var c = b + x
    var d = c + x
    var e = d + x
    var f = e + x
    var g = f + x
    var h = g + x
    var i = h + x
    var j = i + x
    var k = j + x
    var l = k + x
    var left = rounds
    while left > 0 {
        a = fma(a, x, y)
        b = fma(b, x, y)
        c = fma(c, x, y)
        d = fma(d, x, y)
        e = fma(e, x, y)
        f = fma(f, x, y)
        g = fma(g, x, y)
        h = fma(h, x, y)
        i = fma(i, x, y)
        j = fma(j, x, y)
        k = fma(k, x, y)
        l = fma(l, x, y)
        left -= 1
    }
    let sum = ((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l))
    store(sum, values)
    return 12 * vectorWidth * rounds
}
