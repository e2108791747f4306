import CSquareRoot

// A bit per lane of a panel row. Bit i of a word is lane i.

#if KERNELS_AVX512
extension PanelRow {
    /// Lanes that respond: those not ≤ 0, NaN among them.
    @inline(__always) var respondingBits: UInt32 { lane_bits_responding16(low) | lane_bits_responding16(high) << 16 }

    /// Lanes that do not equal the other row's; NaN equals nothing.
    @inline(__always)
    func differingBits(_ other: PanelRow) -> UInt32 {
        lane_bits_differing16(low, other.low) | lane_bits_differing16(high, other.high) << 16
    }

    /// Lanes whose bit is set, the others 0.
    @inline(__always)
    func kept(_ bits: UInt32) -> PanelRow { PanelRow(lane_bits_kept16(low, bits), lane_bits_kept16(high, bits >> 16)) }
}
#else
extension PanelRow {
    /// Lanes that respond: those not ≤ 0, NaN among them.
    @inline(__always)
    var respondingBits: UInt32 {
        lane_bits_responding8(low.lowHalf) | lane_bits_responding8(low.highHalf) << 8
            | lane_bits_responding8(high.lowHalf) << 16 | lane_bits_responding8(high.highHalf) << 24
    }

    /// Lanes that do not equal the other row's; NaN equals nothing.
    @inline(__always)
    func differingBits(_ other: PanelRow) -> UInt32 {
        lane_bits_differing8(low.lowHalf, other.low.lowHalf)
            | lane_bits_differing8(low.highHalf, other.low.highHalf) << 8
            | lane_bits_differing8(high.lowHalf, other.high.lowHalf) << 16
            | lane_bits_differing8(high.highHalf, other.high.highHalf) << 24
    }

    /// Lanes whose bit is set, the others 0.
    @inline(__always)
    func kept(_ bits: UInt32) -> PanelRow {
        PanelRow(
            Half(
                lowHalf: lane_bits_kept8(low.lowHalf, bits), highHalf: lane_bits_kept8(low.highHalf, bits >> 8)),
            Half(
                lowHalf: lane_bits_kept8(high.lowHalf, bits >> 16),
                highHalf: lane_bits_kept8(high.highHalf, bits >> 24)))
    }
}
#endif
