/// Deflate (RFC 1951) in its simplest form: one block with the fixed codes, repeats looked for at a few
/// given distances only. Backgrounds of one colour shrink by about 50; that is all that is asked.
struct FixedDeflate {
    private var output: [UInt8] = []
    private var held: UInt32 = 0
    private var heldBits = 0

    /// - Parameter distances: where repeats are likely, 1 … 32768: the former pixel, the former row.
    static func bytes(_ input: [UInt8], distances: [Int]) -> [UInt8] {
        var stream = FixedDeflate()
        // The last block; fixed codes.
        stream.put(0b011, 3)
        var place = 0
        while place < input.count {
            let repeats = distances.map { (length: matching(input, at: place, distance: $0), distance: $0) }
            if let best = repeats.max(by: { $0.length < $1.length }), best.length >= 3 {
                stream.put(length: best.length)
                stream.put(distance: best.distance)
                place += best.length
            } else {
                stream.put(symbol: Int(input[place]))
                place += 1
            }
        }
        stream.put(symbol: 256)
        if stream.heldBits > 0 { stream.put(0, 8 - stream.heldBits) }
        return stream.output
    }

    private static func matching(_ input: [UInt8], at place: Int, distance: Int) -> Int {
        guard distance > 0, distance <= min(place, 32768) else { return 0 }
        let limit = min(258, input.count - place)
        var length = 0
        while length < limit, input[place + length] == input[place + length - distance] { length += 1 }
        return length
    }

    private mutating func put(length: Int) {
        let index = Self.lengths.lastIndex { $0.base <= length } ?? 0
        put(symbol: 257 + index)
        put(UInt32(length - Self.lengths[index].base), Self.lengths[index].bits)
    }

    private mutating func put(distance: Int) {
        let index = Self.distances.lastIndex { $0.base <= distance } ?? 0
        putReversed(UInt32(index), 5)
        put(UInt32(distance - Self.distances[index].base), Self.distances[index].bits)
    }

    /// Section 3.2.6.
    private mutating func put(symbol: Int) {
        switch symbol {
        case ..<144: putReversed(UInt32(0x30 + symbol), 8)
        case ..<256: putReversed(UInt32(0x190 + symbol - 144), 9)
        case ..<280: putReversed(UInt32(symbol - 256), 7)
        default: putReversed(UInt32(0xC0 + symbol - 280), 8)
        }
    }

    /// Codes stand with their highest bit first, all other numbers with their lowest.
    private mutating func putReversed(_ code: UInt32, _ bits: Int) {
        for bit in (0 ..< bits).reversed() { put(code >> UInt32(bit) & 1, 1) }
    }

    private mutating func put(_ value: UInt32, _ bits: Int) {
        held |= value << UInt32(heldBits)
        heldBits += bits
        while heldBits >= 8 {
            output.append(UInt8(held & 0xFF))
            held >>= 8
            heldBits -= 8
        }
    }

    /// Section 3.2.5: the least length or distance of each code, and how many bits follow.
    private static let lengths: [(base: Int, bits: Int)] = {
        var result: [(base: Int, bits: Int)] = []
        var base = 3
        for code in 0 ..< 28 {
            let bits = code < 8 ? 0 : code / 4 - 1
            result.append((base, bits))
            base += 1 << bits
        }
        // 258 has a code of its own.
        return result + [(258, 0)]
    }()

    private static let distances: [(base: Int, bits: Int)] = {
        var result: [(base: Int, bits: Int)] = []
        var base = 1
        for code in 0 ..< 30 {
            let bits = code < 4 ? 0 : code / 2 - 1
            result.append((base, bits))
            base += 1 << bits
        }
        return result
    }()
}
