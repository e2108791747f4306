/// Bit i of the result is lane i of the mask. The language offers no move from mask registers to
/// bits: a tree of halves takes ten instructions per 32 lanes.
@inline(__always)
func bits(_ mask: PanelMask) -> UInt32 {
    let low = SIMD16<UInt32>(
        1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12,
        1 << 13, 1 << 14, 1 << 15)
    let a = SIMD16<UInt32>.zero.replacing(with: low, where: mask.low)
        | SIMD16<UInt32>.zero.replacing(with: low &<< 16, where: mask.high)
    let b = a.lowHalf | a.highHalf
    let c = b.lowHalf | b.highHalf
    let d = c.lowHalf | c.highHalf
    return d[0] | d[1]
}

extension PanelMask {
    /// The lanes whose bit is set.
    @inline(__always)
    init(bits: UInt32) {
        let lanes = SIMD16<UInt32>(
            1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12,
            1 << 13, 1 << 14, 1 << 15)
        let all = SIMD16<UInt32>(repeating: bits)
        low = (all & lanes) .!= 0
        high = ((all &>> 16) & lanes) .!= 0
    }
}
