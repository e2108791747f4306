import CRegisters

// A bit per lane. Bit i of a word is lane i.

#if KERNELS_AVX512
extension PanelRow.Half {
    /// Lanes that respond: those not ≤ 0, NaN among them.
    @inline(__always) var respondingBits: UInt32 { lane_bits_responding16(self) }

    /// Lanes that do not equal the other's; NaN equals nothing.
    @inline(__always) func differingBits(_ other: Self) -> UInt32 { lane_bits_differing16(self, other) }

    /// Lanes whose bit is set, the others 0.
    @inline(__always) func kept(_ bits: UInt32) -> Self { lane_bits_kept16(self, bits) }
}
#else
extension PanelRow.Half {
    /// Lanes that respond: those not ≤ 0, NaN among them.
    @inline(__always)
    var respondingBits: UInt32 { lane_bits_responding8(lowHalf) | lane_bits_responding8(highHalf) << 8 }

    /// Lanes that do not equal the other's; NaN equals nothing.
    @inline(__always)
    func differingBits(_ other: Self) -> UInt32 {
        lane_bits_differing8(lowHalf, other.lowHalf) | lane_bits_differing8(highHalf, other.highHalf) << 8
    }

    /// Lanes whose bit is set, the others 0.
    @inline(__always)
    func kept(_ bits: UInt32) -> Self {
        Self(lowHalf: lane_bits_kept8(lowHalf, bits), highHalf: lane_bits_kept8(highHalf, bits >> 8))
    }
}
#endif

extension PanelRow {
    @inline(__always) var respondingBits: UInt32 { low.respondingBits | high.respondingBits << 16 }
    @inline(__always) func kept(_ bits: UInt32) -> PanelRow { PanelRow(low.kept(bits), high.kept(bits >> 16)) }
}

/// The lanes of one half of a panel row.
@inline(__always) var halfWidth: Int { panelWidth / 2 }

@inline(__always)
func loadHalf(_ pointer: UnsafePointer<Float>) -> PanelRow.Half {
    UnsafeRawPointer(pointer).loadUnaligned(as: PanelRow.Half.self)
}

@inline(__always)
func storeHalf(_ half: PanelRow.Half, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: half, as: PanelRow.Half.self)
}
