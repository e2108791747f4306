/// The decimal digits at the beginning of eight bytes, all looked at together.
struct EightDigits {
    /// How many there are.
    let count: Int
    /// The digits' values, the first one in the lowest byte of those that count, with zeros below.
    private let values: UInt64

    /// 1 … 10⁸
    static let powers: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

    /// - Parameter bytes: as they stand in memory.
    init(_ bytes: UInt64) {
        let digits = UInt64(littleEndian: bytes) ^ 0x3030_3030_3030_3030
        // The upper half of a byte is zero, and stays so with six added, for a digit alone. What a byte carries over
        // is of no matter: it is no digit, and nobody asks for those behind it.
        let others = (digits &+ 0x0606_0606_0606_0606 | digits) & 0xF0F0_F0F0_F0F0_F0F0
        count = others.trailingZeroBitCount >> 3
        // Shifted by all 64 bits where there is none.
        values = digits << UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    }

    /// Neighbours are put together three times, all pairs at once.
    var value: UInt64 {
        let twos = (values &* 10 &+ values >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (twos &* 100 &+ twos >> 16) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
    }
}
