/// One row of one panel: 32 floats, as two halves of 16.
///
/// Not SIMD32: the standard library's arithmetic on it is a loop over lanes that the optimiser does
/// not unroll, and every operation goes through memory one lane at a time (measured: 30 times
/// slower). Loops over 16 lanes are unrolled and become whole registers.
struct PanelRow {
    typealias Half = SIMD16<Float>

    var low: Half
    var high: Half

    @inline(__always)
    init(_ low: Half, _ high: Half) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    init(repeating value: Float) {
        low = Half(repeating: value)
        high = Half(repeating: value)
    }

    @inline(__always) static var zero: PanelRow { PanelRow(repeating: 0) }

    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.low + b.low, a.high + b.high) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.low - b.low, a.high - b.high) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.low * b.low, a.high * b.high) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.low / b.low, a.high / b.high) }
    @inline(__always) static func * (a: Self, b: Float) -> Self { a * Self(repeating: b) }
    @inline(__always) static prefix func - (a: Self) -> Self { Self(-a.low, -a.high) }
    @inline(__always) static func += (a: inout Self, b: Self) { a = a + b }

    @inline(__always) static func .<= (a: Self, b: Self) -> PanelMask { PanelMask(a.low .<= b.low, a.high .<= b.high) }
    @inline(__always) static func .< (a: Self, b: Self) -> PanelMask { PanelMask(a.low .< b.low, a.high .< b.high) }
    @inline(__always) static func .> (a: Self, b: Self) -> PanelMask { PanelMask(a.low .> b.low, a.high .> b.high) }
    @inline(__always) static func .<= (a: Self, b: Float) -> PanelMask { a .<= Self(repeating: b) }
    @inline(__always) static func .< (a: Self, b: Float) -> PanelMask { a .< Self(repeating: b) }

    @inline(__always)
    func replacing(with other: PanelRow, where mask: PanelMask) -> PanelRow {
        PanelRow(
            low.replacing(with: other.low, where: mask.low), high.replacing(with: other.high, where: mask.high))
    }

    @inline(__always)
    func replacing(with value: Float, where mask: PanelMask) -> PanelRow {
        replacing(with: PanelRow(repeating: value), where: mask)
    }
}

struct PanelMask {
    typealias Half = SIMDMask<SIMD16<Int32>>

    var low: Half
    var high: Half

    @inline(__always)
    init(_ low: Half, _ high: Half) {
        self.low = low
        self.high = high
    }

    /// Lanes whose number is at least `count`.
    @inline(__always)
    init(from count: Int) {
        let lanes = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        let first = Int32(truncatingIfNeeded: count)
        low = lanes .>= first
        high = (lanes &+ 16) .>= first
    }

    /// The one lane of this number.
    @inline(__always)
    init(only lane: Int) {
        let lanes = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        let number = Int32(truncatingIfNeeded: lane)
        low = lanes .== number
        high = (lanes &+ 16) .== number
    }
}

@inline(__always)
func loadRow(_ pointer: UnsafePointer<Float>) -> PanelRow {
    let raw = UnsafeRawPointer(pointer)
    return PanelRow(
        raw.loadUnaligned(as: PanelRow.Half.self), raw.loadUnaligned(fromByteOffset: 64, as: PanelRow.Half.self))
}

@inline(__always)
func storeRow(_ row: PanelRow, _ pointer: UnsafeMutablePointer<Float>) {
    let raw = UnsafeMutableRawPointer(pointer)
    raw.storeBytes(of: row.low, as: PanelRow.Half.self)
    raw.storeBytes(of: row.high, toByteOffset: 64, as: PanelRow.Half.self)
}

/// Sum of the 32 lanes by halving: the one tree of every horizontal sum.
@inline(__always)
func treeSum(_ row: PanelRow) -> Float {
    let a = row.low + row.high
    let b = a.lowHalf + a.highHalf
    let c = b.lowHalf + b.highHalf
    let d = c.lowHalf + c.highHalf
    return d[0] + d[1]
}

@inline(__always)
func treeMax(_ row: PanelRow) -> Float {
    // Not `pointwiseMax`: the standard library's generic leaves a weak symbol with this module's
    // wide instructions, which the linker may choose for the whole program.
    let a = row.low.replacing(with: row.high, where: row.high .> row.low)
    let b = a.lowHalf.replacing(with: a.highHalf, where: a.highHalf .> a.lowHalf)
    let c = b.lowHalf.replacing(with: b.highHalf, where: b.highHalf .> b.lowHalf)
    let d = c.lowHalf.replacing(with: c.highHalf, where: c.highHalf .> c.lowHalf)
    return d[0] > d[1] ? d[0] : d[1]
}
