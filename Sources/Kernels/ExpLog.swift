// The program's own exponential and logarithm: the C library's differ between systems in the
// last bit, and results must not. Only IEEE operations, in one order.

/// ln 2 in two parts: n·high is exact for |n| < 2¹¹ (high has 12 trailing zero bits).
@inline(__always) private var ln2High: Float { 0x1.62ep-1 }
@inline(__always) private var ln2Low: Float { 0x1.0bfbe8p-15 }

/// eˣ for each lane, x ≤ 88; 0 below −87.3 (where the result would be subnormal). NaN gives NaN.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2, Taylor's series of eʳ to r⁷ (its error is below 6e-9
/// relative, a tenth of an ulp), times 2ⁿ by the exponent field.
@inline(__always)
func exponential(_ x: PanelRow) -> PanelRow { PanelRow(exponential(x.low), exponential(x.high)) }

@inline(__always)
func exponential(_ x: PanelRow.Half) -> PanelRow.Half {
    typealias Half = PanelRow.Half
    // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits.
    let magic = Half(repeating: 0x1.8p23)
    let lowest = Half(repeating: -87.3)
    let tooSmall = unsafeBitCast(x .< lowest, to: SIMD16<UInt32>.self)
    let clamped = selected(lowest, tooSmall, x)
    let shifted = clamped * Half(repeating: 0x1.715476p0) + magic
    let n = shifted - magic
    let r = (clamped - n * Half(repeating: ln2High)) - n * Half(repeating: ln2Low)
    var p = Half(repeating: 1 / 5040)
    p = p * r + Half(repeating: 1 / 720)
    p = p * r + Half(repeating: 1 / 120)
    p = p * r + Half(repeating: 1 / 24)
    p = p * r + Half(repeating: 1 / 6)
    p = p * r + Half(repeating: 1 / 2)
    // 1 + (r + r²·p): the small terms first, so that only the last addition rounds visibly.
    let value = Half(repeating: 1) + (r + r * r * p)
    let bits = unsafeBitCast(shifted, to: SIMD16<UInt32>.self)
    let exponent = (bits &+ SIMD16<UInt32>(repeating: 127)) &<< SIMD16<UInt32>(repeating: 23)
    let scaled = value * unsafeBitCast(exponent, to: Half.self)
    return selected(.zero, tooSmall, scaled)
}

/// a in the lanes whose mask is all ones, b where it is all zeros. The standard library's
/// `replacing` is a loop over lanes: its 16 branches made the compiler call `exponential` in spite of
/// `@inline(__always)`, and on AVX2 pass and compute it in quarters. (Whole rows keep `replacing`: a
/// mask that chooses both ways, as in sorting, is taken apart lane by lane with this.)
@inline(__always)
private func selected(_ a: PanelRow.Half, _ mask: SIMD16<UInt32>, _ b: PanelRow.Half) -> PanelRow.Half {
    let (a, b) = (unsafeBitCast(a, to: SIMD16<UInt32>.self), unsafeBitCast(b, to: SIMD16<UInt32>.self))
    return unsafeBitCast((a & mask) | (b & ~mask), to: PanelRow.Half.self)
}

/// ln x for x > 0 normal; NaN below 0, −∞ at 0.
///
/// x = m·2ᵉ with m in [√½, √2); ln m = 2·artanh(s), s = (m − 1)/(m + 1), by its series to s⁹
/// (the next term is below 4e-10 relative).
@inline(__always)
func logarithm(_ x: Float) -> Float {
    if !(x > 0) { return x == 0 ? -Float.infinity : Float.nan }
    if x == Float.infinity { return x }
    let bits = x.bitPattern
    var exponent = Int32(bitPattern: bits >> 23) - 127
    var m = Float(bitPattern: (bits & 0x007F_FFFF) | 0x3F80_0000)
    if m > 0x1.6a09e6p0 {
        m *= 0.5
        exponent += 1
    }
    let f = m - 1
    let s = f / (m + 1)
    let s2 = s * s
    var p: Float = 2 / 9
    p = p * s2 + 2 / 7
    p = p * s2 + 2 / 5
    p = p * s2 + 2 / 3
    // 2s = f − s·f exactly enough: keeps the leading term unrounded.
    let small = s * (s2 * p - f)
    let n = Float(exponent)
    return n * ln2High + (f + (small + n * ln2Low))
}

/// eˣ of `count` (a multiple of 32) floats, as the softmax computes it. For tests.
public func exponentials(_ x: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>, _ count: Int) {
    var i = 0
    while i < count {
        storeRow(exponential(loadRow(x + i)), out + i)
        i += panelWidth
    }
}

/// ln x of `count` floats, as the softmax computes it. For tests.
public func logarithms(_ x: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>, _ count: Int) {
    var i = 0
    while i < count {
        out[i] = logarithm(x[i])
        i += 1
    }
}
