// The one operation that all products are made of: acc + a·b with a single rounding.
//
// AVX2 with FMA3, AVX-512 and NEON have it as an instruction. Baseline x86-64 has not, and the
// compiler would call the C library's fmaf for every lane (measured: 250 times slower), so there
// it is computed in double: the product of two floats is exact, and the sum is rounded to odd
// before it is rounded to float, which makes the second rounding harmless (Boldo and Melquiond,
// "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).

#if KERNELS_AVX512 || KERNELS_AVX2 || arch(arm64)
@inline(__always)
func fma(_ acc: Vector, _ a: Vector, _ b: Vector) -> Vector { acc.addingProduct(a, b) }
#else
@inline(__always)
func fma(_ acc: Vector, _ a: Vector, _ b: Vector) -> Vector {
    Vector(
        lowHalf: fma(acc.lowHalf, a.lowHalf, b.lowHalf),
        highHalf: fma(acc.highHalf, a.highHalf, b.highHalf))
}

@inline(__always)
func fma(_ acc: SIMD4<Float>, _ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4<Float>(
        roundedOnce(acc[0], a[0], b[0]), roundedOnce(acc[1], a[1], b[1]),
        roundedOnce(acc[2], a[2], b[2]), roundedOnce(acc[3], a[3], b[3]))
}

@inline(__always)
func roundedOnce(_ acc: Float, _ a: Float, _ b: Float) -> Float {
    let product = Double(a) * Double(b)
    let addend = Double(acc)
    let sum = product + addend
    let shadow = sum - product
    let error = (product - (sum - shadow)) + (addend - shadow)
    // Round to odd: an inexact sum with an even last bit moves one place towards the error.
    // Infinities and NaN have a NaN error, which compares unequal to nothing here.
    var bits = sum.bitPattern
    if error > 0 || error < 0, bits & 1 == 0 {
        bits = (error > 0) == (sum > 0) ? bits &+ 1 : bits &- 1
    }
    return Float(Double(bitPattern: bits))
}
#endif
